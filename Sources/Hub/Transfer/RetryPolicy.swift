/// How long a request that failed waits for its next attempt.
package struct RetryPolicy: Sendable, Hashable {
    /// Failures in a row, without a byte between them, after which it is over.
    package var attempts = 8
    package var first: Duration = .milliseconds(500)
    package var longest: Duration = .seconds(30)
    /// The longest that a hub's `Retry-After` is believed.
    package var longestAsked: Duration = .seconds(300)

    package init() {}

    /// Twice as long after each failure, and up to a quarter more or less, so that many do not come back at once.
    /// - Parameters:
    ///   - failures: in a row, this one among them.
    ///   - asked: by the hub, in seconds.
    ///   - random: from 0 to 1.
    package func delay(afterFailures failures: Int, asked: Int?, random: Double) -> Duration {
        if let asked { return min(.seconds(max(0, asked)), longestAsked) }
        let doubled = first * Double(1 << min(20, max(0, failures - 1)))
        return min(doubled, longest) * (0.75 + random / 2)
    }
}
