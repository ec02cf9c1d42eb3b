import COpenSSL

/// One side of one TLS connection, without I/O: ciphertext in, plaintext out, and the other way. Nothing in it waits.
/// After every call ``takeCiphertext()`` has what is to be sent, alerts for the peer included.
///
/// `@unchecked Sendable`: it is used by one caller at a time. In the server that is whoever has its channel's lock.
package final class TLSSession: @unchecked Sendable {
    package enum Role: Sendable {
        case server
        case client
    }

    package enum Handshake: Sendable, Hashable {
        case done
        case needsCiphertext
        /// What came first is text, as from a client of plain HTTP.
        case plaintext
        /// OpenSSL's reason. Nothing more can be done but to send the alert.
        case failed(String)
    }

    package enum Reading: Sendable, Hashable {
        /// Bytes written to the buffer, at least one.
        case bytes(Int)
        /// close_notify: the peer sends no more, and may still read (RFC 8446 §6.1).
        case end
        case needsCiphertext
        case failed(String)
    }

    private let ssl: OpaquePointer
    private let wire = TLSWire()
    private var hasFailed = false
    private var firstByte: UInt8?

    /// - Parameter context: an SSL_CTX, of which the session keeps a reference.
    package convenience init(context: OpaquePointer, role: Role) throws(TLSError) {
        OpenSSLErrors.clear()
        guard let ssl = SSL_new(context) else { throw .failed(call: "SSL_new", reason: OpenSSLErrors.take()) }
        try self.init(ssl: ssl, role: role)
    }

    /// - Parameter ssl: an SSL, which is the session's from here on.
    init(ssl: OpaquePointer, role: Role) throws(TLSError) {
        guard let bio = wire.makeBIO() else {
            SSL_free(ssl)
            throw .failed(call: "BIO_new", reason: OpenSSLErrors.take())
        }
        SSL_set_bio(ssl, bio, bio)
        switch role {
        case .server: SSL_set_accept_state(ssl)
        case .client: SSL_set_connect_state(ssl)
        }
        self.ssl = ssl
    }

    deinit { SSL_free(ssl) }

    /// What has come from the peer, in any pieces.
    package func receive(_ ciphertext: [UInt8]) {
        if firstByte == nil { firstByte = ciphertext.first }
        wire.receive(ciphertext)
    }

    /// What is to be sent to the peer.
    package func takeCiphertext() -> [UInt8] { wire.takeOutgoing() }

    /// Whether ``read(into:)`` may give bytes, the end or the failure without further ciphertext.
    package var hasPending: Bool {
        hasFailed || wire.hasIncoming || SSL_has_pending(ssl) == 1 || SSL_get_shutdown(ssl) & SSL_RECEIVED_SHUTDOWN != 0
    }

    /// `TLSv1.3`, once known.
    package var version: String { String(cString: SSL_get_version(ssl)) }

    package func handshake() -> Handshake {
        // A handshake's first byte is 22 (RFC 8446 §5.1), a method's is a letter.
        if let firstByte, firstByte | 0x20 >= UInt8(ascii: "a"), firstByte | 0x20 <= UInt8(ascii: "z") {
            hasFailed = true
            return .plaintext
        }
        OpenSSLErrors.clear()
        let result = SSL_do_handshake(ssl)
        if result == 1 { return .done }
        switch SSL_get_error(ssl, result) {
        case SSL_ERROR_WANT_READ: return .needsCiphertext
        default: return .failed(fail())
        }
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) -> Reading {
        guard !hasFailed else { return .failed("failed before") }
        OpenSSLErrors.clear()
        var count = 0
        let result = SSL_read_ex(ssl, buffer.baseAddress, buffer.count, &count)
        if result == 1 { return .bytes(count) }
        switch SSL_get_error(ssl, result) {
        case SSL_ERROR_WANT_READ: return .needsCiphertext
        case SSL_ERROR_ZERO_RETURN: return .end
        default: return .failed(fail())
        }
    }

    /// Encrypts.
    /// - Returns: false when the session has failed, or is not established.
    package func write(_ plaintext: [UInt8]) -> Bool {
        guard !hasFailed else { return false }
        guard !plaintext.isEmpty else { return true }
        OpenSSLErrors.clear()
        wire.reserve(plaintext.count + Self.overhead * (1 + plaintext.count >> 14))
        var count = 0
        guard plaintext.withUnsafeBytes({ SSL_write_ex(ssl, $0.baseAddress, $0.count, &count) }) == 1 else {
            _ = fail()
            return false
        }
        return true
    }

    /// Bytes of a record, at most 16 KiB long, beside its plaintext.
    private static let overhead = 32

    /// Says that nothing more is sent: close_notify, once. Without an established session it does nothing.
    package func finish() {
        guard !hasFailed, SSL_is_init_finished(ssl) == 1, SSL_get_shutdown(ssl) & SSL_SENT_SHUTDOWN == 0 else { return }
        OpenSSLErrors.clear()
        SSL_shutdown(ssl)
        OpenSSLErrors.clear()
    }

    private func fail() -> String {
        hasFailed = true
        let verification = SSL_get_verify_result(ssl)
        guard verification == Int(X509_V_OK) else {
            OpenSSLErrors.clear()
            return String(cString: X509_verify_cert_error_string(verification))
        }
        return OpenSSLErrors.take()
    }
}
