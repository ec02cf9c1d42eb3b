import COpenSSL
import Glibc

/// Bytes to a server and back, in TLS or without, each call on its caller's thread until it is done or takes too long: for commands, which have
/// threads to wait with.
///
/// Used by one thread at a time.
package final class ClientStream {
    private let descriptor: Int32
    private let host: String
    /// SSL, once there is TLS.
    private var session: OpaquePointer?

    /// Connects to the first of some addresses that lets us.
    /// - Parameters:
    ///   - host: for error messages.
    ///   - timeout: for each step: connecting, each read, each write.
    package init(to addresses: [SocketAddress], host: String, timeout: Duration) throws(ClientError) {
        var failure = ClientError.unreachable(host, reason: "it has no address")
        for address in addresses {
            let descriptor = socket(address.family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
            guard descriptor >= 0 else {
                failure = .unreachable(host, reason: String(cString: strerror(errno)))
                continue
            }
            var limit = timeval()
            limit.tv_sec = Int(timeout.components.seconds)
            limit.tv_usec = Int(timeout.components.attoseconds / 1_000_000_000_000)
            for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
                setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
            }
            // Requests are written whole.
            var yes: Int32 = 1
            if case .unix = address.host {} else { setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, 4) }
            if address.withSystemAddress({ connect(descriptor, $0, $1) }) == 0 {
                self.descriptor = descriptor
                self.host = host
                return
            }
            // socket(7): a connection that takes longer than SO_SNDTIMEO is "in progress".
            failure = errno == EINPROGRESS ? .timedOut(host) : .unreachable(host, reason: String(cString: strerror(errno)))
            close(descriptor)
        }
        throw failure
    }

    deinit {
        if let session {
            // Nobody waits for the answer to close_notify.
            SSL_shutdown(session)
            SSL_free(session)
        }
        close(descriptor)
    }

    /// Speaks TLS from here on.
    /// - Parameter name: whose certificate the other end must have, where `trust` asks for one.
    package func secure(_ trust: ClientTrust, name: String) throws(ClientError) {
        let session = try trust.makeSession(with: name)
        guard SSL_set_fd(session, descriptor) == 1, SSL_connect(session) == 1 else {
            let verification = SSL_get_verify_result(session)
            let reason =
                verification == Int(X509_V_OK) ? OpenSSLErrors.take() : String(cString: X509_verify_cert_error_string(verification))
            OpenSSLErrors.clear()
            SSL_free(session)
            throw .noTLS(name, reason: reason)
        }
        self.session = session
    }

    /// Sends all of some bytes.
    package func write(_ bytes: [UInt8]) throws(ClientError) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer -> Int in
                guard let base = buffer.baseAddress else { return 0 }
                guard let session else { return send(descriptor, base + sent, buffer.count - sent, Int32(MSG_NOSIGNAL)) }
                return Int(SSL_write(session, base + sent, Int32(clamping: buffer.count - sent)))
            }
            if count > 0 { sent += count } else if try !isToBeRepeated(count) { throw .disconnected(host) }
        }
    }

    /// Waits for bytes.
    /// - Returns: how many came; 0 at the end.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(ClientError) -> Int {
        guard let base = buffer.baseAddress, buffer.count > 0 else { return 0 }
        while true {
            let count = session.map { Int(SSL_read($0, base, Int32(clamping: buffer.count))) } ?? recv(descriptor, base, buffer.count, 0)
            if count > 0 { return count }
            if try !isToBeRepeated(count) { return 0 }
        }
    }

    /// What a call that did nothing means: again, or nil for the end of what comes in an orderly way.
    private func isToBeRepeated(_ result: Int) throws(ClientError) -> Bool {
        let code = errno
        if let session {
            let error = SSL_get_error(session, Int32(clamping: result))
            OpenSSLErrors.clear()
            switch error {
            case SSL_ERROR_ZERO_RETURN: return false
            // The socket's time-out; an interrupted call OpenSSL repeats by itself.
            case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: throw .timedOut(host)
            default: throw .disconnected(host)
            }
        }
        if result == 0 { return false }
        switch code {
        case EINTR: return true
        case EAGAIN: throw .timedOut(host)
        default: throw .disconnected(host)
        }
    }
}
