import COpenSSL
import Foundation
import HTTP

/// A certificate with its key in files that go with it. Made with OpenSSL for each test, so that none expires.
final class TestCertificate: Sendable {
    /// PEM files.
    let certificate: String
    let key: String
    private let directory: URL

    struct Failed: Error {
        var call: String
    }

    /// For 127.0.0.1 and localhost, and its own authority.
    /// - Parameter passphrase: encrypts the key's file.
    init(name: String = "localhost", passphrase: String? = nil) throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "chorale-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        certificate = directory.appending(path: "certificate.pem").path
        key = directory.appending(path: "key.pem").path
        let pair = try Self.makeKey()
        defer { EVP_PKEY_free(pair) }
        let signed = try Self.makeCertificate(name: name, key: pair)
        defer { X509_free(signed) }
        try Self.write(to: certificate) { PEM_write_bio_X509($0, signed) }
        try Self.write(to: key) {
            guard let passphrase else { return PEM_write_bio_PrivateKey($0, pair, nil, nil, 0, nil, nil) }
            return PEM_write_bio_PrivateKey($0, pair, EVP_aes_256_cbc(), passphrase, Int32(passphrase.utf8.count), nil, nil)
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
    }

    deinit {
        do {
            try FileManager.default.removeItem(at: directory)
        } catch {
            print("cannot remove \(directory.path): \(error)")
        }
    }

    /// A file beside them.
    func file(_ name: String, _ text: String) throws -> String {
        let url = directory.appending(path: name)
        try Data(text.utf8).write(to: url)
        return url.path
    }

    var configuration: TLSConfiguration { TLSConfiguration(certificateChain: certificate, privateKey: key) }

    private static func makeKey() throws -> OpaquePointer {
        guard let context = EVP_PKEY_CTX_new_from_name(nil, "EC", nil) else { throw Failed(call: "EVP_PKEY_CTX_new_from_name") }
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard EVP_PKEY_keygen_init(context) == 1, EVP_PKEY_CTX_set_group_name(context, "P-256") == 1,
            EVP_PKEY_generate(context, &key) == 1, let key
        else { throw Failed(call: "EVP_PKEY_generate") }
        return key
    }

    private static func makeCertificate(name: String, key: OpaquePointer) throws -> OpaquePointer {
        guard let certificate = X509_new() else { throw Failed(call: "X509_new") }
        X509_set_version(certificate, 2)
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), Int.random(in: 1...Int(Int32.max)))
        X509_gmtime_adj(X509_getm_notBefore(certificate), -3600)
        X509_gmtime_adj(X509_getm_notAfter(certificate), 86400)
        X509_set_pubkey(certificate, key)
        let subject = X509_get_subject_name(certificate)
        X509_NAME_add_entry_by_txt(subject, "CN", V_ASN1_UTF8STRING, name, -1, -1, 0)
        X509_set_issuer_name(certificate, subject)
        var context = X509V3_CTX()
        X509V3_set_ctx(&context, certificate, certificate, nil, nil, 0)
        for (nid, value) in [(NID_basic_constraints, "critical,CA:TRUE"), (NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1")] {
            let part = X509V3_EXT_conf_nid(nil, &context, nid, value)
            defer { X509_EXTENSION_free(part) }
            guard X509_add_ext(certificate, part, -1) == 1 else { throw Failed(call: "X509_add_ext") }
        }
        guard X509_sign(certificate, key, EVP_sha256()) > 0 else { throw Failed(call: "X509_sign") }
        return certificate
    }

    private static func write(to path: String, _ body: (OpaquePointer) -> Int32) throws {
        guard let file = BIO_new_file(path, "w") else { throw Failed(call: "BIO_new_file") }
        defer { BIO_free(file) }
        guard body(file) == 1 else { throw Failed(call: "PEM_write_bio") }
    }
}
