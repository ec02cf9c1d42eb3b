import Dispatch
import Glibc
import Synchronization

extension Channel {
    /// Above this many bytes that wait, writers do too.
    static let highWater = 64 << 10

    /// One who waits until no more than `threshold` bytes wait for the socket.
    struct Writer {
        var id: Int
        var threshold: Int
        var continuation: CheckedContinuation<WriteError?, Never>
    }

    /// Sends two arrays of bytes, one after the other, in one call where the socket takes them.
    /// Suspends while more than 64 KiB wait afterwards.
    /// - Parameter observesCancellation: whether a cancelled task fails instead of suspending.
    func send(_ first: [UInt8], _ second: [UInt8] = [], observesCancellation: Bool = false) async throws(WriteError) {
        let waits = try enqueue(first, second, refusesFull: observesCancellation && Task.isCancelled)
        if waits { try await waitForRoom(Self.highWater, observesCancellation: observesCancellation) }
    }

    /// Suspends until everything is with the system. The write time-out bounds it.
    func flush() async throws(WriteError) {
        try await waitForRoom(0, observesCancellation: false)
    }

    /// Sends FIN; to be called when everything is flushed.
    func finishSending() {
        state.withLock { $0.socket?.finishSending() }
    }

    /// Sends what the socket takes and queues the rest.
    /// - Returns: whether the writer has to wait.
    @discardableResult
    func enqueue(_ first: [UInt8], _ second: [UInt8] = [], refusesFull: Bool = false) throws(WriteError) -> Bool {
        let (result, actions) = state.withLock { state -> (Result<Bool, WriteError>, Actions) in
            if let failure = state.failure { return (.failure(failure.writeError), Actions()) }
            if refusesFull && state.output.count > Self.highWater { return (.failure(.cancelled), Actions()) }
            guard state.queue(first), state.queue(second) else { return (.failure(.clientGone), state.fail(.gone)) }
            let actions = state.drain()
            if let failure = state.failure { return (.failure(failure.writeError), actions) }
            arrange(&state)
            return (.success(state.output.count > Self.highWater), actions)
        }
        perform(actions)
        return try result.get()
    }

    /// Whether an interim response may be sent now: a request of HTTP/1.1 runs, and its final response has not begun.
    func allowInterim(_ allowed: Bool) {
        state.withLock { $0.allowsInterim = allowed }
    }

    /// Sends an interim response (RFC 9110 §15.2), unless it is too late for it.
    func sendInterim(_ bytes: [UInt8]) {
        let actions = state.withLock { state in
            guard state.allowsInterim, state.failure == nil else { return Actions() }
            guard state.queue(bytes) else { return state.fail(.gone) }
            let actions = state.drain()
            arrange(&state)
            return actions
        }
        perform(actions)
    }

    /// Suspends until at most `threshold` bytes wait.
    func waitForRoom(_ threshold: Int, observesCancellation: Bool) async throws(WriteError) {
        let id = state.withLock { state in
            state.nextWriter += 1
            return state.nextWriter
        }
        let error = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<WriteError?, Never>) in
                let done = state.withLock { state -> WriteError?? in
                    if let failure = state.failure { return failure.writeError }
                    if state.output.count <= threshold { return .some(nil) }
                    if observesCancellation && Task.isCancelled { return .cancelled }
                    state.writers.append(Writer(id: id, threshold: threshold, continuation: continuation))
                    return nil
                }
                if let done { continuation.resume(returning: done) }
            }
        } onCancel: {
            guard observesCancellation else { return }
            perform(
                state.withLock { state in
                    var actions = Actions()
                    if let index = state.writers.firstIndex(where: { $0.id == id }) {
                        actions.writers = [(state.writers.remove(at: index).continuation, .cancelled)]
                    }
                    return actions
                })
        }
        if let error { throw error }
    }
}

extension Channel.State {
    /// Sends until the socket takes no more, and lets go of the writers for whom there is room.
    mutating func drain() -> Channel.Actions {
        var actions = Channel.Actions()
        guard isWritable, let socket, !output.isEmpty else { return actions }
        do throws(SocketError) {
            let taken = try output.drain { vectors throws(SocketError) in try socket.send(vectors) }
            sent += taken
            isWritable = output.isEmpty
            if output.isEmpty { tlsReplies = 0 }
            watchDelivery(of: socket)
        } catch {
            return fail(.gone)
        }
        let room = output.count
        guard writers.contains(where: { room <= $0.threshold }) else { return actions }
        actions.writers = writers.filter { room <= $0.threshold }.map { ($0.continuation, nil) }
        writers.removeAll { room <= $0.threshold }
        return actions
    }
}

extension Channel.State {
    /// Begins to look after what waits, or ends it.
    private mutating func watchDelivery(of socket: Socket) {
        guard delivery.isWaiting == output.isEmpty else { return }
        let now = DispatchTime.now().uptimeNanoseconds
        if output.isEmpty {
            delivery.end(delivered: delivered(by: socket), now: now)
        } else {
            delivery.begin(delivered: delivered(by: socket), now: now)
        }
        sendDeadline = delivery.nextCheck
    }

    /// Looks after what waits. Nil while the client takes it fast enough.
    mutating func checkDelivery(now: UInt64) -> Channel.Actions? {
        guard let socket else { return nil }
        let verdict = delivery.check(delivered: delivered(by: socket), now: now)
        sendDeadline = delivery.nextCheck
        return verdict == .goOn ? nil : fail(.writeTimedOut)
    }

    /// Bytes that the client's system has acknowledged.
    private func delivered(by socket: Socket) -> Int { sent - socket.unacknowledged }
}

extension Socket {
    /// Bytes that were taken and are not acknowledged by the peer's system: sent or not (SIOCOUTQ).
    fileprivate var unacknowledged: Int {
        var count: Int32 = 0
        return ioctl(descriptor, UInt(TIOCOUTQ), &count) == 0 ? Int(count) : 0
    }
}
