/// How a client takes what waits for it: by the bytes that its system has acknowledged, since the socket's own buffer takes them in large
/// lumps from a slow reader. It has no clock and makes no calls.
package struct Delivery: Sendable {
    package enum Verdict: Sendable, Hashable {
        case goOn
        /// Nothing was taken for the write time-out.
        case stalled
        /// Less than the data rate.
        case tooSlow
    }

    private struct Wait {
        /// When it was last looked at.
        var checked: UInt64
        /// When it last turned out that bytes were taken.
        var progress: UInt64
        /// Bytes taken by then, since the connection's beginning.
        var delivered: Int
    }

    /// Nanoseconds.
    private let limit: UInt64
    private var pace: Pace
    private var wait: Wait?

    package init(writeTimeout: Duration, rates: DataRates) {
        limit = max(1, Uptime.after(writeTimeout, from: 0))
        pace = Pace(bytesPerSecond: rates.response, window: writeTimeout, grace: rates.grace)
    }

    /// Whether bytes wait for the client.
    package var isWaiting: Bool { wait != nil }

    /// When ``check(delivered:now:)`` is due: sixteen times within the write time-out, which is overrun by a sixteenth at most.
    package var nextCheck: UInt64? {
        wait.map { wait in
            let step = min(max(1, limit / 16), pace.remaining)
            return min(wait.checked.saturating(adding: step), wait.progress.saturating(adding: limit))
        }
    }

    /// Bytes wait from now on.
    package mutating func begin(delivered: Int, now: UInt64) {
        wait = Wait(checked: now, progress: now, delivered: delivered)
    }

    /// None do any more.
    package mutating func end(delivered: Int, now: UInt64) {
        _ = check(delivered: delivered, now: now)
        wait = nil
    }

    package mutating func check(delivered: Int, now: UInt64) -> Verdict {
        guard var wait else { return .goOn }
        if delivered > wait.delivered {
            pace.moved(delivered - wait.delivered)
            wait.delivered = delivered
            wait.progress = now
        }
        let isFast = pace.waited(now - min(now, wait.checked))
        wait.checked = now
        self.wait = wait
        if now - min(now, wait.progress) >= limit { return .stalled }
        return isFast ? .goOn : .tooSlow
    }
}

extension UInt64 {
    fileprivate func saturating(adding other: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
