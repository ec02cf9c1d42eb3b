import Sampling

/// One accepted request on its way through the engine.
struct Generation: Sendable {
    let id: SequenceID
    let request: GenerationRequest
    let channel: GenerationChannel
    var times: GenerationTimes
    /// Prompt and answer.
    private(set) var tokens: [Int32]
    /// From when it first runs.
    private var sampler: Sampler?
    private var steering: (any TokenSteering)?
    /// What has to come next.
    private var forced: Int32?
    /// Prompt tokens that its first cache held; `nil` before it first runs.
    private(set) var cachedTokens: Int?
    /// The place in the queue that its consumer was told last.
    var ahead: Int
    /// Whether the prompt has been read once.
    private(set) var hasStarted = false

    init(id: SequenceID, ahead: Int, request: GenerationRequest, channel: GenerationChannel, submitted: ContinuousClock.Instant) {
        self.id = id
        self.ahead = ahead
        self.request = request
        self.channel = channel
        times = GenerationTimes(submitted: submitted)
        tokens = request.prompt
        steering = request.steering
    }

    var generatedCount: Int { tokens.count - request.prompt.count }

    /// It runs for the first time, on a cache of that many of its tokens. (What it loses by preemption and computes again is not told.)
    mutating func begin(cached: Int, vocabularySize: Int, at now: ContinuousClock.Instant) {
        sampler = Sampler(request.sampling, prompt: request.prompt, vocabularySize: vocabularySize)
        cachedTokens = cached
        times.admitted = now
        channel.report(.prefilling(done: cached, total: request.prompt.count))
    }

    mutating func reportPrefill(done: Int) {
        guard !hasStarted else { return }
        channel.report(.prefilling(done: min(done, request.prompt.count), total: request.prompt.count))
    }

    enum Outcome: Hashable {
        case goesOn
        /// The consumer has too many tokens unread.
        case pauses
        case ends(GenerationEnd)
    }

    /// Chooses the next token and tells the consumer. `logits`: [vocabularySize], the sampler's to change meanwhile.
    mutating func advance(_ logits: UnsafeMutableBufferPointer<Float>, at now: ContinuousClock.Instant) -> Outcome {
        let chosen = if let forced { sampler?.take(forced, logits) } else { sampler?.sample(logits) }
        guard let token = chosen else { return .ends(.failed(reason: "sampled before it began")) }
        if !hasStarted {
            hasStarted = true
            channel.begin(cachedTokens: cachedTokens ?? 0)
        }
        tokens.append(token.id)
        forced = steering?.next(after: token.id)
        times.recordToken(at: now)
        let isPaused = channel.append(token)
        if request.stopTokens.contains(token.id) { return .ends(.stopToken(token.id)) }
        if generatedCount >= request.maximumTokens { return .ends(.maximumTokens) }
        return isPaused ? .pauses : .goesOn
    }
}

/// When the stages of a generation were reached.
struct GenerationTimes: Hashable {
    let submitted: ContinuousClock.Instant
    var admitted: ContinuousClock.Instant?
    private(set) var firstToken: ContinuousClock.Instant?
    private(set) var lastToken: ContinuousClock.Instant?

    init(submitted: ContinuousClock.Instant) {
        self.submitted = submitted
    }

    mutating func recordToken(at now: ContinuousClock.Instant) {
        if firstToken == nil { firstToken = now }
        lastToken = now
    }
}
