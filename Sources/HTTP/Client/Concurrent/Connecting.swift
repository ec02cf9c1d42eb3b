import Glibc
import Synchronization

/// A connection in the making: a socket that does not block, watched until the system says whether it is connected (connect(2), EINPROGRESS).
final class Connecting: ReadinessHandler {
    private struct State {
        var token: Poller.Token?
        var waiter: CheckedContinuation<Bool, Never>?
        var result: Bool?
    }

    private let socket: Socket
    private let poller: Poller
    private let state = Mutex(State())

    private init(_ socket: Socket, _ poller: Poller) {
        self.socket = socket
        self.poller = poller
    }

    /// A socket that is connected to the first of some addresses that lets us before the deadline (nanoseconds of uptime, for each).
    /// - Parameter host: for error messages.
    static func connect(
        to addresses: [SocketAddress], host: String, poller: Poller, timeout: Duration
    ) async throws(ClientError) -> Socket {
        var failure = ClientError.unreachable(host, reason: "it has no address")
        for address in addresses {
            let socket: Socket
            do throws(SocketError) {
                socket = try Socket(family: address.family)
                if try socket.connect(to: address) { return socket }
            } catch {
                failure = .unreachable(host, reason: "\(error)")
                continue
            }
            guard await Connecting(socket, poller).wait(until: Uptime.after(timeout, from: Uptime.now)) else {
                failure = Task.isCancelled ? .cancelled(host) : .timedOut(host)
                continue
            }
            guard let reason = socket.pendingError else { return socket }
            failure = .unreachable(host, reason: String(cString: strerror(reason)))
        }
        throw failure
    }

    /// Whether the system has decided in time.
    private func wait(until deadline: UInt64) async -> Bool {
        defer { forget() }
        do throws(SocketError) {
            let token = try poller.add(self, descriptor: socket.descriptor)
            state.withLock { $0.token = token }
            poller.wake(token, at: deadline)
        } catch {
            return false
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let result = state.withLock { state -> Bool? in
                    if state.result == nil { state.waiter = waiter }
                    return state.result
                }
                if let result { waiter.resume(returning: result) }
            }
        } onCancel: {
            decide(false)
        }
    }

    private func decide(_ result: Bool) {
        let waiter = state.withLock { state in
            if state.result == nil { state.result = result }
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: result)
    }

    private func forget() {
        if let token = state.withLock(\.token) { poller.remove(token, descriptor: socket.descriptor) }
    }

    func becameReady(_ readiness: Readiness) {
        if !readiness.isDisjoint(with: [.writable, .gone]) { decide(true) }
    }

    func deadlineReached(now: UInt64) { decide(false) }
}

extension Socket {
    /// Begins to connect.
    /// - Returns: whether it is connected already.
    fileprivate func connect(to address: SocketAddress) throws(SocketError) -> Bool {
        try setNoDelay()
        let result = address.withSystemAddress { Glibc.connect(descriptor, $0, $1) }
        if result == 0 { return true }
        guard errno == EINPROGRESS else { throw SocketError(call: "connect", errno: errno) }
        return false
    }

    /// The error that a connection ended with; nil where there is none.
    fileprivate var pendingError: Int32? {
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length) == 0 && code == 0 ? nil : code
    }
}
