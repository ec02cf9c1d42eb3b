import HTTP

/// What a download tells of itself, on whichever thread it comes from.
package enum PullEvent: Sendable, Hashable {
    /// Before the first byte: how many files there are, their bytes, and how many of those are there already.
    case started(files: Int, bytes: Int, present: Int)
    /// Bytes that have come, or been taken back where it is negative.
    case received(Int)
    /// A request failed and is made again after the delay.
    case retrying(file: String, reason: String, delay: Duration)
    /// Another process has begun with a file.
    case waiting(file: String)
    case checking(file: String)
    case finished(file: String)
}
