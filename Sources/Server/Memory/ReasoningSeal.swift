import COpenSSL
import Foundation

/// Encrypts reasoning for clients that keep it themselves, so that they can hand it back and nobody can have written it but this
/// server: AES-256-GCM (NIST SP 800-38D) by libcrypto, with a random nonce.
///
/// The sealed form is base64 of a version byte, the nonce [12], the ciphertext, the tag [16].
package struct ReasoningSeal: Sendable {
    private static let version: UInt8 = 1
    private static let nonceLength = 12
    private static let tagLength = 16
    /// Read with the ciphertext, so that nothing else under the key is taken for reasoning.
    private static let context = [UInt8]("chorale reasoning".utf8)

    private let key: [UInt8]

    /// - Parameter secret: at least 32 bytes that nobody else knows, of which the key is made; `nil` takes random ones.
    package init(secret: [UInt8]? = nil) throws(SealError) {
        guard let secret else {
            key = try Self.random(32)
            return
        }
        guard secret.count >= 32 else { throw .secretTooShort(bytes: secret.count) }
        var digest = [UInt8](repeating: 0, count: 32)
        guard EVP_Digest(secret, secret.count, &digest, nil, EVP_sha256(), nil) == 1 else { throw .libraryFailed("EVP_Digest") }
        key = digest
    }

    package func seal(_ text: String) throws(SealError) -> String {
        let nonce = try Self.random(Self.nonceLength)
        var tag = [UInt8](repeating: 0, count: Self.tagLength)
        let sealed = try Self.withContext { (context) throws(SealError) in
            guard EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce) == 1 else { throw .libraryFailed("EVP_EncryptInit_ex") }
            var length: Int32 = 0
            let plain = Array(text.utf8)
            var cipher = [UInt8](repeating: 0, count: plain.count)
            guard EVP_EncryptUpdate(context, nil, &length, Self.context, Int32(Self.context.count)) == 1,
                EVP_EncryptUpdate(context, &cipher, &length, plain, Int32(plain.count)) == 1,
                EVP_EncryptFinal_ex(context, nil, &length) == 1,
                EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(Self.tagLength), &tag) == 1
            else { throw .libraryFailed("EVP_Encrypt") }
            return cipher
        }
        return Data([Self.version] + nonce + sealed + tag).base64EncodedString()
    }

    /// `nil` for anything but what was sealed under this key.
    package func open(_ sealed: String) -> String? {
        guard let data = Data(base64Encoded: sealed), data.count >= 1 + Self.nonceLength + Self.tagLength, data[0] == Self.version
        else { return nil }
        let nonce = Array(data[1...Self.nonceLength])
        let cipher = Array(data[(1 + Self.nonceLength)..<(data.count - Self.tagLength)])
        var tag = Array(data.suffix(Self.tagLength))
        do throws(SealError) {
            let plain = try Self.withContext { (context) throws(SealError) in
                var length: Int32 = 0
                var plain = [UInt8](repeating: 0, count: cipher.count)
                guard EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce) == 1,
                    EVP_DecryptUpdate(context, nil, &length, Self.context, Int32(Self.context.count)) == 1,
                    EVP_DecryptUpdate(context, &plain, &length, cipher, Int32(cipher.count)) == 1,
                    EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(Self.tagLength), &tag) == 1,
                    EVP_DecryptFinal_ex(context, nil, &length) == 1
                else { throw .notSealedHere }
                return plain
            }
            return String(validating: plain, as: UTF8.self)
        } catch {
            return nil
        }
    }

    private static func withContext(_ body: (OpaquePointer) throws(SealError) -> [UInt8]) throws(SealError) -> [UInt8] {
        guard let context = EVP_CIPHER_CTX_new() else { throw .libraryFailed("EVP_CIPHER_CTX_new") }
        defer { EVP_CIPHER_CTX_free(context) }
        return try body(context)
    }

    private static func random(_ count: Int) throws(SealError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        guard RAND_bytes(&bytes, Int32(count)) == 1 else { throw .libraryFailed("RAND_bytes") }
        return bytes
    }
}

/// Why something is not sealed, or not opened.
package enum SealError: Error, Hashable, CustomStringConvertible {
    case secretTooShort(bytes: Int)
    case notSealedHere
    /// This call of libcrypto's.
    case libraryFailed(String)

    package var description: String {
        switch self {
        case .secretTooShort(let bytes): "the key file has \(bytes) bytes; it needs 32 at least"
        case .notSealedHere: "not sealed under this key"
        case .libraryFailed(let call): "libcrypto failed in \(call)"
        }
    }
}

extension ReasoningSeal {
    /// With the secret of a file; without one, under a key that ends with the process.
    init(keyFile path: String?) throws {
        try self.init(secret: path.map { [UInt8](try Data(contentsOf: URL(filePath: $0))) })
    }
}
