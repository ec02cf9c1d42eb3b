import COpenSSL
import Glibc

/// One request to a server on this machine, for health checks: it blocks, and checks no certificate, since it is this machine that is asked and
/// nothing secret is said.
package struct LocalExchange: Sendable {
    package enum Failure: Error, Sendable, Hashable {
        /// The system's word for it.
        case noConnection(String)
        case noTLS
        /// Nothing came, or not in time.
        case noAnswer
    }

    package var address: SocketAddress
    package var usesTLS: Bool
    /// Whether the connection begins with a header of the PROXY protocol.
    package var sendsProxyHeader: Bool
    /// For each step.
    package var timeout: Duration

    package init(address: SocketAddress, usesTLS: Bool, sendsProxyHeader: Bool, timeout: Duration) {
        self.address = address
        self.usesTLS = usesTLS
        self.sendsProxyHeader = sendsProxyHeader
        self.timeout = timeout
    }

    /// - Returns: the answer up to the end of the stream, and no more than 64 KiB of it.
    package func run(_ request: [UInt8]) throws(Failure) -> [UInt8] {
        let descriptor = socket(address.family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .noConnection(String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var limit = timeval()
        limit.tv_sec = Int(timeout.components.seconds)
        limit.tv_usec = Int(timeout.components.attoseconds / 1_000_000_000_000)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
        guard address.withSystemAddress({ connect(descriptor, $0, $1) }) == 0 else {
            throw .noConnection(String(cString: strerror(errno)))
        }
        func sendPlainly(_ bytes: [UInt8]) throws(Failure) {
            try Self.send(bytes) { Glibc.send(descriptor, $0, $1, Int32(MSG_NOSIGNAL)) }
        }
        // The PROXY protocol's word for a connection of the proxy's own (version 1, §2.1).
        if sendsProxyHeader { try sendPlainly(Array("PROXY UNKNOWN\r\n".utf8)) }
        let answer: [UInt8]
        if usesTLS {
            answer = try exchange(request, inTLSOn: descriptor)
        } else {
            try sendPlainly(request)
            answer = Self.receive { recv(descriptor, $0, $1, 0) }
        }
        guard !answer.isEmpty else { throw .noAnswer }
        return answer
    }

    private func exchange(_ request: [UInt8], inTLSOn descriptor: Int32) throws(Failure) -> [UInt8] {
        guard let context = SSL_CTX_new(TLS_client_method()) else { throw .noTLS }
        defer { SSL_CTX_free(context) }
        guard let session = SSL_new(context) else { throw .noTLS }
        defer { SSL_free(session) }
        guard SSL_set_fd(session, descriptor) == 1, SSL_connect(session) == 1 else { throw .noTLS }
        try Self.send(request) { Int(SSL_write(session, $0, Int32($1))) }
        return Self.receive { Int(SSL_read(session, $0, Int32($1))) }
    }

    /// So few bytes fit the socket's buffer at once.
    private static func send(_ bytes: [UInt8], _ write: (UnsafeRawPointer, Int) -> Int) throws(Failure) {
        let count = bytes.withUnsafeBytes { buffer in buffer.baseAddress.map { write($0, buffer.count) } ?? 0 }
        guard count == bytes.count else { throw .noAnswer }
    }

    private static func receive(_ read: (UnsafeMutableRawPointer, Int) -> Int) -> [UInt8] {
        var all: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while all.count < 1 << 16 {
            let count = piece.withUnsafeMutableBytes { buffer in buffer.baseAddress.map { read($0, buffer.count) } ?? 0 }
            guard count > 0 else { break }
            all += piece[..<count]
        }
        return all
    }
}
