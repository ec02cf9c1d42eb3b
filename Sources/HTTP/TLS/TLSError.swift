import COpenSSL

/// Why TLS cannot be had with a configuration. Reasons are the system's or OpenSSL's.
package enum TLSError: Error, Sendable, Hashable {
    case unreadable(file: String, reason: String)
    /// Others than its owner and group have access to the key, or its group may write it.
    case keyExposed(file: String, mode: UInt32)
    case badCertificate(file: String, reason: String)
    case badKey(file: String, reason: String)
    /// The key is another certificate's.
    case mismatch(certificate: String, key: String)
    case badAuthorities(file: String, reason: String)
    /// A call that does not depend on files.
    case failed(call: String, reason: String)
}

extension TLSError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let file, let reason): "cannot read \(file): \(reason)"
        case .keyExposed(let file, let mode):
            "the private key \(file) is open to others (mode \(String(mode, radix: 8))); chmod 600 or 640 it"
        case .badCertificate(let file, let reason): "no usable certificate chain in \(file): \(reason)"
        case .badKey(let file, let reason): "no usable private key in \(file): \(reason)"
        case .mismatch(let certificate, let key): "the private key \(key) does not belong to the certificate \(certificate)"
        case .badAuthorities(let file, let reason): "no usable authorities for clients in \(file): \(reason)"
        case .failed(let call, let reason): "\(call): \(reason)"
        }
    }
}

/// The calling thread's queue of errors, which OpenSSL fills and never clears by itself.
enum OpenSSLErrors {
    static func clear() { ERR_clear_error() }

    /// The reason of the first error, which is the cause of those behind it. Empties the queue.
    static func take() -> String {
        let code = ERR_get_error()
        ERR_clear_error()
        guard code != 0 else { return "no reason given" }
        guard let reason = ERR_reason_error_string(code) else { return "error \(code)" }
        return String(cString: reason)
    }
}
