/// Where a streaming response writes.
package protocol BodyWriter: Sendable {
    /// Sends bytes at once, as one chunk. Suspends while more than 64 KiB wait for the socket.
    /// - Throws: ``WriteError``. A cancelled task may still write, as long as that need not suspend: a last event says why it ends.
    func write(_ bytes: [UInt8]) async throws(WriteError)
}

/// Why a write failed. Nothing more can be sent after it.
package enum WriteError: Error, Sendable, Hashable {
    /// The client closed or reset the connection.
    case clientGone
    /// The client read nothing for the write time-out.
    case timedOut
    /// The response was over before.
    case finished
    /// The task was cancelled while the write had to wait.
    case cancelled
}
