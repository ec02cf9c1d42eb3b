package import Harmony

/// Turns the parser's events for one generation into the answer's: what is reasoning, what is said before a call, what is a
/// call, what is the answer; with stop strings applied to the final channel, and tokens counted.
///
/// It never fails, whatever the model wrote. An answer that ended by itself is never empty: where the model wrote nothing but
/// reasoning, the last reasoning becomes the final text too; where it wrote nothing at all, the final text is there and empty.
package struct AnswerInterpreter: Sendable {
    /// Tokens pushed, headers and stop tokens included.
    package private(set) var generatedTokens = 0
    /// How many of them were content of the analysis channel.
    package internal(set) var reasoningTokens = 0
    /// The answer is complete (final message ended, call ended, stop string found): the caller should stop generating.
    package internal(set) var isTurnOver = false
    /// Whether `finish` had to take the answer from the reasoning.
    package private(set) var tookAnswerFromReasoning = false

    let functions: FunctionSet
    let makesParallelCalls: Bool
    let stopStrings: [String]
    let keepsTokens: Bool
    let ignoresEnd: Bool
    let ids: IDSource

    var open: OpenMessage?
    /// Tokens outside any message's content since the last one ended.
    var headerTokens: [GeneratedToken] = []
    /// Tokens inside the open message whose text has not come yet; without it they were not content.
    var unreadTokens: [GeneratedToken] = []
    private var headerWasMissing = false
    var hasCall = false
    var hasText = false
    var lastReasoning = ""
    /// The stop string that ended the turn.
    var stopString: String?

    /// - Parameters:
    ///   - makesParallelCalls: whether calls may follow one another; else the first ends the turn.
    ///   - keepsTokens: whether deltas carry their tokens, for log-probabilities.
    ///   - ignoresEnd: whether the turn goes on behind an answer or a call.
    ///   - ids: asked for `call_` ids.
    package init(
        functions: FunctionSet, makesParallelCalls: Bool = false, stopStrings: [String] = [], keepsTokens: Bool = false,
        ignoresEnd: Bool = false, ids: IDSource
    ) {
        self.functions = functions
        self.makesParallelCalls = makesParallelCalls
        self.stopStrings = stopStrings
        self.keepsTokens = keepsTokens
        self.ignoresEnd = ignoresEnd
        self.ids = ids
    }

    /// For one choice of a request.
    package init(_ request: ValidatedRequest, ids: IDSource) {
        self.init(
            functions: request.functions, makesParallelCalls: request.makesParallelToolCalls, stopStrings: request.stopStrings,
            keepsTokens: request.sampling.topLogprobs != nil, ignoresEnd: request.ignoresEnd, ids: ids)
    }

    /// The parser's events for one generated token. After `isTurnOver` tokens are counted and otherwise ignored.
    package mutating func push(_ events: [HarmonyEvent], of token: GeneratedToken) -> [AnswerEvent] {
        generatedTokens += 1
        guard !isTurnOver else { return [] }
        if open != nil, !events.contains(where: \.endsMessage) {
            unreadTokens.append(token)
        } else {
            headerTokens.append(token)
        }
        return read(events, endOfStreamIsComplete: false)
    }

    /// The parser's last events and why the generation ended. A turn that was over before stays so.
    package mutating func finish(_ events: [HarmonyEvent], because outcome: GenerationOutcome) -> [AnswerEvent] {
        // Calls that are complete are the answer also where another was about to begin.
        if outcome == .length, hasCall, open == nil { isTurnOver = true }
        var result = read(events, endOfStreamIsComplete: outcome == .stopped) + close(isComplete: outcome == .stopped)
        if let end = end(because: outcome) { return result + [.finished(end)] }
        tookAnswerFromReasoning = !lastReasoning.isEmpty
        start(.final, endsTurn: true)
        result += announce() + text(lastReasoning) + close(isComplete: true)
        return result + [.finished(.stop)]
    }

    /// `nil` where the model ended its turn without an answer.
    private func end(because outcome: GenerationOutcome) -> AnswerEnd? {
        switch outcome {
        case .failed(let error): return .failed(error)
        case .cancelled where !isTurnOver: return .cancelled
        case .length where !isTurnOver: return .length
        case .stopped, .cancelled, .length: break
        }
        if let stopString { return .stopString(stopString) }
        if hasCall { return .toolCalls }
        return hasText ? .stop : nil
    }

    private mutating func read(_ events: [HarmonyEvent], endOfStreamIsComplete: Bool) -> [AnswerEvent] {
        var result: [AnswerEvent] = []
        var isFresh = false
        for event in events where !isTurnOver {
            switch event {
            case .repaired(let repair):
                if repair == .missingHeader { headerWasMissing = true }
            case .messageStarted(let header):
                result += close(isComplete: true) + begin(header, isWhole: !headerWasMissing)
                isFresh = true
            case .contentDelta(let text):
                if isFresh { adoptHeaderTokens(as: text) } else { takeUnreadTokens() }
                isFresh = false
                result += self.text(text)
            case .messageEnded(let end):
                let endsTurn = open?.endsTurn == true && end != .endOfStream && !ignoresEnd
                result += close(isComplete: end != .endOfStream || endOfStreamIsComplete)
                isTurnOver = isTurnOver || endsTurn
                headerWasMissing = false
                headerTokens = []
                unreadTokens = []
            }
        }
        return result
    }
}

extension HarmonyEvent {
    fileprivate var endsMessage: Bool {
        if case .messageEnded = self { true } else { false }
    }
}
