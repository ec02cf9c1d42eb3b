import Glibc

/// What the system refused, by consequence.
package enum SocketError: Error, Sendable, Hashable {
    /// Another process listens there.
    case addressInUse
    /// At a Unix socket's path there is a file of another kind.
    case notASocket
    /// A Unix socket's folder is not there.
    case noSuchFolder
    /// The address is not one of this machine's.
    case addressNotAvailable
    /// A port below 1024 without the right to it, or a folder that is not to be written to, for instance.
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
            case ENOENT, ENOTDIR: .noSuchFolder
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
        case .addressInUse: "another process listens there"
        case .notASocket: "there is a file that is no socket"
        case .noSuchFolder: "there is no such folder"
        case .addressNotAvailable: "the address is not one of this machine's"
        case .permissionDenied: "permission denied"
        case .resourcesExhausted: "no descriptors or memory left"
        case .disconnected: "the connection is gone"
        case .failed(let call, let code): "\(call): \(String(cString: strerror(code)))"
        }
    }
}

/// The server has no socket at one of its addresses.
package struct ListenError: Error, Sendable, Hashable, CustomStringConvertible {
    package var address: SocketAddress
    package var reason: SocketError

    package init(address: SocketAddress, reason: SocketError) {
        self.address = address
        self.reason = reason
    }

    package var description: String { "cannot listen on \(address): \(reason)" }
}
