import Dispatch
import HTTPTypes
import Logging
import Synchronization

/// One client's connection: reads a request, has it answered, and so on, one at a time and in order (RFC 9112 §9.3.2).
/// While a request runs nothing further is read, so that a client that pipelines waits in its own buffers.
///
/// A task of its own runs each connection, from the first bytes of a request until none are left to answer: an idle connection has no task,
/// and what the last request took for its calls is given back. The task is no child of the server's: it alone is cancelled when its client
/// goes, by ``channel(_:_:)``. Handlers run on it. What other tasks may touch, bodies and writers that a handler passed on, is under the
/// lock.
final class Connection: Sendable {
    struct State {
        var parser: RequestParser
        var body: IncomingBody
        /// The request being answered is of HTTP/1.1, or 1.0, and no byte of its answer is sent.
        var handling: HTTPVersion?
        /// Requests that were answered.
        var answered = 0
        /// Who is at the other end; with the PROXY protocol, at the proxy's other end.
        var peer: Peer
        var scheme = RequestScheme.http
        /// What it counts for in ``ConnectionContext/addresses``.
        var place: (address: IPAddress, admission: AddressCounts.Admission)?
        /// Whatever is asked is answered with it.
        var refusal: Refusal?
        var isDraining = false
        var isCancelled = false
        /// Nil while the connection is idle.
        var task: Task<Void, Never>?
        /// Between requests: nanoseconds of uptime.
        var idleDeadline: UInt64?
        var onEnd: (@Sendable () -> Void)?
    }

    /// What becomes of the connection after a request.
    enum Ending: Hashable {
        /// Closed: nothing is on its way.
        case close
        /// Closed when the client has the answer.
        case linger
        /// Cut, so that the client sees that what it has is not whole.
        case reset
    }

    let context: ConnectionContext
    let channel: Channel
    let remoteAddress: SocketAddress
    let state: Mutex<State>

    /// - Parameter isRefused: over the limit of connections; whatever is asked is answered with 503.
    init(_ socket: Socket, from remoteAddress: SocketAddress, poller: Poller, context: ConnectionContext, isRefused: Bool) {
        self.context = context
        self.remoteAddress = remoteAddress
        let configuration = context.configuration
        channel = Channel(socket, poller: poller, writeTimeout: configuration.timeouts.write, rates: configuration.rates)
        state = Mutex(
            State(
                parser: RequestParser(limits: configuration.limits),
                body: IncomingBody(pace: configuration.bodyPace),
                peer: Peer(remoteAddress), refusal: isRefused ? .server : nil))
    }

    /// Begins to serve. `onEnd` is called when the socket is closed.
    func start(onEnd: @escaping @Sendable () -> Void) {
        state.withLock { $0.onEnd = onEnd }
        run { await self.begin() }
    }

    /// Goes on after the connection was idle.
    func resume(after wakening: Wakening) {
        run { await self.serveRequests(after: wakening) }
    }

    /// - Parameter conversation: nil when the connection is idle.
    private func run(_ conversation: @escaping @Sendable () async -> Ending?) {
        let cancelled = state.withLock { state -> Task<Void, Never>? in
            // Made under the lock, so that it is known before it is over.
            let task = Task {
                if let ending = await conversation() { await end(ending) }
            }
            state.task = task
            return state.isCancelled ? task : nil
        }
        cancelled?.cancel()
    }

    private func begin() async -> Ending? {
        do throws(SocketError) {
            try channel.start(observer: self)
        } catch {
            context.logger.warning("a connection cannot be watched", metadata: ["error": "\(error)"])
            return .close
        }
        if let ending = await identify() { return ending }
        if let ending = await secure() { return ending }
        return await serveRequests(after: .ready)
    }

    private func end(_ ending: Ending) async {
        if ending == .linger { await linger() }
        channel.close(reset: ending == .reset)
        let (place, onEnd) = state.withLock { state in
            defer { (state.task, state.onEnd) = (nil, nil) }
            return (state.place, state.onEnd)
        }
        if let place { context.addresses.leave(place.address, place.admission) }
        onEnd?()
    }

    /// Who is at the other end.
    var peer: Peer { state.withLock(\.peer) }

    /// Nil when the connection is idle: ``resume(after:)`` goes on.
    private func serveRequests(after wakening: Wakening) async -> Ending? {
        var wakening = wakening
        while true {
            switch await readHead(after: wakening) {
            case .head(let head):
                if let ending = await serve(head) { return ending }
                wakening = .ready
            case .idle(let deadline):
                guard let cause = park(until: deadline) else { return nil }
                wakening = cause
            case .refused(let error):
                return await refuse(error.status, error.message)
            case .timedOut:
                return await refuse(.requestTimeout, "The header did not come in time.")
            case .over:
                return .close
            }
        }
    }

    /// - Returns: nil when the connection is idle, and may be resumed by now.
    private func park(until deadline: UInt64) -> Wakening? {
        // Under the lock, so that the task that goes on is not forgotten here for the one that ends.
        state.withLock { state in
            let wakening = channel.park(until: deadline, observer: self)
            if wakening == nil { state.task = nil }
            return wakening
        }
    }

    /// RFC 9112 §9.6: a close that finds unread bytes resets the connection and may destroy the answer on its way. So the sending side is
    /// closed first, and what still comes is read and dropped until the client closes too, or for a few seconds.
    private func linger() async {
        channel.finishTLS()
        do throws(WriteError) { try await channel.flush() } catch { return }
        channel.finishSending()
        let deadline = Uptime.after(context.configuration.timeouts.linger, from: DispatchTime.now().uptimeNanoseconds)
        while true {
            switch channel.receive(capacity: 64 << 10) {
            case .bytes: break
            case .end, .failed: return
            case .nothing:
                guard await channel.waitForBytes(until: deadline, observesCancellation: false) == .ready else { return }
            }
            if DispatchTime.now().uptimeNanoseconds >= deadline { return }
        }
    }

    // MARK: From outside

    /// No further request after this one; closed at once when there is none.
    func drain() {
        state.withLock { $0.isDraining = true }
        channel.interrupt()
    }

    /// Cancels the running request, if there is one. Its handler may still answer.
    func cancel() {
        let task = state.withLock { state in
            state.isCancelled = true
            return state.task
        }
        task?.cancel()
    }

    /// Closes the socket whatever runs.
    func abort() {
        channel.close(reset: true)
    }
}
