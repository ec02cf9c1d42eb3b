import HTTP

/// A failure that may pass by itself.
struct Setback: Error {
    let reason: String
    /// Seconds that the hub asks us to wait.
    var retryAfter: Int?
}

/// Counts the failures of one request, and says what to do after each.
struct Retrier {
    let policy: RetryPolicy
    private var failures = 0

    init(_ policy: RetryPolicy) {
        self.policy = policy
    }

    /// Something came: what fails now is the first failure again.
    mutating func succeed() { failures = 0 }

    /// - Parameter url: for the error.
    /// - Returns: how long to wait before the next attempt, and why.
    /// - Throws: the error, where another attempt is of no use, or there have been too many.
    mutating func delay(after error: any Error, url: HubURL) throws -> (delay: Duration, reason: String) {
        let setback: Setback
        switch error {
        case let found as Setback: setback = found
        case let failure as ClientError where failure.isTransient: setback = Setback(reason: failure.description)
        case let failure as ClientError: throw HubError.failed(url: url.withoutQuery, reason: failure.description, attempts: failures + 1)
        default: throw error
        }
        failures += 1
        guard failures < policy.attempts else {
            throw HubError.failed(url: url.withoutQuery, reason: setback.reason, attempts: failures)
        }
        return (policy.delay(afterFailures: failures, asked: setback.retryAfter, random: .random(in: 0...1)), setback.reason)
    }
}

extension ClientResponse {
    /// What a status that is not the expected one means, where it may pass: too many requests, a server that is not well.
    var setback: Setback? {
        guard status == 429 || status == 408 || status >= 500 else { return nil }
        return Setback(reason: "status \(status)", retryAfter: self["retry-after"].flatMap { Int($0) })
    }

    /// What the hub says of its error, fit for a terminal.
    var errorMessage: String {
        String(
            String.UnicodeScalarView(
                (self["x-error-message"] ?? "").unicodeScalars.filter { $0.properties.generalCategory != .control }.prefix(200)))
    }
}
