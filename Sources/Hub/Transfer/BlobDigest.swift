import COpenSSL
import HTTP

/// What a file's bytes are known by. In hexadecimal it is the blob's name in the cache.
package enum BlobDigest: Sendable, Hashable {
    /// Of the bytes: git-lfs's object id.
    case sha256(String)
    /// SHA-1 of `blob SIZE\0` and the bytes: git's object id, of files that are small.
    case gitBlob(String)

    package init?(sha256 text: String) {
        guard Self.isHexadecimal(text, count: 64) else { return nil }
        self = .sha256(text)
    }

    package init?(gitBlob text: String) {
        guard Self.isHexadecimal(text, count: 40) else { return nil }
        self = .gitBlob(text)
    }

    package var text: String {
        switch self {
        case .sha256(let text), .gitBlob(let text): text
        }
    }

    static func isHexadecimal(_ text: String, count: Int) -> Bool {
        text.utf8.count == count
            && text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }
}

/// A digest that is made of bytes as they come, by OpenSSL. Used by one thread at a time.
final class RunningDigest {
    private let context: OpaquePointer
    private let kind: BlobDigest

    /// Of the kind of `digest`, for `byteCount` bytes.
    init(like digest: BlobDigest, byteCount: Int) {
        guard let context = EVP_MD_CTX_new() else { preconditionFailure("OpenSSL has no memory for a digest") }
        self.context = context
        kind = digest
        switch digest {
        case .sha256:
            precondition(EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1, "OpenSSL has no SHA-256")
        case .gitBlob:
            precondition(EVP_DigestInit_ex(context, EVP_sha1(), nil) == 1, "OpenSSL has no SHA-1")
            Array("blob \(byteCount)\0".utf8).withUnsafeBytes { update($0) }
        }
    }

    deinit { EVP_MD_CTX_free(context) }

    func update(_ bytes: UnsafeRawBufferPointer) {
        EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }

    /// Call it once.
    func finish() -> BlobDigest {
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var count: UInt32 = 0
        EVP_DigestFinal_ex(context, &digest, &count)
        let text = digest.prefix(Int(count)).hexadecimal
        return switch kind {
        case .sha256: .sha256(text)
        case .gitBlob: .gitBlob(text)
        }
    }
}
