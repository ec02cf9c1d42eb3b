package import Glibc

extension SocketAddress {
    /// `AF_INET`, `AF_INET6` or `AF_UNIX`.
    package var family: Int32 {
        switch host {
        case .v4: AF_INET
        case .v6: AF_INET6
        case .unix: AF_UNIX
        }
    }

    /// Runs `body` with the address as the system's calls take it.
    package func withSystemAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
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
        case .unix(let path):
            var system = sockaddr_un()
            system.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &system.sun_path) { $0.dropLast().copyBytes(from: path.utf8.prefix($0.count - 1)) }
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
        let address: SocketAddress? = withUnsafeMutablePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                fill($0, &length)
                return SocketAddress($0, length: length)
            }
        }
        guard let address else { return nil }
        self = address
    }

    /// From the system's own of `length` bytes; nil for another family.
    init?(_ system: UnsafePointer<sockaddr>, length: socklen_t) {
        let bytes = UnsafeRawBufferPointer(start: system, count: Int(length))
        guard bytes.count >= MemoryLayout<sa_family_t>.size else { return nil }
        switch Int32(system.pointee.sa_family) {
        case AF_INET where bytes.count >= MemoryLayout<sockaddr_in>.size:
            let system = bytes.loadUnaligned(as: sockaddr_in.self)
            self.init(host: .v4(system.sin_addr.s_addr), port: UInt16(bigEndian: system.sin_port))
        case AF_INET6 where bytes.count >= MemoryLayout<sockaddr_in6>.size:
            let system = bytes.loadUnaligned(as: sockaddr_in6.self)
            self.init(host: Host(system.sin6_addr, scope: system.sin6_scope_id), port: UInt16(bigEndian: system.sin6_port))
        case AF_UNIX:
            let name = bytes.dropFirst(MemoryLayout<sa_family_t>.size)
            // A name of the abstract namespace begins with NUL and ends with the length.
            let isAbstract = name.first == 0 && name.count > 1
            let path = isAbstract ? name.dropFirst() : name.prefix { $0 != 0 }
            self.init(host: .unix(path: (isAbstract ? "@" : "") + String(decoding: path, as: UTF8.self)), port: 0)
        default: return nil
        }
    }
}

extension SocketAddress.Host {
    /// From `127.0.0.1`, `::1` or `[::1]`.
    init?(numeric text: String) {
        guard !text.utf8.contains(0) else { return nil }
        let isBracketed = text.hasPrefix("[") && text.hasSuffix("]")
        let name = isBracketed ? String(text.dropFirst().dropLast()) : text
        var v4 = in_addr()
        var v6 = in6_addr()
        if !isBracketed, inet_pton(AF_INET, name, &v4) == 1 {
            self = .v4(v4.s_addr)
        } else if inet_pton(AF_INET6, name, &v6) == 1 {
            self.init(v6, scope: 0)
        } else {
            return nil
        }
    }

    fileprivate init(_ address: in6_addr, scope: UInt32) {
        let (high, low) = withUnsafeBytes(of: address) {
            ($0.loadUnaligned(fromByteOffset: 0, as: UInt64.self), $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        }
        self = .v6(high: high, low: low, scope: scope)
    }

    var in6: in6_addr {
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
