import Dispatch
import Synchronization

/// Why a reader waits no longer.
enum Wakening: Sendable, Hashable {
    /// There are bytes, or the end of the stream.
    case ready
    case timedOut
    case cancelled
    /// ``Channel/interrupt()``
    case interrupted
    case failed
    /// Somebody else waits for the same bytes.
    case occupied
}

extension Channel {
    enum Received: Hashable {
        case bytes([UInt8])
        /// FIN: the client sends no more.
        case end
        /// ``Channel/waitForBytes(until:isInterruptible:observesCancellation:)`` or ``Channel/park(until:observer:)`` first.
        case nothing
        case failed
    }

    /// What has come, at most `capacity` bytes.
    func receive(capacity: Int) -> Received {
        let (received, actions) = state.withLock { state -> (Received, Actions) in
            guard state.failure == nil else { return (.failed, Actions()) }
            guard let tls = state.tls else {
                let received = state.receiveFromSocket(capacity: capacity)
                return (received, received == .failed ? state.fail(.gone) : Actions())
            }
            let received = state.receive(tls, capacity: capacity)
            let actions = state.sendReplies(of: tls)
            if received == .failed { return (received, state.fail(.gone).after(actions)) }
            arrange(&state)
            return (received, actions)
        }
        perform(actions)
        return received
    }

    /// Gives back bytes that were received; they come first the next time, and what awaits bytes looks there first.
    func unread(_ bytes: [UInt8]) {
        state.withLock { $0.unread = bytes + $0.unread }
    }

    /// Suspends until bytes come, or FIN.
    /// - Parameters:
    ///   - deadline: nanoseconds of uptime.
    ///   - isInterruptible: whether ``interrupt()`` ends it.
    ///   - observesCancellation: whether the task's cancellation ends it.
    func waitForBytes(until deadline: UInt64, isInterruptible: Bool = false, observesCancellation: Bool = true) async -> Wakening {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let wakening = state.withLock { state -> Wakening? in
                    // Cancellation is flagged before its handlers run: either it is seen here, or the handler finds who waits.
                    if observesCancellation && Task.isCancelled { return .cancelled }
                    return enter(.task(continuation), &state, until: deadline, isInterruptible: isInterruptible)
                }
                if let wakening { continuation.resume(returning: wakening) }
            }
        } onCancel: {
            guard observesCancellation else { return }
            wakeReader(.cancelled)
        }
    }

    /// The same without a task: the observer is told of ``ChannelEvent/wakened(_:)``. ``interrupt()`` ends it.
    /// - Returns: nil when the observer will be told; else what it would be told.
    func park(until deadline: UInt64, observer: any ChannelObserver) -> Wakening? {
        state.withLock { enter(.observer(observer), &$0, until: deadline, isInterruptible: true) }
    }

    /// - Returns: nil when the reader has to wait.
    private func enter(_ reader: Reader, _ state: inout State, until deadline: UInt64, isInterruptible: Bool) -> Wakening? {
        if state.failure != nil || state.socket == nil { return .failed }
        if isInterruptible && state.isInterrupted { return .interrupted }
        switch state.receiving.enter(reader) {
        case .goOn: return .ready
        case .refused: return .occupied
        case .wait:
            state.receiveDeadline = deadline
            state.isReaderInterruptible = isInterruptible
            arrange(&state)
            return nil
        }
    }

    /// Ends an interruptible wait, now and from now on.
    func interrupt() {
        let mayWake = state.withLock { state in
            state.isInterrupted = true
            return state.isReaderInterruptible
        }
        if mayWake { wakeReader(.interrupted) }
    }

    private func wakeReader(_ wakening: Wakening) {
        perform(
            state.withLock { state in
                var actions = Actions()
                actions.reader = state.receiving.leave().map { ($0, wakening) }
                if actions.reader != nil { state.receiveDeadline = nil }
                return actions
            })
    }

    /// Whether FIN has come; there may be bytes before it that are not read yet.
    var peerHasFinished: Bool { state.withLock(\.peerHasFinished) }

    /// Whether nothing goes through any more, and why.
    var failure: Failure? { state.withLock(\.failure) }
}

extension Channel.State {
    /// What has come on the socket itself.
    mutating func receiveFromSocket(capacity: Int) -> Channel.Received {
        guard let socket else { return .failed }
        if !unread.isEmpty {
            let bytes = Array(unread.prefix(capacity))
            unread = Array(unread[bytes.count...])
            return .bytes(bytes)
        }
        guard receiving.isOpen else { return .nothing }
        receiving.close()
        var count: Int?
        do {
            let bytes = try [UInt8](unsafeUninitializedCapacity: capacity) { buffer, initialized in
                count = try socket.receive(into: UnsafeMutableRawBufferPointer(buffer))
                initialized = count ?? 0
            }
            guard let count else { return .nothing }
            // There may be more, of which no edge tells: behind a full buffer, and FIN behind the bytes that it came with.
            if count == capacity || count == 0 || peerHasFinished { _ = receiving.open() }
            return count == 0 ? .end : .bytes(bytes)
        } catch {
            return .failed
        }
    }
}
