import Engine
package import Harmony
package import OpenAI
import Sampling

/// One answer in the making: the engine's tokens, parsed as Harmony and read as the answer's events.
///
/// Dropping it stops the generation before the engine's next step.
package struct AnswerGeneration: Sendable {
    /// What `next` yields.
    package enum Step: Sendable {
        /// Waiting for a place, with so many requests ahead.
        case queued(ahead: Int)
        /// Reading the prompt: tokens done of all.
        case prefilling(done: Int, total: Int)
        /// The prompt's tokens with their log-probabilities, but for the first, where they are wanted.
        case scored([GeneratedToken])
        /// What tokens say that have come together.
        case events([Part])
        /// What the answer shows of itself token by token, where that is asked for: once, before its last events.
        case view(AnswerView)
    }

    /// What a token has the answer say, with its id and those of the ones before it that said nothing.
    package struct Part: Sendable {
        package var events: [AnswerEvent]
        package var tokens: [Int32]
    }

    /// So far; all of it once `next` has returned `nil`.
    package var usage: TokenUsage {
        TokenUsage(
            inputTokens: promptTokens, cachedInputTokens: cachedTokens, outputTokens: reader.generatedTokens,
            reasoningTokens: reader.reasoningTokens)
    }
    /// How often the parser had to mend the model's output, by kind.
    package var repairs: [HarmonyRepair: Int] { reader.repairs }
    /// How often the model went round in circles in its reasoning, which was closed then.
    package var loopsClosed: Int { loops.loopsClosed }
    /// How the answer ended; `nil` while it is made.
    package private(set) var end: AnswerEnd?
    /// What the engine says of its failure, for the log.
    package private(set) var failure: String?

    /// Tokens told in one step at most.
    private static let together = 64

    private let stream: GenerationStream
    private var iterator: GenerationStream.AsyncIterator
    private var reader: AnswerReader
    private let promptTokens: Int
    private let stopTokens: Set<Int32>
    private let loops: LoopReport
    private let ended: @Sendable (_ tokens: Int) -> Void
    /// Keeps the model loaded.
    private let use: ModelUse?
    private var cachedTokens = 0
    /// Of tokens whose events are still to come.
    private var tokens: [Int32] = []
    /// The last step, while another comes before it.
    private var held: Step?

    /// - Parameters:
    ///   - stopTokens: that end the generation.
    ///   - loops: of the reasoning that were closed.
    ///   - ended: told how many tokens an answer took that ended by itself.
    init(
        stream: GenerationStream, promptTokens: Int, stopTokens: Set<Int32>, reader: AnswerReader, loops: LoopReport, use: ModelUse?,
        ended: @escaping @Sendable (_ tokens: Int) -> Void
    ) {
        self.loops = loops
        self.use = use
        self.ended = ended
        self.stream = stream
        self.reader = reader
        iterator = stream.makeAsyncIterator()
        self.promptTokens = promptTokens
        self.stopTokens = stopTokens
    }

    /// Where its steps cost least; `nil`: anywhere.
    var executor: (any TaskExecutor)? { stream.executor }

    /// Stops the generation before the engine's next step.
    package var cancellation: @Sendable () -> Void {
        let stream = stream
        return { stream.cancel() }
    }

    /// The next step that says something; `nil` after the events that end the answer.
    package mutating func next() async -> Step? {
        if let held {
            self.held = nil
            return held
        }
        while end == nil, let event = await iterator.next() {
            switch event {
            case .queued(let ahead):
                return .queued(ahead: ahead)
            case .prefilling(let done, let total):
                return .prefilling(done: done, total: total)
            case .started(let cachedTokens):
                self.cachedTokens = cachedTokens
            case .scored(let tokens):
                return .scored(reader.read(prompt: tokens))
            case .token(let token):
                var parts: [Part] = []
                var next: SampledToken? = token
                var count = 0
                // What has come with it is told with it.
                while let token = next {
                    if let part = push(token) { parts.append(part) }
                    count += 1
                    next = count < Self.together && !reader.isOver ? iterator.readyToken() : nil
                }
                if !parts.isEmpty { return .events(parts) }
            case .finished(let end):
                let last = Step.events([Part(events: finish(end), tokens: takeTokens())])
                guard let view = reader.view else { return last }
                held = last
                return .view(view)
            }
        }
        return nil
    }

    private mutating func takeTokens() -> [Int32] {
        defer { tokens = [] }
        return tokens
    }

    /// - Returns: `nil` where it says nothing.
    private mutating func push(_ token: SampledToken) -> Part? {
        // Tokens that were already on their way when the answer was complete are nobody's.
        guard !reader.isOver else { return nil }
        tokens.append(token.id)
        let events = reader.push(token)
        // Ends a generation that goes on: one that a stop token ends is over by itself, and has its last figures to tell.
        if reader.isOver, !stopTokens.contains(token.id) { stream.cancel() }
        return events.isEmpty ? nil : Part(events: events, tokens: takeTokens())
    }

    private mutating func finish(_ end: GenerationEnd) -> [AnswerEvent] {
        let outcome: GenerationOutcome =
            switch end {
            case .stopToken: .stopped
            case .maximumTokens: .length
            case .cancelled: .cancelled
            case .expired: .failed(.waitedTooLong)
            case .refused(let reason): .failed(.refused(because: reason))
            case .failed: .failed(.internalError)
            }
        let events = reader.finish(because: outcome)
        for case .finished(let answerEnd) in events { self.end = answerEnd }
        switch self.end {
        case .stop, .stopString, .toolCalls: ended(reader.generatedTokens)
        case .length, .cancelled, .failed, nil: break
        }
        if case .failed(let reason) = end { failure = reason }
        return events
    }
}
