import DequeModule
package import Sampling

/// What the engine has said and the consumer has not yet heard. A state machine without lock or continuation.
///
/// Of the progress events only the latest is kept, so that a consumer who is away costs no memory; nothing else is dropped.
package struct EventBuffer {
    /// Tokens held at most, as long as the engine heeds `isPaused`.
    package let limit: Int
    private var progress: GenerationEvent?
    private var start: GenerationEvent?
    private var scores: GenerationEvent?
    private var tokens = Deque<SampledToken>()
    private var end: GenerationEnd?
    private var isExhausted = false
    /// From when the limit is reached until half of it is consumed.
    package private(set) var isPaused = false

    package enum Next: Hashable {
        /// `resumes`: the consumer has caught up, and the paused sequence may go on.
        case event(GenerationEvent, resumes: Bool)
        case nothingYet
        /// `finished` has been taken.
        case exhausted
    }

    package init(limit: Int) {
        self.limit = max(1, limit)
    }

    package var hasEnded: Bool { end != nil }

    package mutating func report(_ event: GenerationEvent) {
        guard end == nil else { return }
        progress = event
    }

    /// - Parameter scores: of the prompt's tokens, where they are wanted.
    package mutating func begin(cachedTokens: Int, scores: [SampledToken]? = nil) {
        guard end == nil else { return }
        start = .started(cachedTokens: cachedTokens)
        if let scores { self.scores = .scored(scores) }
    }

    package mutating func append(_ token: SampledToken) {
        guard end == nil else { return }
        tokens.append(token)
        isPaused = tokens.count >= limit
    }

    /// A token, where that is what comes next.
    package mutating func nextToken() -> (token: SampledToken, resumes: Bool)? {
        guard progress == nil, start == nil, scores == nil, let token = tokens.popFirst() else { return nil }
        return (token, caughtUp())
    }

    /// Whether the consumer has just caught up.
    private mutating func caughtUp() -> Bool {
        guard isPaused, tokens.count <= limit / 2 else { return false }
        isPaused = false
        return true
    }

    /// The first end counts, and what comes after it is dropped.
    package mutating func finish(_ reason: GenerationEnd) {
        if end == nil { end = reason }
    }

    package mutating func next() -> Next {
        if let event = progress {
            progress = nil
            return .event(event, resumes: false)
        }
        if let event = start {
            start = nil
            return .event(event, resumes: false)
        }
        if let event = scores {
            scores = nil
            return .event(event, resumes: false)
        }
        if let token = tokens.popFirst() {
            return .event(.token(token), resumes: caughtUp())
        }
        guard let end else { return .nothingYet }
        guard !isExhausted else { return .exhausted }
        isExhausted = true
        return .event(.finished(end), resumes: false)
    }
}
