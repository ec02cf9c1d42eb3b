/// Where a socket is: an IPv4 or IPv6 address with a port, or a path in the file system.
package struct SocketAddress: Sendable, Hashable {
    package enum Host: Sendable, Hashable {
        /// In network order.
        case v4(UInt32)
        /// In network order, with the scope (interface) of a link-local address.
        case v6(high: UInt64, low: UInt64, scope: UInt32)
        /// Of a Unix socket. Empty where it has no name, as clients' have none; `@` begins a name of Linux's abstract namespace, which
        /// only inherited sockets have here.
        case unix(path: String)
    }

    package var host: Host
    /// 0 for a Unix socket, which has none.
    package var port: UInt16

    package init(host: Host, port: UInt16) {
        self.host = host
        self.port = port
    }

    package var isLoopback: Bool {
        switch host {
        case .v4(let address): UInt32(bigEndian: address) >> 24 == 127
        case .v6(let high, let low, _): high == 0 && UInt64(bigEndian: low) == 1
        case .unix: true
        }
    }
}

extension SocketAddress: CustomStringConvertible {
    /// As it is written in the configuration: `127.0.0.1:8080`, `[::1]:8080`, `unix:/run/chorale.sock`.
    package var description: String {
        switch host {
        case .v4: "\(hostText):\(port)"
        case .v6: "[\(hostText)]:\(port)"
        case .unix: "unix:\(hostText)"
        }
    }
}

/// Why a text is no address to listen on.
package enum InvalidAddress: Error, Sendable, Hashable {
    /// Neither a numeric address nor a name.
    case malformed(String)
    /// The port is missing or none of 0…65535.
    case noPort(String)
    /// An IPv6 address without brackets, whose port cannot be told from it.
    case unbracketed(String)
    /// A Unix socket's path is empty, holds NUL, or is longer than the system takes.
    case badPath(String, limit: Int)
    /// The name is not known to the system, with its reason.
    case unknownName(String, reason: String)
    /// The name's addresses are none of this machine's.
    case notOfThisMachine(String, addresses: [String])
}

extension InvalidAddress: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformed(let text): "\(text.isEmpty ? "\"\"" : text) is neither an IPv4 nor an IPv6 address nor a host's name"
        case .noPort(let text): "\(text) has no port from 0 to 65535 at its end, as 127.0.0.1:8080 has"
        case .unbracketed(let text): "\(text) needs brackets around the IPv6 address, as [::1]:8080 has"
        case .badPath(let text, let limit): "unix:\(text) needs a path of 1 to \(limit) bytes"
        case .unknownName(let name, let reason): "\(name) is not known: \(reason)"
        case .notOfThisMachine(let name, let addresses):
            "\(name) is \(addresses.joined(separator: " and ")), which this machine does not have"
        }
    }
}
