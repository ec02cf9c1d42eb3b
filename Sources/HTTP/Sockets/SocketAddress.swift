import Glibc

/// An IPv4 or IPv6 address with a port.
package struct SocketAddress: Sendable, Hashable {
    package enum Host: Sendable, Hashable {
        /// In network order.
        case v4(UInt32)
        /// In network order, with the scope (interface) of a link-local address.
        case v6(high: UInt64, low: UInt64, scope: UInt32)
    }

    package var host: Host
    package var port: UInt16

    package init(host: Host, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// From a numeric host: `127.0.0.1`, `::1`, `[::1]`; `localhost` stands for 127.0.0.1. Names are not looked up.
    /// - Throws: ``SocketError/invalidAddress(_:)``
    package init(host text: String, port: UInt16) throws(SocketError) {
        self.port = port
        var name = text == "localhost" ? "127.0.0.1" : text
        if name.hasPrefix("["), name.hasSuffix("]") { name = String(name.dropFirst().dropLast()) }
        var v4 = in_addr()
        var v6 = in6_addr()
        if inet_pton(AF_INET, name, &v4) == 1 {
            host = .v4(v4.s_addr)
        } else if inet_pton(AF_INET6, name, &v6) == 1 {
            host = Host(v6, scope: 0)
        } else {
            throw .invalidAddress(text)
        }
    }

    /// From `127.0.0.1:8080` or `[::1]:8080`.
    /// - Throws: ``SocketError/invalidAddress(_:)``
    package init(_ text: String) throws(SocketError) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            throw .invalidAddress(text)
        }
        let host = String(text[..<colon])
        guard host.hasPrefix("[") == host.contains(":") else { throw .invalidAddress(text) }
        try self.init(host: host, port: port)
    }

    /// The host alone, without brackets.
    package var hostText: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        switch host {
        case .v4(let address):
            var address = in_addr(s_addr: address)
            inet_ntop(AF_INET, &address, &text, socklen_t(text.count))
        case .v6:
            var address = host.in6
            inet_ntop(AF_INET6, &address, &text, socklen_t(text.count))
        }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    package var isLoopback: Bool {
        switch host {
        case .v4(let address): UInt32(bigEndian: address) >> 24 == 127
        case .v6(let high, let low, _): high == 0 && UInt64(bigEndian: low) == 1
        }
    }
}

extension SocketAddress: CustomStringConvertible {
    package var description: String {
        switch host {
        case .v4: "\(hostText):\(port)"
        case .v6: "[\(hostText)]:\(port)"
        }
    }
}

extension SocketAddress.Host {
    fileprivate init(_ address: in6_addr, scope: UInt32) {
        let (high, low) = withUnsafeBytes(of: address) {
            ($0.loadUnaligned(fromByteOffset: 0, as: UInt64.self), $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        }
        self = .v6(high: high, low: low, scope: scope)
    }

    fileprivate var in6: in6_addr {
        var address = in6_addr()
        if case .v6(let high, let low, _) = self {
            withUnsafeMutableBytes(of: &address) {
                $0.storeBytes(of: high, toByteOffset: 0, as: UInt64.self)
                $0.storeBytes(of: low, toByteOffset: 8, as: UInt64.self)
            }
        }
        return address
    }
}

extension SocketAddress {
    var family: Int32 {
        switch host {
        case .v4: AF_INET
        case .v6: AF_INET6
        }
    }

    /// Runs `body` with the address as the system's calls take it.
    func withSystemAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        switch host {
        case .v4(let address):
            var system = sockaddr_in()
            system.sin_family = sa_family_t(AF_INET)
            system.sin_port = port.bigEndian
            system.sin_addr.s_addr = address
            return Self.rebind(&system, body)
        case .v6(_, _, let scope):
            var system = sockaddr_in6()
            system.sin6_family = sa_family_t(AF_INET6)
            system.sin6_port = port.bigEndian
            system.sin6_addr = host.in6
            system.sin6_scope_id = scope
            return Self.rebind(&system, body)
        }
    }

    private static func rebind<Address, Result>(
        _ address: inout Address, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<Address>.size)) }
        }
    }

    /// From what `accept`, `getsockname` or `getpeername` wrote; nil for another family.
    init?(filling fill: (UnsafeMutablePointer<sockaddr>, inout socklen_t) -> Void) {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        withUnsafeMutablePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { fill($0, &length) }
        }
        let address: SocketAddress? = withUnsafeBytes(of: storage) { bytes in
            switch Int32(storage.ss_family) {
            case AF_INET:
                let system = bytes.load(as: sockaddr_in.self)
                return SocketAddress(host: .v4(system.sin_addr.s_addr), port: UInt16(bigEndian: system.sin_port))
            case AF_INET6:
                let system = bytes.load(as: sockaddr_in6.self)
                return SocketAddress(
                    host: Host(system.sin6_addr, scope: system.sin6_scope_id), port: UInt16(bigEndian: system.sin6_port))
            default:
                return nil
            }
        }
        guard let address else { return nil }
        self = address
    }
}
