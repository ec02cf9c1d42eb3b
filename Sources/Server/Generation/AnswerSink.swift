import HTTP

/// Where an answer is told to while it is made.
protocol AnswerSink: Sendable {
    func queued(behind ahead: Int) async throws
    func prefilled(_ done: Int, of total: Int) async throws
    func send(_ frames: [AnswerFrame]) async throws
}

/// For an answer that is wanted whole.
struct NoSink: AnswerSink {
    func queued(behind ahead: Int) {}
    func prefilled(_ done: Int, of total: Int) {}
    func send(_ frames: [AnswerFrame]) {}
}

/// A client that reads along. Progress is told in comments.
extension EventStream: AnswerSink {
    func queued(behind ahead: Int) async throws {
        try await write(ServerSentEvent.comment("queued behind \(ahead)"))
    }

    func prefilled(_ done: Int, of total: Int) async throws {
        try await write(ServerSentEvent.comment("prefill \(done)/\(total)"))
    }

    func send(_ frames: [AnswerFrame]) async throws {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512 * frames.count)
        for frame in frames { frame.append(to: &bytes) }
        try await write(bytes)
    }
}
