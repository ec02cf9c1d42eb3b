import COpenSSL
import Glibc

/// A server's certificate, key and rules, from which each connection's ``TLSSession`` is made. The files are read once.
///
/// TLS 1.2 and 1.3, forward secrecy and authenticated encryption only; ALPN is `http/1.1` or nothing. No renegotiation, compression or
/// resumption: without tickets there is no key that opens earlier connections.
///
/// `@unchecked Sendable`: an SSL_CTX is not changed after `init`; OpenSSL counts its references and locks what it caches.
package final class TLSContext: @unchecked Sendable {
    /// SSL_CTX
    private let context: OpaquePointer

    package init(_ configuration: TLSConfiguration) throws(TLSError) {
        OpenSSLErrors.clear()
        guard let context = SSL_CTX_new(TLS_server_method()) else {
            throw .failed(call: "SSL_CTX_new", reason: OpenSSLErrors.take())
        }
        self.context = context
        try setRules()
        try load(configuration)
        if let file = configuration.clientAuthorities { try requireClientCertificates(from: file) }
    }

    deinit { SSL_CTX_free(context) }

    /// The server's side of a new connection.
    package func makeSession() throws(TLSError) -> TLSSession {
        try TLSSession(context: context, role: .server)
    }

    private func setRules() throws(TLSError) {
        guard chorale_ssl_context_set_versions(context, TLS1_2_VERSION, 0) == 1 else {
            throw .failed(call: "SSL_CTX_set_min_proto_version", reason: OpenSSLErrors.take())
        }
        // Of TLS 1.2; all of TLS 1.3's are such.
        guard SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1 else {
            throw .failed(call: "SSL_CTX_set_cipher_list", reason: OpenSSLErrors.take())
        }
        chorale_ssl_context_harden(context)
        chorale_ssl_context_release_buffers(context)
        SSL_CTX_set_num_tickets(context, 0)
        // Otherwise OpenSSL asks for a passphrase on the terminal.
        SSL_CTX_set_default_passwd_cb(context) { _, _, _, _ in 0 }
        SSL_CTX_set_alpn_select_cb(
            context,
            { _, out, outLength, offered, length, _ in
                selectHTTP11(out, outLength, offered, length)
            }, nil)
    }

    private func load(_ configuration: TLSConfiguration) throws(TLSError) {
        let (certificate, key) = (configuration.certificateChain, configuration.privateKey)
        _ = try Self.mode(of: certificate)
        let mode = try Self.mode(of: key)
        guard mode & 0o027 == 0 else { throw .keyExposed(file: key, mode: mode) }
        guard SSL_CTX_use_certificate_chain_file(context, certificate) == 1 else {
            throw .badCertificate(file: certificate, reason: OpenSSLErrors.take())
        }
        guard SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) == 1 else {
            let code = ERR_peek_last_error()
            let isMismatch =
                ERR_GET_LIB(code) == ERR_LIB_X509
                && [X509_R_KEY_VALUES_MISMATCH, X509_R_KEY_TYPE_MISMATCH].contains(ERR_GET_REASON(code))
            let reason = OpenSSLErrors.take()
            throw isMismatch ? .mismatch(certificate: certificate, key: key) : .badKey(file: key, reason: reason)
        }
        guard SSL_CTX_check_private_key(context) == 1 else {
            OpenSSLErrors.clear()
            throw .mismatch(certificate: certificate, key: key)
        }
    }

    private func requireClientCertificates(from file: String) throws(TLSError) {
        _ = try Self.mode(of: file)
        guard SSL_CTX_load_verify_file(context, file) == 1, let names = SSL_load_client_CA_file(file) else {
            throw .badAuthorities(file: file, reason: OpenSSLErrors.take())
        }
        SSL_CTX_set_client_CA_list(context, names)
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nil)
    }

    /// Opens the file, so that the system's reason is told, and not OpenSSL's of it.
    /// - Returns: the permissions' bits.
    private static func mode(of file: String) throws(TLSError) -> UInt32 {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(file: file, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable(file: file, reason: String(cString: strerror(errno))) }
        return status.st_mode & 0o777
    }
}

/// RFC 7301 §3.2: a server that speaks none of the protocols that a client offers SHALL end the handshake with a fatal alert.
/// A client that offers none at all does not come here, and is taken to mean HTTP/1.1.
private func selectHTTP11(
    _ selected: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, _ selectedLength: UnsafeMutablePointer<UInt8>?,
    _ offered: UnsafePointer<UInt8>?, _ length: UInt32
) -> Int32 {
    let offered = UnsafeBufferPointer(start: offered, count: Int(length))
    var rest = offered[...]
    while let size = rest.popFirst().map(Int.init), size <= rest.count {
        let name = rest.prefix(size)
        if name.elementsEqual("http/1.1".utf8) {
            selected?.pointee = UnsafeBufferPointer(rebasing: name).baseAddress
            selectedLength?.pointee = UInt8(size)
            return SSL_TLSEXT_ERR_OK
        }
        rest = rest.dropFirst(size)
    }
    return SSL_TLSEXT_ERR_ALERT_FATAL
}
