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
    /// Of a Unix socket that was bound here.
    private let file: UnixSocketFile?
    /// Whether it listens on for others when this one is closed.
    private let isShared: Bool
    private let queue: DispatchQueue
    let address: SocketAddress
    /// How long to wait for descriptors.
    private static let retry = DispatchTimeInterval.milliseconds(100)
    /// Accepted at one go, so that the queue is seen to by others too.
    private static let batch = 64

    private init(_ socket: Socket, at address: SocketAddress, file: UnixSocketFile?, isShared: Bool) {
        self.socket = socket
        self.address = address
        self.file = file
        self.isShared = isShared
        queue = DispatchQueue(label: "listener \(address)")
    }

    /// Binds and listens; connections queue up until ``start(_:onError:)``.
    convenience init(address: SocketAddress, options: ListenOptions) throws(ListenError) {
        do throws(SocketError) {
            let socket = try Socket(family: address.family)
            var file: UnixSocketFile?
            if case .unix(let path) = address.host {
                file = try UnixSocketFile(binding: socket, to: path, mode: options.socketMode)
            } else {
                try socket.bind(to: address, reusesPort: options.reusesPort)
            }
            try socket.listen(backlog: options.backlog)
            self.init(socket, at: socket.localAddress ?? address, file: file, isShared: false)
        } catch {
            throw ListenError(address: address, reason: error)
        }
    }

    /// Takes over a socket that listens already.
    convenience init(_ inherited: InheritedSocket) {
        self.init(inherited.socket, at: inherited.address, file: nil, isShared: true)
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
        guard !isShared else { return }
        // The file goes while it is still this one's beyond doubt: the next server takes over what nobody listens on.
        file?.remove()
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
