import Glibc

extension SocketAddress {
    /// From `127.0.0.1:8080`, `[::1]:8080` or `unix:/run/chorale.sock`. Names are not looked up: see ``addresses(of:)``.
    package init(_ text: String) throws(InvalidAddress) {
        if text.hasPrefix(Self.unixPrefix) {
            try self.init(path: String(text.dropFirst(Self.unixPrefix.count)))
        } else {
            let (host, port) = try Self.split(text)
            try self.init(host: host, port: port)
        }
    }

    /// From a numeric host: `127.0.0.1`, `::1`, `[::1]`.
    package init(host text: String, port: UInt16) throws(InvalidAddress) {
        guard let host = Host(numeric: text) else { throw .malformed(text) }
        self.init(host: host, port: port)
    }

    /// A Unix socket's.
    package init(path: String) throws(InvalidAddress) {
        guard (1...Self.longestPath).contains(path.utf8.count), !path.utf8.contains(0) else {
            throw .badPath(path, limit: Self.longestPath)
        }
        self.init(host: .unix(path: path), port: 0)
    }

    /// Those of `localhost:8080` that this machine has; else the one that ``init(_:)`` reads.
    package static func addresses(of text: String) throws(InvalidAddress) -> [SocketAddress] {
        if text.hasPrefix(unixPrefix) { return [try SocketAddress(text)] }
        let (host, port) = try split(text)
        return try addresses(host: host, port: port)
    }

    /// Those of a name that this machine has; else the one of a numeric host.
    package static func addresses(host: String, port: UInt16) throws(InvalidAddress) -> [SocketAddress] {
        if let host = Host(numeric: host) { return [SocketAddress(host: host, port: port)] }
        let found = try remoteAddresses(host: host, port: port)
        let own = found.filter(\.isOfThisMachine)
        guard !own.isEmpty else { throw .notOfThisMachine(host, addresses: found.map(\.hostText)) }
        return own
    }

    /// Those of a name, whosever they are; else the one of a numeric host.
    package static func remoteAddresses(host: String, port: UInt16) throws(InvalidAddress) -> [SocketAddress] {
        if let host = Host(numeric: host) { return [SocketAddress(host: host, port: port)] }
        // The last label is no number (RFC 1123 §2.1), so that 127.1 is no name, and no address by the back door.
        let isNumber = host.split(separator: ".").last.map { $0.utf8.allSatisfy(\.isDigit) } ?? true
        guard !isNumber, host.utf8.allSatisfy(hostName.contains) else { throw .malformed(host) }
        return try lookUp(host, port: port)
    }

    /// The host alone, without brackets; the path of a Unix socket.
    package var hostText: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        switch host {
        case .v4(let address):
            var address = in_addr(s_addr: address)
            inet_ntop(AF_INET, &address, &text, socklen_t(text.count))
        case .v6:
            var address = host.in6
            inet_ntop(AF_INET6, &address, &text, socklen_t(text.count))
        case .unix(let path):
            return path
        }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static let unixPrefix = "unix:"
    /// Of a path: the system's field with a NUL behind it.
    private static let longestPath = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1
    /// RFC 1123 §2.1, and the underscore that names in containers have.
    private static let hostName = ByteSet(ByteSet.letters, ByteSet.digits, "-._")

    private static func split(_ text: String) throws(InvalidAddress) -> (host: String, port: UInt16) {
        guard let colon = text.lastIndex(of: ":") else { throw .noPort(text) }
        let (host, digits) = (String(text[..<colon]), text[text.index(after: colon)...])
        guard host.hasPrefix("[") == host.hasSuffix("]"), !host.isEmpty else { throw .malformed(text) }
        guard host.hasPrefix("[") || !host.contains(":") else { throw .unbracketed(text) }
        guard !host.hasPrefix("[") || host.contains(":") else { throw .malformed(text) }
        guard digits.utf8.allSatisfy(\.isDigit), let port = UInt16(digits) else { throw .noPort(text) }
        return (host, port)
    }

    private static func lookUp(_ name: String, port: UInt16) throws(InvalidAddress) -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(name, nil, &hints, &list)
        guard code == 0 else { throw .unknownName(name, reason: String(cString: gai_strerror(code))) }
        defer { freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var next = list
        while let entry = next?.pointee {
            if var address = SocketAddress(entry.ai_addr, length: entry.ai_addrlen) {
                address.port = port
                if !addresses.contains(address) { addresses.append(address) }
            }
            next = entry.ai_next
        }
        return addresses
    }

    /// Whether an interface has it: by whether a socket can be bound there, on a port that the system chooses.
    private var isOfThisMachine: Bool {
        do throws(SocketError) {
            try Socket(family: family).bind(to: SocketAddress(host: host, port: 0))
            return true
        } catch {
            switch error {
            case .addressNotAvailable, .failed(_, errno: EAFNOSUPPORT): return false
            default: return true  // which then comes up where it is bound in earnest
            }
        }
    }
}
