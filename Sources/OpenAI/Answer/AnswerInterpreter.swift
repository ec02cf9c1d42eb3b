package import Harmony

/// Turns the parser's events for one generation into the answer's: what is reasoning, what is said before a call, what is a
/// call, what is the answer; with stop strings applied to the final channel, and tokens counted.
///
/// It never fails, whatever the model wrote. An answer that ended by itself is never empty: where the model wrote nothing but
/// reasoning, the last reasoning becomes the final text too; where it wrote nothing at all, the end is `emptyAnswer`.
package struct AnswerInterpreter: Sendable {
    /// Tokens pushed, headers and stop tokens included.
    package private(set) var generatedTokens = 0
    /// How many of them were content of the analysis channel.
    package private(set) var reasoningTokens = 0
    /// The answer is complete (final message ended, call ended, stop string found): the caller should stop generating.
    package private(set) var isTurnOver = false
    /// Whether `finish` had to take the answer from the reasoning.
    package private(set) var tookAnswerFromReasoning = false

    private let functions: FunctionSet
    private let stopStrings: [String]
    private let keepsTokens: Bool
    private let ids: IDSource

    private var open: OpenMessage?
    /// Tokens outside any message's content since the last one ended.
    private var headerTokens: [GeneratedToken] = []
    private var headerWasMissing = false
    private var hasCall = false
    private var hasText = false
    private var lastReasoning = ""

    /// - Parameters:
    ///   - keepsTokens: whether deltas carry their tokens, for log-probabilities.
    ///   - ids: asked for `call_` ids.
    package init(functions: FunctionSet, stopStrings: [String] = [], keepsTokens: Bool = false, ids: IDSource) {
        self.functions = functions
        self.stopStrings = stopStrings
        self.keepsTokens = keepsTokens
        self.ids = ids
    }

    /// For one choice of a request.
    package init(_ request: ValidatedRequest, ids: IDSource) {
        self.init(
            functions: request.functions, stopStrings: request.stopStrings,
            keepsTokens: request.sampling.topLogprobs != nil, ids: ids)
    }

    /// The parser's events for one generated token. After `isTurnOver` tokens are counted and otherwise ignored.
    package mutating func push(_ events: [HarmonyEvent], of token: GeneratedToken) -> [AnswerEvent] {
        generatedTokens += 1
        guard !isTurnOver else { return [] }
        if open != nil, !events.contains(where: \.endsMessage) {
            addToContent(token, at: open?.received ?? 0)
        } else {
            headerTokens.append(token)
        }
        return read(events, endOfStreamIsComplete: false)
    }

    /// The parser's last events and why the generation ended. A turn that was over before stays so.
    package mutating func finish(_ events: [HarmonyEvent], because outcome: GenerationOutcome) -> [AnswerEvent] {
        var result = isTurnOver ? [] : read(events, endOfStreamIsComplete: outcome == .stopped)
        if open != nil { result += close(isComplete: outcome == .stopped) }
        switch outcome {
        case .failed(let error): return result + [.finished(.failed(error))]
        case .cancelled where !isTurnOver: return result + [.finished(.cancelled)]
        case .length where !isTurnOver: return result + [.finished(.length)]
        case .stopped, .cancelled, .length: break
        }
        if hasCall { return result + [.finished(.toolCalls)] }
        if hasText { return result + [.finished(.stop)] }
        guard !lastReasoning.isEmpty else { return result + [.finished(.failed(.emptyAnswer))] }
        tookAnswerFromReasoning = true
        result += start(.final, at: MessageHeader(author: Author(.assistant), channel: Channel.final))
        result += text(lastReasoning)
        if open != nil { result += close(isComplete: true) }
        return result + [.finished(.stop)]
    }

    private mutating func read(_ events: [HarmonyEvent], endOfStreamIsComplete: Bool) -> [AnswerEvent] {
        var result: [AnswerEvent] = []
        var isFresh = false
        for event in events where !isTurnOver {
            switch event {
            case .repaired(let repair):
                if repair == .missingHeader { headerWasMissing = true }
            case .messageStarted(let header):
                if open != nil { result += close(isComplete: true) }
                result += begin(header)
                isFresh = true
            case .contentDelta(let text):
                if isFresh { adoptHeaderTokens(as: text) }
                isFresh = false
                result += self.text(text)
            case .messageEnded(let end):
                let ends = open?.endsTurn == true && end != .endOfStream
                if open != nil { result += close(isComplete: end != .endOfStream || endOfStreamIsComplete) }
                if ends { isTurnOver = true }
                headerTokens = []
                headerWasMissing = false
            }
        }
        return result
    }
}

/// Why the tokens of a generation ended.
package enum GenerationOutcome: Sendable, Hashable {
    /// At a stop token, or because the interpreter's turn was over.
    case stopped
    /// At the token limit.
    case length
    case cancelled
    case failed(APIError)
}

extension HarmonyEvent {
    fileprivate var endsMessage: Bool {
        if case .messageEnded = self { true } else { false }
    }
}

// MARK: - Messages

extension AnswerInterpreter {
    /// The message whose content is being read.
    fileprivate struct OpenMessage: Sendable {
        let item: AnswerItem
        var isStarted = false
        /// Whether nothing can follow it in a turn.
        let endsTurn: Bool
        var matcher: StopMatcher
        /// UTF-8 bytes of content that came, and that were given out.
        var received = 0
        var released = 0
        /// Tokens not yet given out, with the byte at which their text begins.
        var tokens: [(token: GeneratedToken, start: Int)] = []
    }

    private mutating func begin(_ header: MessageHeader) -> [AnswerEvent] {
        // A model that goes on as the user or as a tool has ended its turn, if it had one.
        if header.author.role != .assistant, hasCall || hasText {
            isTurnOver = true
            return []
        }
        if let name = functions.function(calledBy: header.recipient) {
            return start(.toolCall(id: ids("call_"), name: name), at: header)
        }
        switch header.channel {
        case Channel.analysis: return start(.reasoning, at: header)
        case Channel.commentary: return start(.preamble, at: header)
        default: return start(.final, at: header)
        }
    }

    /// Calls and the final message start at once, since they may be empty; the rest with its first text.
    private mutating func start(_ item: AnswerItem, at header: MessageHeader) -> [AnswerEvent] {
        let isFinal = item == .final && header.channel == Channel.final && !headerWasMissing
        var endsTurn = isFinal
        if case .toolCall = item { endsTurn = true }
        if item == .reasoning { lastReasoning = "" }
        open = OpenMessage(item: item, endsTurn: endsTurn, matcher: StopMatcher(item == .final ? stopStrings : []))
        return endsTurn ? announce() : []
    }

    private mutating func announce() -> [AnswerEvent] {
        guard let message = open, !message.isStarted else { return [] }
        open?.isStarted = true
        switch message.item {
        case .toolCall: hasCall = true
        case .final, .preamble: hasText = true
        case .reasoning: break
        }
        return [.itemStarted(message.item)]
    }

    private mutating func text(_ text: String) -> [AnswerEvent] {
        guard var message = open else { return [] }
        message.received += text.utf8.count
        let certain = message.matcher.push(text)
        message.released += certain.utf8.count
        let isMatched = message.matcher.isMatched
        if message.item == .reasoning { lastReasoning += text }
        open = message
        var result = certain.isEmpty && !isMatched ? [] : announce()
        if !certain.isEmpty { result.append(.delta(certain, tokens: takeTokens())) }
        if isMatched {
            isTurnOver = true
            open = nil
            result.append(.itemEnded(isComplete: true))
        }
        return result
    }

    private mutating func close(isComplete: Bool) -> [AnswerEvent] {
        defer { open = nil }
        let rest = open?.matcher.finish() ?? ""
        open?.released += rest.utf8.count
        var result: [AnswerEvent] = []
        if !rest.isEmpty { result = announce() + [.delta(rest, tokens: takeTokens())] }
        return open?.isStarted == true ? result + [.itemEnded(isComplete: isComplete)] : []
    }
}

// MARK: - Tokens

extension AnswerInterpreter {
    private mutating func addToContent(_ token: GeneratedToken, at start: Int) {
        if open?.item == .reasoning { reasoningTokens += 1 }
        if keepsTokens { open?.tokens.append((token, start)) }
    }

    /// The tokens whose text has begun to be given out.
    private mutating func takeTokens() -> [GeneratedToken] {
        guard let message = open, !message.tokens.isEmpty else { return [] }
        let count = message.tokens.prefix { $0.start < message.released }.count
        open?.tokens.removeFirst(count)
        return message.tokens.prefix(count).map(\.token)
    }

    /// Text may show itself as content only after it was read as a header. The tokens that wrote exactly this text,
    /// but for a stop token at the end, are content then.
    private mutating func adoptHeaderTokens(as text: String) {
        let bytes = Array(text.utf8)
        for end in [headerTokens.count, headerTokens.count - 1] where end > 0 {
            var start = end
            var length = 0
            while start > 0, length < bytes.count {
                start -= 1
                length += headerTokens[start].bytes.count
            }
            guard length == bytes.count, headerTokens[start..<end].flatMap(\.bytes) == bytes else { continue }
            var offset = 0
            for token in headerTokens[start..<end] {
                addToContent(token, at: offset)
                offset += token.bytes.count
            }
            headerTokens = []
            return
        }
    }
}
