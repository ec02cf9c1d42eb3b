import JSON
import OrderedCollections
import Synchronization

/// A response that is made in the background: everything that its stream has said so far, for any number of readers.
///
/// Frames are numbered from 0, as their `sequence_number` is.
final class RunningResponse: Sendable {
    private struct State {
        var frames: [AnswerFrame] = []
        var isOver = false
        var isCancelled = false
        var readers: [Int: AsyncStream<Void>.Continuation] = [:]
        var lastReader = 0
    }

    let id: String
    /// Whose it is.
    let owner: String?
    private let stop: @Sendable () -> Void
    private let state = Mutex(State())

    /// - Parameter stop: ends the generation.
    init(id: String, owner: String?, stop: @escaping @Sendable () -> Void) {
        self.id = id
        self.owner = owner
        self.stop = stop
    }

    /// Whether a client has asked for its end.
    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    /// Ends it, before the engine's next step.
    func cancel() {
        state.withLock { $0.isCancelled = true }
        stop()
    }

    /// Nothing more will be said: everything is stored.
    func end(with frames: [AnswerFrame]) {
        let readers = state.withLock { state in
            state.frames += frames
            state.isOver = true
            defer { state.readers = [:] }
            return state.readers.values
        }
        for reader in readers { reader.finish() }
    }

    /// The response as it is now: as the last frame tells it that has it, with the items that were done since.
    var response: JSONValue? {
        let frames = state.withLock { $0.frames }
        guard let last = frames.last(where: { $0.json?["response"] != nil }), case .object(var members)? = last.json?["response"] else {
            return nil
        }
        if members["output"] == [] {
            members["output"] = .array(frames.compactMap { $0.name == "response.output_item.done" ? $0.json?["item"] : nil })
        }
        return .object(members)
    }

    /// Gives `body` the frames from a number on, as they come, until the last.
    func read(from first: Int, _ body: ([AnswerFrame]) async throws -> Void) async throws {
        let (signals, reader) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state in
            state.lastReader += 1
            if state.isOver { reader.finish() } else { state.readers[state.lastReader] = reader }
            return state.lastReader
        }
        defer { state.withLock { $0.readers[number] = nil } }
        var next = max(0, first)
        var isOver = false
        var signal = signals.makeAsyncIterator()
        while true {
            let frames = state.withLock { state in
                isOver = state.isOver
                return Array(state.frames.dropFirst(next))
            }
            if !frames.isEmpty { try await body(frames) }
            next += frames.count
            if isOver { return }
            _ = await signal.next()
            try Task.checkCancellation()
        }
    }
}

extension RunningResponse: AnswerSink {
    func queued(behind ahead: Int) {}
    func prefilled(_ done: Int, of total: Int) {}

    func send(_ frames: [AnswerFrame]) {
        guard !frames.isEmpty else { return }
        let readers = state.withLock { state in
            state.frames += frames
            return state.readers.values
        }
        for reader in readers { reader.yield() }
    }
}
