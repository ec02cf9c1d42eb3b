import GPTOSS
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
    private var constraint: (any TokenConstraint)?
    /// The constraint's of the current step, kept for its memory.
    private var mask: [UInt64] = []
    private var steering: (any TokenSteering)?
    /// What the steering wants next.
    private var forced: Int32?
    private var lookup = PromptLookup()
    var drafting = DraftRecord()
    /// Prompt tokens that it did not have to run; `nil` before it first runs.
    private(set) var cachedTokens: Int?
    /// The place in the queue that its consumer was told last.
    var ahead: Int
    /// Whether the prompt has been read once.
    private(set) var hasStarted = false
    /// The prompt's tokens that have log-probabilities by now, and the first, which has none; `nil` where they are not wanted, or were told.
    private var scores: [SampledToken]?

    init(id: SequenceID, ahead: Int, request: GenerationRequest, channel: GenerationChannel, submitted: ContinuousClock.Instant) {
        self.id = id
        self.ahead = ahead
        self.request = request
        self.channel = channel
        times = GenerationTimes(submitted: submitted)
        tokens = request.prompt
        constraint = request.constraint
        steering = request.steering
        if request.promptLogprobs != nil { scores = request.prompt.prefix(1).map { SampledToken(id: $0) } }
    }

    var generatedCount: Int { tokens.count - request.prompt.count }

    /// It runs for the first time, on a cache of that many of its tokens. (What it loses by preemption and computes again is not told.)
    mutating func begin(cached: Int, vocabularySize: Int, at now: ContinuousClock.Instant) {
        sampler = Sampler(request.sampling, prompt: request.prompt, vocabularySize: vocabularySize)
        cachedTokens = cached
        times.admitted = now
        channel.report(.prefilling(done: cached, total: request.prompt.count))
    }

    /// Tokens of the prompt that it had still to run came from another sequence.
    mutating func catchUp(by count: Int) {
        guard !hasStarted else { return }
        cachedTokens = (cachedTokens ?? 0) + count
    }

    mutating func reportPrefill(done: Int) {
        guard !hasStarted else { return }
        channel.report(.prefilling(done: min(done, request.prompt.count), total: request.prompt.count))
    }

    /// Whether logits are wanted after every token of the prompt, so that none may come from a cache.
    var scoresPrompt: Bool { scores != nil }

    /// Takes the log-probability of the prompt's token behind a position. `logits`: [vocabularySize], those after the position.
    mutating func score(_ logits: UnsafeMutableBufferPointer<Float>, after position: Int) {
        // One that was interrupted reads again what it has scored.
        guard let top = request.promptLogprobs, position + 1 == scores?.count, position + 1 < request.prompt.count else { return }
        let token = SampledToken(request.prompt[position + 1], among: logits, top: top)
        scores?.append(token)
    }

    /// Guesses at what comes next, one less than may come.
    mutating func drafts(limit: Int) -> ArraySlice<Int32> {
        let remaining = request.maximumTokens - generatedCount
        return remaining > 1 && forced == nil ? lookup.drafts(after: tokens, limit: min(limit, remaining - 1)) : []
    }

    /// What it wants to know of the next logits; `nil` where that is all of them.
    var screen: LogitScreen? {
        constraint == nil && forced == nil ? sampler.flatMap { LogitScreen(for: $0) } : nil
    }

    /// What has become of it in a step.
    struct Advance: Hashable {
        var outcome: Outcome
        /// Tokens that it has grown by: the sampled one, and those that have no alternative after it.
        var tokens: Int
    }

    enum Outcome: Hashable {
        case goesOn
        /// The consumer has too many tokens unread.
        case pauses
        case ends(GenerationEnd)
    }

    /// Chooses the next token and tells the consumer. `logits`: [vocabularySize], the sampler's to change meanwhile.
    mutating func advance(_ logits: UnsafeMutableBufferPointer<Float>, at now: ContinuousClock.Instant) -> Advance {
        guard request.maximumTokens > 0 else {
            start()
            return Advance(outcome: .ends(.maximumTokens), tokens: 0)
        }
        guard let token = sample(logits) else {
            return Advance(outcome: .ends(.failed(reason: sampler == nil ? "sampled before it began" : "no token may follow")), tokens: 0)
        }
        start()
        var result = Advance(outcome: take(token, at: now), tokens: 1)
        guard constraint != nil, result.outcome == .goesOn || result.outcome == .pauses else { return result }
        constraint?.advance(token.id)
        // Tokens without a logit have no log-probability to report; and where the steering goes on, it has the word.
        guard request.sampling.topLogprobs == nil, forced == nil else { return result }
        let room = request.maximumTokens - generatedCount
        for id in constraint?.takeForced(limit: room) ?? [] {
            sampler?.record(id)
            result.outcome = take(SampledToken(id: id), at: now)
            result.tokens += 1
            if case .ends = result.outcome { break }
        }
        return result
    }

    /// The prompt is read.
    private mutating func start() {
        guard !hasStarted else { return }
        hasStarted = true
        channel.begin(cachedTokens: cachedTokens ?? 0, scores: scores)
        scores = nil
    }

    private mutating func sample(_ logits: UnsafeMutableBufferPointer<Float>) -> SampledToken? {
        guard constraint != nil else {
            return if let forced { sampler?.take(forced, logits) } else { sampler?.sample(logits) }
        }
        let words = (logits.count + 63) / 64
        var mask = self.mask
        self.mask = []
        if mask.count != words { mask = [UInt64](repeating: 0, count: words) }
        defer { self.mask = mask }
        return mask.withUnsafeMutableBufferPointer { mask in
            mask.update(repeating: 0)
            constraint?.mask(into: mask)
            // The constraint is a promise to the client, the steering is not.
            if let forced, forced >= 0, Int(forced) < logits.count, mask[Int(forced) / 64] >> UInt64(forced % 64) & 1 == 1 {
                return sampler?.take(forced, logits)
            }
            return sampler?.sample(logits, allowing: UnsafeBufferPointer(mask))
        }
    }

    private mutating func take(_ token: SampledToken, at now: ContinuousClock.Instant) -> Outcome {
        tokens.append(token.id)
        forced = steering?.next(after: token.id)
        times.recordToken(at: now)
        let isPaused = channel.append(contentsOf: [token])
        if request.stopTokens.contains(token.id) { return .ends(.stopToken(token.id)) }
        if generatedCount >= request.maximumTokens { return .ends(.maximumTokens) }
        return isPaused ? .pauses : .goesOn
    }
}
