/// So many a minute: a bucket that fills evenly and holds a minute's worth. What is measured afterwards may leave it in debt.
/// A state machine: the time comes in, as a duration since any fixed moment.
package struct RateBucket: Sendable, Hashable {
    /// A minute's worth.
    package private(set) var limit: Int
    /// Below 0 in debt.
    private var level: Double
    private var updated: Duration

    /// Full.
    package init(limit: Int, now: Duration) {
        self.limit = limit
        level = Double(limit)
        updated = now
    }

    private var perSecond: Double { Double(limit) / 60 }

    private mutating func refill(_ now: Duration) {
        guard now > updated else { return }
        level = min(Double(limit), level + (now - updated) / .seconds(1) * perSecond)
        updated = now
    }

    /// How long until so many can be taken; nil: now. What is more than a minute's worth waits for a full bucket.
    package mutating func wait(for amount: Int, now: Duration) -> Duration? {
        refill(now)
        let missing = Double(min(amount, limit)) - level
        // A rounding error is not worth a refusal.
        return missing > 1e-6 ? .seconds(missing / perSecond) : nil
    }

    /// Takes, also what is not there.
    package mutating func charge(_ amount: Int, now: Duration) {
        refill(now)
        level -= Double(amount)
    }

    /// What can be taken now.
    package mutating func remaining(_ now: Duration) -> Int {
        refill(now)
        return max(0, Int(level + 1e-6))
    }

    /// Until it is full again.
    package mutating func reset(_ now: Duration) -> Duration {
        refill(now)
        return .seconds(max(0, Double(limit) - level) / perSecond)
    }

    /// Another limit from now on. What has been taken stays taken.
    package mutating func change(limit: Int, now: Duration) {
        refill(now)
        level += Double(limit - self.limit)
        self.limit = limit
    }
}
