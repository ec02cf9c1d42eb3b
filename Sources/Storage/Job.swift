/// The right to make a document that is open: its holder's until another has taken the job over, which what the holder writes then shows.
package struct JobClaim: Sendable, Hashable {
    /// Of the document.
    package let id: String
    package let collection: DocumentCollection
    let document: Int
    /// The server that makes it.
    package let holder: String
    /// Counts those that have held it.
    package let attempt: Int
}

/// What has become of a job, as its holder is told when it writes.
package enum JobStanding: Sendable, Hashable {
    case held
    /// Somebody has asked for its end.
    case cancelled
    /// Another holds it, or the document is gone: nothing was written.
    case lost
}

/// Events of a document's stream, some at a time: those with the numbers from `first` on.
package struct EventBatch: Sendable, Hashable {
    package var first: Int
    package var count: Int
    package var body: [UInt8]

    package init(first: Int, count: Int, body: [UInt8]) {
        self.first = first
        self.count = count
        self.body = body
    }
}

/// A job that whoever held it has not renewed the lease of; it is the caller's now.
package struct OrphanedJob: Sendable, Hashable {
    package var claim: JobClaim
    package var document: [UInt8]
    /// What the document is made from; empty where it cannot be made again.
    package var request: [UInt8]
    package var isCancelled: Bool
    /// How many holders have let the lease run out.
    package var failures: Int
    /// What the stream has said.
    package var events: [EventBatch]
}
