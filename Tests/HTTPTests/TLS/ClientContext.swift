import COpenSSL
import HTTP

/// What a client asks of TLS.
struct ClientRules: Sendable {
    /// The only certificate that it trusts.
    var trusts: TestCertificate
    /// The only version that it speaks, as `TLS1_2_VERSION`.
    var version: Int32?
    /// Ciphers of TLS 1.2 and below.
    var ciphers: String?
    /// Protocols offered in ALPN; nil offers none.
    var protocols: [String]? = ["http/1.1"]
    /// What it shows of itself.
    var shows: TestCertificate?

    struct Failed: Error {
        var call: String
    }

    func makeSession() throws -> TLSSession {
        guard let context = SSL_CTX_new(TLS_client_method()) else { throw Failed(call: "SSL_CTX_new") }
        defer { SSL_CTX_free(context) }
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nil)
        try require("authority", SSL_CTX_load_verify_file(context, trusts.certificate))
        try require("address", X509_VERIFY_PARAM_set1_ip_asc(SSL_CTX_get0_param(context), "127.0.0.1"))
        if let version { try require("version", chorale_ssl_context_set_versions(context, version, version)) }
        if let ciphers { try require("ciphers", SSL_CTX_set_cipher_list(context, ciphers)) }
        if let protocols {
            let offered = protocols.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
            // Here, and here alone, 0 is success.
            try require("protocols", SSL_CTX_set_alpn_protos(context, offered, UInt32(offered.count)) == 0 ? 1 : 0)
        }
        if let shows {
            try require("certificate", SSL_CTX_use_certificate_chain_file(context, shows.certificate))
            try require("key", SSL_CTX_use_PrivateKey_file(context, shows.key, SSL_FILETYPE_PEM))
        }
        return try TLSSession(context: context, role: .client)
    }

    private func require(_ call: String, _ result: Int32) throws {
        guard result == 1 else { throw Failed(call: call) }
    }
}
