import Glibc

/// What the system refused, by consequence.
package enum SocketError: Error, Sendable, Hashable {
    /// Neither a numeric IPv4 nor IPv6 address.
    case invalidAddress(String)
    /// Another process listens there.
    case addressInUse
    /// The address is not one of this machine's.
    case addressNotAvailable
    /// A port below 1024 without the right to it, for instance.
    case permissionDenied
    /// The process (EMFILE) or the system (ENFILE, ENOBUFS, ENOMEM) has no descriptor or memory left.
    case resourcesExhausted
    /// The peer reset or closed the connection, or the network lost it.
    case disconnected
    /// Anything else: the call and its errno.
    case failed(call: String, errno: Int32)

    init(call: StaticString, errno code: Int32) {
        self =
            switch code {
            case EADDRINUSE: .addressInUse
            case EADDRNOTAVAIL: .addressNotAvailable
            case EACCES, EPERM: .permissionDenied
            case EMFILE, ENFILE, ENOBUFS, ENOMEM: .resourcesExhausted
            case ECONNRESET, EPIPE, ENOTCONN, ETIMEDOUT, EHOSTUNREACH, ENETUNREACH, ECONNABORTED, ECONNREFUSED: .disconnected
            default: .failed(call: "\(call)", errno: code)
            }
    }
}

extension SocketError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .invalidAddress(let text): "\(text) is not a numeric IPv4 or IPv6 address"
        case .addressInUse: "the address is in use"
        case .addressNotAvailable: "the address is not one of this machine's"
        case .permissionDenied: "permission denied"
        case .resourcesExhausted: "no descriptors or memory left"
        case .disconnected: "the connection is gone"
        case .failed(let call, let code): "\(call): \(String(cString: strerror(code)))"
        }
    }
}
