import Dispatch
import Glibc
package import Logging
import Synchronization

/// An HTTP/1.1 server.
///
/// Listeners accept on their own queues; pollers tell on theirs what has become ready; everything else runs in the connections' tasks.
/// No thread waits for a client.
package final class HTTPServer: Sendable {
    package typealias Responder = @Sendable (Request) async throws -> Response

    struct State {
        var listeners: [Listener] = []
        var pollers: [Poller] = []
        var nextPoller = 0
        var phase = Phase.stopped
        var isPaused = false
    }

    /// ``shutdown()`` may come at any time, also before ``run()``.
    enum Phase {
        case stopped
        case running(CheckedContinuation<Void, Never>?)
        case shuttingDown
    }

    let context: ConnectionContext
    let connections = ConnectionSet()
    let state = Mutex(State())
    /// Connections above which clients get 503.
    let limit: Int

    /// - Parameter responder: answers every request that parses. What it throws is answered too: a ``BodyError`` with its status, anything
    ///   else with 500 and a line in the log.
    /// - Throws: where the configuration's certificate and key cannot be used.
    package init(
        configuration: HTTPServerConfiguration, logger: Logger, errorBody: @escaping ErrorBody = plainErrorBody,
        responder: @escaping Responder
    ) throws(TLSError) {
        context = try ConnectionContext(configuration: configuration, responder: responder, errorBody: errorBody, logger: logger)
        limit = min(configuration.maximumConnections, Self.descriptorLimit / 5 * 4)
    }

    /// Binds the addresses, all or none, so that connections queue up. ``run()`` does it where it was not done before.
    /// - Returns: the addresses with the ports that the system chose; those of inherited sockets come last.
    @discardableResult
    package func bind() throws(ListenError) -> [SocketAddress] {
        let bound = boundAddresses
        guard bound.isEmpty else { return bound }
        let configuration = context.configuration
        var listeners: [Listener] = []
        for address in configuration.addresses { listeners.append(try Listener(address: address, options: configuration.listening)) }
        listeners += configuration.inherited.map(Listener.init)
        state.withLock { [listeners] in $0.listeners = listeners }
        return boundAddresses
    }

    /// Empty until bound, and after the server has stopped listening.
    package var boundAddresses: [SocketAddress] { state.withLock { $0.listeners.map(\.address) } }

    package var boundAddress: SocketAddress? { boundAddresses.first }

    /// Open connections.
    package var connectionCount: Int { connections.count }

    /// The same for whoever must not hold the server, since it answers for it: metrics.
    package var connectionCounter: @Sendable () -> Int { { [connections] in connections.count } }

    /// Serves until ``shutdown()`` and then until the running requests are answered, at most for the drain limit.
    /// Cancelling the task shuts down too and cancels the running requests at once.
    /// - Throws: ``ListenError``, or ``SocketError`` where there are no descriptors to begin with.
    package func run() async throws {
        if state.withLock(\.isShuttingDown) { return }
        try bind()
        try startPollers()
        await openTimers()
        for listener in state.withLock(\.listeners) {
            context.logger.info("listening", metadata: ["address": "\(listener.address)"])
            listener.start(
                { [weak self] in self?.accept($0, from: $1) },
                onError: { [logger = context.logger, address = listener.address] in
                    logger.warning("cannot accept for the moment", metadata: ["address": "\(address)", "error": "\($0)"])
                })
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if case .shuttingDown = state.phase { return true }
                    state.phase = .running(continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            shutdown()
        }
        await drain()
        for poller in state.withLock(\.pollers) { poller.cancel() }
    }

    /// Begins the shutdown: stops accepting, closes idle connections, answers the running requests with `Connection: close`. Returns at once.
    package func shutdown() {
        let (listeners, waiter) = state.withLock { state in
            defer {
                state.phase = .shuttingDown
                state.listeners = []
            }
            guard case .running(let waiter) = state.phase else { return (state.listeners, CheckedContinuation<Void, Never>?.none) }
            return (state.listeners, waiter)
        }
        for listener in listeners { listener.close() }
        connections.drain()
        waiter?.resume()
    }

    /// Waits for the connections: in their own time, then cancelled, then cut.
    private func drain() async {
        let configuration = context.configuration
        let isEmpty = await withTaskCancellationHandler {
            await connections.waitUntilEmpty(for: Task.isCancelled ? .zero : configuration.drainLimit)
        } onCancel: {
            connections.endWait()
        }
        if isEmpty { return }
        context.logger.notice("cancelling the requests that still run", metadata: ["connections": "\(connections.count)"])
        connections.cancelAll()
        if await connections.waitUntilEmpty(for: configuration.cancellationLimit) { return }
        connections.abortAll()
        if await connections.waitUntilEmpty(for: .seconds(1)) { return }
        context.logger.warning("handlers go on although they were cancelled", metadata: ["connections": "\(connections.count)"])
    }

    private func startPollers() throws(SocketError) {
        var pollers: [Poller] = []
        for index in 0..<Self.pollerCount { pollers.append(try Poller(label: "poller \(index)")) }
        state.withLock { [pollers] in $0.pollers = pollers }
    }

    /// Has the system's clocks run once. Dispatch opens descriptors for them when they are first asked for, and where there are none left by
    /// then it tells no time from there on: no time-out would come, and no ping.
    private func openTimers() async {
        let queue = DispatchQueue(label: "timers")
        await withCheckedContinuation { continuation in
            queue.asyncAfter(deadline: .now() + .nanoseconds(1)) { continuation.resume() }
        }
        // Tasks sleep by another clock. Cancelled, they do not, and need none.
        do { try await Task.sleep(for: .nanoseconds(1)) } catch {}
    }

    /// They only mark and resume: one can tell of some hundred thousand events a second.
    private static let pollerCount = max(1, min(4, sysconf(Int32(_SC_NPROCESSORS_ONLN)) / 4))

    private static var descriptorLimit: Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
        return Int(clamping: limit.rlim_cur)
    }
}

extension HTTPServer {
    /// On a listener's queue.
    private func accept(_ socket: Socket, from peer: SocketAddress) {
        guard let poller = state.withLock({ $0.takePoller() }) else { return }
        let connection = Connection(socket, from: peer, poller: poller, context: context, isRefused: connections.count >= limit)
        guard connections.insert(connection) == .admitted else { return }
        pauseOrResume(connections.count)
        connection.start { [weak self, weak connection] in
            guard let self, let connection else { return }
            self.pauseOrResume(self.connections.remove(connection))
        }
    }

    /// Connections that are told 503 are bounded too: beyond them clients wait in the system's queue.
    private func pauseOrResume(_ count: Int) {
        state.withLock { state in
            let pause = count >= limit + Self.refused
            guard pause != state.isPaused else { return }
            state.isPaused = pause
            // Under the lock, so that a pause and a resumption do not overtake one another.
            for listener in state.listeners {
                if pause { listener.pause() } else { listener.resume() }
            }
        }
    }

    private static let refused = 64
}

extension HTTPServer.State {
    fileprivate var isShuttingDown: Bool {
        if case .shuttingDown = phase { true } else { false }
    }

    /// In turn.
    fileprivate mutating func takePoller() -> Poller? {
        guard !pollers.isEmpty else { return nil }
        nextPoller = (nextPoller + 1) % pollers.count
        return pollers[nextPoller]
    }
}
