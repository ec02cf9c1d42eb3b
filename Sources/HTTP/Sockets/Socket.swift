import CEpoll
import Glibc

/// A stream socket that does not block. It owns its descriptor, which is closed when the last reference goes.
final class Socket: Sendable {
    let descriptor: Int32
    /// `AF_INET`, `AF_INET6` or `AF_UNIX`.
    let family: Int32

    /// Takes over a descriptor.
    init(owning descriptor: Int32, family: Int32) {
        self.descriptor = descriptor
        self.family = family
    }

    deinit {
        // Not repeated after EINTR: Linux has closed the descriptor by then, and it may be another's already.
        Glibc.close(descriptor)
    }

    /// A new socket, for a listener or a client.
    convenience init(family: Int32) throws(SocketError) {
        let type = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
        self.init(owning: try systemCall("socket") { socket(family, Int32(type), 0) }, family: family)
    }

    // MARK: Listening

    /// - Parameter reusesPort: other sockets with the same option may have the address too (`SO_REUSEPORT`); connections are spread over them.
    func bind(to address: SocketAddress, reusesPort: Bool = false) throws(SocketError) {
        if family != AF_UNIX {
            try setOption(SOL_SOCKET, SO_REUSEADDR, 1)
            if reusesPort { try setOption(SOL_SOCKET, SO_REUSEPORT, 1) }
        }
        // IPv4 has sockets of its own, so that [::] and 0.0.0.0 can be had side by side and mean the same everywhere.
        if family == AF_INET6 { try setOption(Int32(IPPROTO_IPV6), IPV6_V6ONLY, 1) }
        try systemCall("bind") { address.withSystemAddress { Glibc.bind(descriptor, $0, $1) } }
    }

    /// Whether someone listens there; nil where the socket may not ask.
    func finds(_ address: SocketAddress) -> Bool? {
        do throws(SocketError) {
            // Nil, where it would have to wait, is a full queue of somebody's.
            _ = try nonblockingCall("connect") { address.withSystemAddress { Glibc.connect(descriptor, $0, $1) } }
            return true
        } catch {
            return error == .disconnected || error == .noSuchFolder ? false : nil
        }
    }

    func listen(backlog: Int32) throws(SocketError) {
        try systemCall("listen") { Glibc.listen(descriptor, backlog) }
    }

    /// Refuses clients from here on, also for other processes that have the socket.
    func stopListening() {
        Glibc.shutdown(descriptor, Int32(SHUT_RD))
    }

    /// The next connection that waits, with its peer; nil when none does.
    func accept() throws(SocketError) -> (Socket, SocketAddress)? {
        var connected: Int32?
        var failure: SocketError?
        let peer = SocketAddress { address, length in
            do throws(SocketError) {
                connected = try nonblockingCall("accept") { accept_nonblocking(descriptor, address, &length) }
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        guard let connected else { return nil }
        let socket = Socket(owning: connected, family: family)
        guard let peer else { return nil }
        guard family != AF_UNIX else { return (socket, peer) }
        try socket.setNoDelay()
        // Bytes not yet on the wire count against the sender, not against the kernel's buffer of megabytes:
        // otherwise a client that stops reading is noticed minutes of tokens too late.
        try socket.setOption(Int32(IPPROTO_TCP), TCP_NOTSENT_LOWAT, 128 << 10)
        return (socket, peer)
    }

    var localAddress: SocketAddress? {
        SocketAddress { getsockname(descriptor, $0, &$1) }
    }

    // MARK: Connected

    /// Bytes received, 0 at the end of the stream, nil where it would have to wait.
    func receive(into buffer: UnsafeMutableRawBufferPointer) throws(SocketError) -> Int? {
        try nonblockingCall("recv") { recv(descriptor, buffer.baseAddress, buffer.count, 0) }
    }

    /// Bytes taken from the vectors, in order; nil where it would have to wait. Never raises SIGPIPE.
    func send(_ vectors: UnsafeMutableBufferPointer<iovec>) throws(SocketError) -> Int? {
        var message = msghdr()
        message.msg_iov = vectors.baseAddress
        message.msg_iovlen = vectors.count
        return try nonblockingCall("sendmsg") { sendmsg(descriptor, &message, Int32(MSG_NOSIGNAL)) }
    }

    /// Sends FIN after what was sent. A connection that is gone has no more use for it.
    func finishSending() {
        Glibc.shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Makes the close a reset, which tells the client that what it has is not whole. A Unix socket knows of none.
    func resetOnClose() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    /// Has the system give a connection up whose bytes are not acknowledged for so long: a peer that vanished without a word. The other
    /// end of a Unix socket does not vanish so.
    func setUnacknowledgedLimit(_ limit: Duration) throws(SocketError) {
        guard family != AF_UNIX else { return }
        let milliseconds = Int32(clamping: min(max(1, limit.components.seconds), 86_400) * 1000)
        try setOption(Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, milliseconds)
    }

    /// Sends what there is at once. Unix sockets know nothing else.
    func setNoDelay() throws(SocketError) {
        if family != AF_UNIX { try setOption(Int32(IPPROTO_TCP), TCP_NODELAY, 1) }
    }

    private func setOption(_ level: Int32, _ name: Int32, _ value: Int32) throws(SocketError) {
        var value = value
        try systemCall("setsockopt") {
            setsockopt(descriptor, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
        }
    }
}
