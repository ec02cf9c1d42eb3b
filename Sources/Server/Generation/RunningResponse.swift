import JSON
import Logging
import OrderedCollections
import Storage
import Synchronization

/// A response that is made in the background: everything that its stream has said so far, for any number of readers.
///
/// Frames are numbered from 0, as their `sequence_number` is. Where servers share a store, nobody is told of a frame that the store does not
/// have: whoever goes on with the response goes on behind it.
final class RunningResponse: Sendable {
    private enum End {
        /// Everything is said and stored.
        case complete
        /// Another server makes it from now on, or it was deleted.
        case lost
    }

    private struct State {
        var frames: [AnswerFrame] = []
        /// How many of them readers are told.
        var told = 0
        var end: End?
        var isCancelled = false
        var readers: [Int: AsyncStream<Void>.Continuation] = [:]
        var lastReader = 0
    }

    let id: String
    /// Whose it is.
    let owner: String?
    /// Nil where it is not stored.
    let claim: JobClaim?
    /// Where its frames are written before they are told; nil where they are told at once.
    private let journal: ResponseArchive?
    private let unwritten: AsyncStream<Void>
    private let unwrittenSignal: AsyncStream<Void>.Continuation
    private let stop: @Sendable () -> Void
    private let state: Mutex<State>

    /// Frames that come closer together than this are written together.
    private static let writeInterval = Duration.milliseconds(100)
    /// How long a store that cannot be reached is left alone.
    static let retryInterval = Duration.seconds(1)

    /// - Parameters:
    ///   - archive: of whoever asked for it.
    ///   - frames: what its stream has said, which the archive has.
    ///   - stop: ends the generation.
    init(id: String, in archive: ResponseArchive, _ claim: JobClaim?, saying frames: [AnswerFrame], stop: @escaping @Sendable () -> Void) {
        self.id = id
        owner = archive.owner
        self.claim = claim
        journal = archive.isShared ? archive : nil
        (unwritten, unwrittenSignal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        self.stop = stop
        state = Mutex(State(frames: frames, told: frames.count))
    }

    /// Whether a client has asked for its end.
    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    /// Whether it is not made here any more.
    var isLost: Bool { state.withLock { $0.end == .lost } }

    /// Ends it, before the engine's next step.
    func cancel() {
        state.withLock { $0.isCancelled = true }
        stop()
    }

    /// Leaves it to another server.
    func lose() {
        end(.lost)
        stop()
    }

    /// Nothing more will be said: everything is stored.
    func end(with frames: [AnswerFrame]) {
        state.withLock { state in
            guard state.end == nil else { return }
            state.frames += frames
            state.told = state.frames.count
        }
        end(.complete)
    }

    private func end(_ end: End) {
        let readers = state.withLock { state in
            state.end = state.end ?? end
            defer { state.readers = [:] }
            return state.readers.values
        }
        for reader in readers { reader.finish() }
        unwrittenSignal.finish()
    }

    /// The response as it is now.
    var response: JSONValue? { state.withLock { $0.frames.prefix($0.told) }.response }

    /// Gives `body` the frames from a number on, as they come, and counts them.
    ///
    /// - Returns: whether the last one was among them: else the response is another server's now.
    func read(from next: inout Int, _ body: ([AnswerFrame]) async throws -> Void) async throws -> Bool {
        let (signals, reader) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state in
            state.lastReader += 1
            if state.end != nil { reader.finish() } else { state.readers[state.lastReader] = reader }
            return state.lastReader
        }
        defer { state.withLock { $0.readers[number] = nil } }
        var signal = signals.makeAsyncIterator()
        while true {
            let first = max(0, next)
            let (frames, end) = state.withLock { state in (Array(state.frames[min(first, state.told)..<state.told]), state.end) }
            if !frames.isEmpty {
                try await body(frames)
                next = first + frames.count
            }
            if let end { return end == .complete }
            _ = await signal.next()
            try Task.checkCancellation()
        }
    }

    /// Writes what is said until all is, or the response is lost.
    func writeJournal() async {
        guard let journal, let claim else { return }
        for await _ in unwritten {
            let (first, frames) = state.withLock { ($0.told, Array($0.frames[$0.told...])) }
            do {
                if !frames.isEmpty {
                    switch try await journal.append(frames, from: first, to: claim) {
                    case .held: tell(first + frames.count)
                    case .cancelled:
                        tell(first + frames.count)
                        cancel()
                    case .lost: return lose()
                    }
                }
                try await Task.sleep(for: Self.writeInterval)
            } catch is CancellationError {
                return
            } catch StoreError.cancelled {
                return
            } catch {
                journal.logger.error("response's stream not written", metadata: ["response-id": "\(id)", "error": "\(error)"])
                // In a task that is cancelled meanwhile nothing is left to do.
                do { try await Task.sleep(for: Self.retryInterval) } catch { return }
                unwrittenSignal.yield()
            }
        }
    }

    private func tell(_ count: Int) {
        let readers = state.withLock { state in
            state.told = max(state.told, count)
            return state.readers.values
        }
        for reader in readers { reader.yield() }
    }
}

extension RunningResponse: AnswerSink {
    func queued(behind ahead: Int) {}
    func prefilled(_ done: Int, of total: Int) {}

    func send(_ frames: [AnswerFrame]) {
        guard !frames.isEmpty else { return }
        let count = state.withLock { state in
            state.frames += frames
            return state.frames.count
        }
        if journal == nil || claim == nil { tell(count) } else { unwrittenSignal.yield() }
    }
}

extension BidirectionalCollection<AnswerFrame> {
    /// The response as its stream tells it: as the last frame has it that does, with the items that were done since.
    var response: JSONValue? {
        guard let last = lastIndex(where: { $0.json?["response"] != nil }), case .object(var members)? = self[last].json?["response"] else {
            return nil
        }
        if members["output"] == [] {
            members["output"] = .array(self[last...].compactMap { $0.name == "response.output_item.done" ? $0.json?["item"] : nil })
        }
        return .object(members)
    }
}
