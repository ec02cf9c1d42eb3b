import COpenSSL

/// Whom a client of ours believes to be who they say: an SSL_CTX for its side of connections, TLS 1.2 and above.
///
/// `@unchecked Sendable`: an SSL_CTX is not changed after `init`; OpenSSL counts its references and locks what it caches.
package final class ClientTrust: @unchecked Sendable {
    package enum Authorities: Sendable, Hashable {
        /// Those of the system; OpenSSL's `SSL_CERT_FILE` and `SSL_CERT_DIR` name others.
        case system
        /// PEM file.
        case file(String)
        /// Whoever answers: for this machine's own server, with whom nothing secret is spoken.
        case anybody
    }

    let context: OpaquePointer
    private let verifies: Bool

    package init(_ authorities: Authorities) throws(TLSError) {
        OpenSSLErrors.clear()
        guard let context = SSL_CTX_new(TLS_client_method()) else { throw .failed(call: "SSL_CTX_new", reason: OpenSSLErrors.take()) }
        self.context = context
        verifies = authorities != .anybody
        guard chorale_ssl_context_set_versions(context, TLS1_2_VERSION, 0) == 1 else {
            throw .failed(call: "SSL_CTX_set_min_proto_version", reason: OpenSSLErrors.take())
        }
        let protocols = [UInt8(8)] + Array("http/1.1".utf8)
        // Here, and here alone, 0 is success.
        guard SSL_CTX_set_alpn_protos(context, protocols, UInt32(protocols.count)) == 0 else {
            throw .failed(call: "SSL_CTX_set_alpn_protos", reason: OpenSSLErrors.take())
        }
        switch authorities {
        case .system:
            guard SSL_CTX_set_default_verify_paths(context) == 1 else {
                throw .failed(call: "SSL_CTX_set_default_verify_paths", reason: OpenSSLErrors.take())
            }
        case .file(let file):
            guard SSL_CTX_load_verify_file(context, file) == 1 else { throw .badAuthorities(file: file, reason: OpenSSLErrors.take()) }
        case .anybody: break
        }
        SSL_CTX_set_verify(context, verifies ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nil)
    }

    deinit { SSL_CTX_free(context) }

    /// An SSL for a connection to a host, by whose name its certificate is checked (RFC 9110 §4.3.4). The caller frees it.
    func makeSession(with host: String) throws(ClientError) -> OpaquePointer {
        OpenSSLErrors.clear()
        guard let session = SSL_new(context) else { throw .noTLS(host, reason: OpenSSLErrors.take()) }
        let isAddress = SocketAddress.Host(numeric: host) != nil
        // RFC 6066 §3: a server's name is no address.
        let isNamed = isAddress || chorale_ssl_set_server_name(session, host) == 1
        let isChecked =
            !verifies || (isAddress ? X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), host) : SSL_set1_host(session, host)) == 1
        guard isNamed, isChecked else {
            SSL_free(session)
            throw .noTLS(host, reason: OpenSSLErrors.take())
        }
        return session
    }
}
