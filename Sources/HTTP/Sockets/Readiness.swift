import CEpoll
import Dispatch

/// What a descriptor has become since it was last told.
struct Readiness: OptionSet, Sendable {
    let rawValue: UInt32

    static let readable = Readiness(rawValue: EPOLLIN.rawValue)
    static let writable = Readiness(rawValue: EPOLLOUT.rawValue)
    /// The peer has sent FIN: it will send no more.
    static let finished = Readiness(rawValue: EPOLLRDHUP.rawValue)
    /// Reset, or closed in both directions.
    static let gone = Readiness(rawValue: EPOLLERR.rawValue | EPOLLHUP.rawValue)
}

/// Who is told, on the poller's queue. Neither call may block.
protocol ReadinessHandler: AnyObject, Sendable {
    func becameReady(_ readiness: Readiness)
    /// A time asked for with ``Poller/wake(_:at:)`` has come.
    func deadlineReached(now: UInt64)
}

/// The time that deadlines are in: nanoseconds of uptime, as `DispatchTime` counts them.
enum Uptime {
    static var now: UInt64 { DispatchTime.now().uptimeNanoseconds }

    static func after(_ duration: Duration, from now: UInt64) -> UInt64 {
        let (seconds, attoseconds) = duration.components
        let (nanoseconds, overflow) = UInt64(max(0, seconds)).multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, sumOverflow) = nanoseconds.addingReportingOverflow(UInt64(max(0, attoseconds)) / 1_000_000_000)
        let (end, endOverflow) = now.addingReportingOverflow(sum)
        return overflow || sumOverflow || endOverflow ? .max : end
    }
}
