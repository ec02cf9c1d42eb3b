/// The other end of a connection, as trust is given to it.
package enum Peer: Sendable, Hashable {
    case address(ClientAddress)
    /// It came over a Unix socket, to which the file system's permissions let it.
    case unixSocket
    /// Behind a proxy that does not say who it is.
    case unknown
}

extension Peer {
    /// Of an accepted connection.
    init(_ address: SocketAddress) {
        switch address.host {
        case .v4(let bits): self = .address(ClientAddress(.v4(UInt32(bigEndian: bits)), port: address.port))
        case .v6(let high, let low, _):
            self = .address(ClientAddress(IPAddress(high: UInt64(bigEndian: high), low: UInt64(bigEndian: low)), port: address.port))
        case .unix: self = .unixSocket
        }
    }

    package var address: ClientAddress? {
        if case .address(let address) = self { address } else { nil }
    }
}

extension Peer: CustomStringConvertible {
    package var description: String {
        switch self {
        case .address(let address): address.description
        case .unixSocket: "unix"
        case .unknown: "unknown"
        }
    }
}

/// Those whose word is taken for who the client is.
package struct TrustedProxies: Sendable, Hashable {
    private struct Range: Hashable {
        /// With no bits behind the prefix.
        var base: IPAddress
        var prefix: Int

        /// IPv4 addresses are in IPv4 ranges only: `::/0` holds none of them.
        func contains(_ address: IPAddress) -> Bool { address.prefix(prefix) == base }
    }

    private var ranges: [Range] = []
    private var includesUnixSockets = false

    /// Nobody.
    package init() {}

    /// From a list with commas or blanks between its members: `127.0.0.1, ::1, 10.0.0.0/8, unix`. The last stands for every client of a
    /// Unix socket.
    package init(_ text: String) throws(InvalidProxy) {
        for member in text.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
            if member == "unix" {
                includesUnixSockets = true
            } else {
                ranges.append(try Self.range(member))
            }
        }
    }

    private static func range(_ text: Substring) throws(InvalidProxy) -> Range {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPAddress(parts[0]) else { throw .notAnAddress(String(text)) }
        guard parts.count > 1 else { return Range(base: address, prefix: address.bitWidth) }
        // A prefix is given for the address as it is written: 128 bits where that is one of IPv6, mapped ones too.
        let writtenWidth = parts[0].utf8.contains(UInt8(ascii: ":")) ? 128 : 32
        let isNumber = (1...3).contains(parts[1].utf8.count) && parts[1].utf8.allSatisfy(\.isDigit)
        guard isNumber, let length = Int(parts[1]), length <= writtenWidth, length >= writtenWidth - address.bitWidth else {
            throw .notAnAddress(String(text))
        }
        let prefix = length - (writtenWidth - address.bitWidth)
        guard address.prefix(prefix) == address else { throw .bitsBehindPrefix(String(text), meant: "\(address.prefix(prefix))/\(prefix)") }
        return Range(base: address, prefix: prefix)
    }

    package var isEmpty: Bool { ranges.isEmpty && !includesUnixSockets }

    package func contains(_ address: IPAddress) -> Bool {
        ranges.contains { $0.contains(address) }
    }

    package func contains(_ peer: Peer) -> Bool {
        switch peer {
        case .address(let address): contains(address.ip)
        case .unixSocket: includesUnixSockets
        case .unknown: false
        }
    }
}

/// Why a list of trusted proxies cannot be read.
package enum InvalidProxy: Error, Sendable, Hashable {
    case notAnAddress(String)
    /// A range that begins in its middle may be a slip of either part.
    case bitsBehindPrefix(String, meant: String)
}

extension InvalidProxy: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notAnAddress(let text): "\(text) is neither an address, a range such as 10.0.0.0/8, nor unix"
        case .bitsBehindPrefix(let text, let meant): "\(text) has bits set behind its prefix; the range is \(meant)"
        }
    }
}
