import Synchronization

/// What a key has used of its limits. It outlives a change of the key's limits, and a new secret under the old name.
final class KeyAccount: Sendable {
    struct State {
        var limits: KeyLimits
        var requests: RateBucket?
        var tokens: RateBucket?
        var running = 0
    }

    let name: String
    private let state: Mutex<State>
    private let now: @Sendable () -> Duration

    init(name: String, limits: KeyLimits, now: @escaping @Sendable () -> Duration) {
        self.name = name
        self.now = now
        let start = now()
        state = Mutex(
            State(
                limits: limits, requests: limits.requestsPerMinute.map { RateBucket(limit: $0, now: start) },
                tokens: limits.tokensPerMinute.map { RateBucket(limit: $0, now: start) }))
    }

    var limits: KeyLimits { state.withLock(\.limits) }

    func change(_ limits: KeyLimits) {
        let now = now()
        state.withLock { state in
            state.requests = Self.changed(state.requests, limits.requestsPerMinute, now)
            state.tokens = Self.changed(state.tokens, limits.tokensPerMinute, now)
            state.limits = limits
        }
    }

    private static func changed(_ bucket: RateBucket?, _ limit: Int?, _ now: Duration) -> RateBucket? {
        guard let limit else { return nil }
        guard var bucket else { return RateBucket(limit: limit, now: now) }
        bucket.change(limit: limit, now: now)
        return bucket
    }

    /// Why a request is not let in.
    enum Refusal: Error, Hashable {
        case requests(limit: Int, wait: Duration)
        case tokens(limit: Int, remaining: Int, requested: Int, wait: Duration)
        /// No wait makes it fit.
        case tooLarge(limit: Int, requested: Int)
        case concurrency(limit: Int)
    }

    /// Lets a request in that asks for an answer: `leave` follows. While the tokens are in debt none is let in.
    func enter() throws(Refusal) {
        let now = now()
        try state.withLock { (state) throws(Refusal) in
            if let limit = state.limits.concurrentRequests, state.running >= limit { throw .concurrency(limit: limit) }
            if let wait = state.tokens?.wait(for: 1, now: now), let limit = state.limits.tokensPerMinute {
                throw .tokens(limit: limit, remaining: 0, requested: 1, wait: wait)
            }
            if let wait = state.requests?.wait(for: 1, now: now), let limit = state.limits.requestsPerMinute {
                throw .requests(limit: limit, wait: wait)
            }
            state.requests?.charge(1, now: now)
            state.running += 1
        }
    }

    func leave() {
        state.withLock { $0.running -= 1 }
    }

    /// Whether a prompt of so many tokens is let in.
    func admit(promptTokens: Int) throws(Refusal) {
        let now = now()
        try state.withLock { (state) throws(Refusal) in
            guard let limit = state.limits.tokensPerMinute else { return }
            guard promptTokens <= limit else { throw .tooLarge(limit: limit, requested: promptTokens) }
            guard let wait = state.tokens?.wait(for: promptTokens, now: now) else { return }
            let remaining = state.tokens?.remaining(now) ?? 0
            throw .tokens(limit: limit, remaining: remaining, requested: promptTokens, wait: wait)
        }
    }

    func charge(tokens: Int) {
        let now = now()
        state.withLock { $0.tokens?.charge(tokens, now: now) }
    }

    /// The limits that there are, and what is left of them.
    var standing: (requests: Standing?, tokens: Standing?) {
        let now = now()
        return state.withLock { state in
            (Standing(&state.requests, now), Standing(&state.tokens, now))
        }
    }

    struct Standing: Hashable {
        let limit: Int
        let remaining: Int
        let reset: Duration

        init?(_ bucket: inout RateBucket?, _ now: Duration) {
            guard bucket != nil else { return nil }
            limit = bucket?.limit ?? 0
            remaining = bucket?.remaining(now) ?? 0
            reset = bucket?.reset(now) ?? .zero
        }
    }
}
