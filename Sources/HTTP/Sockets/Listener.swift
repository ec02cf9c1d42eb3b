import Dispatch
import Synchronization

/// A listening socket that hands over each connection as it comes.
///
/// It stops for a while by itself when the process runs out of descriptors, instead of being told over and over of a connection that it
/// cannot take: those that wait stay in the system's queue. It does **not** count connections: ``pause()`` and ``resume()`` are for who does.
final class Listener: Sendable {
    private struct State {
        /// Nil before the start and once closed.
        var source: Source?
        /// Why it does not accept now: a source is suspended while this is not empty.
        var pauses: Pauses = []
        /// The last attempt to accept failed.
        var hasFailed = false
    }

    private enum Failure {
        case first
        case repeated
    }

    /// `@unchecked`: a Dispatch object may be used from any thread; only its declaration does not say so.
    private struct Source: @unchecked Sendable {
        let dispatch: any DispatchSourceRead
    }

    private struct Pauses: OptionSet {
        let rawValue: UInt8
        static let byOwner = Pauses(rawValue: 1)
        static let outOfDescriptors = Pauses(rawValue: 2)
    }

    private let state = Mutex(State())
    private let socket: Socket
    private let queue: DispatchQueue
    let address: SocketAddress
    /// How long to wait for descriptors.
    private static let retry = DispatchTimeInterval.milliseconds(100)
    /// Accepted at one go, so that the queue is seen to by others too.
    private static let batch = 64

    /// Binds and listens; connections queue up until ``start(_:onError:)``.
    init(address: SocketAddress, backlog: Int32) throws(SocketError) {
        let socket = try Socket(family: address.family)
        try socket.bind(to: address)
        try socket.listen(backlog: backlog)
        self.socket = socket
        self.address = socket.localAddress ?? address
        queue = DispatchQueue(label: "listener \(address)")
    }

    /// Begins to accept. Both closures are called on the listener's queue, `onError` once until it accepts again.
    func start(_ onConnection: @escaping @Sendable (Socket, SocketAddress) -> Void, onError: @escaping @Sendable (SocketError) -> Void) {
        let socket = socket
        let source = DispatchSource.makeReadSource(fileDescriptor: socket.descriptor, queue: queue)
        source.setEventHandler { [weak self] in
            do throws(SocketError) {
                for _ in 0..<Self.batch {
                    guard let self, self.isAccepting, let (connected, peer) = try socket.accept() else { return }
                    self.state.withLock { $0.hasFailed = false }
                    onConnection(connected, peer)
                }
            } catch {
                // A connection that was reset before it was accepted is nobody's trouble.
                guard error != .disconnected else { return }
                if self?.waitForDescriptors() == .first { onError(error) }
            }
        }
        // The cancel handler keeps the socket until Dispatch has let go of its descriptor.
        source.setCancelHandler { withExtendedLifetime(socket) {} }
        let owned = Source(dispatch: source)
        state.withLock { $0.source = owned }
        source.resume()
    }

    /// Stops accepting, for good.
    func close() {
        state.withLock { state in
            let source = state.source
            state.source = nil
            source?.dispatch.cancel()
            // A suspended source does not tell of its cancellation, and must not be let go of.
            if !state.pauses.isEmpty { source?.dispatch.resume() }
            state.pauses = []
        }
        // From here on clients are refused, although the descriptor may live a moment longer.
        socket.stopListening()
    }

    func pause() { pause(.byOwner) }
    func resume() { resume(.byOwner) }

    private var isAccepting: Bool {
        state.withLock { $0.source != nil && $0.pauses.isEmpty }
    }

    private func waitForDescriptors() -> Failure {
        pause(.outOfDescriptors)
        queue.asyncAfter(deadline: .now() + Self.retry) { self.resume(.outOfDescriptors) }
        return state.withLock { state in
            defer { state.hasFailed = true }
            return state.hasFailed ? .repeated : .first
        }
    }

    private func pause(_ reason: Pauses) {
        state.withLock { state in
            guard let source = state.source else { return }
            if state.pauses.isEmpty { source.dispatch.suspend() }
            state.pauses.insert(reason)
        }
    }

    private func resume(_ reason: Pauses) {
        state.withLock { state in
            guard let source = state.source, !state.pauses.isEmpty else { return }
            state.pauses.remove(reason)
            if state.pauses.isEmpty { source.dispatch.resume() }
        }
    }
}
