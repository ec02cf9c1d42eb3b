/// What a proxy says of a connection before its first byte, in version 1 or 2 of the PROXY protocol
/// (https://www.haproxy.org/download/3.2/doc/proxy-protocol.txt).
package struct ProxyHeader: Sendable, Hashable {
    /// Who connected to the proxy. Nil where the proxy does not say: it speaks for itself (LOCAL), does not know (UNKNOWN, UNSPEC), or was
    /// connected to by other means than TCP.
    package var source: ClientAddress?

    package init(source: ClientAddress?) {
        self.source = source
    }
}

/// Bytes in, one header out, and what came behind it. The same in any split.
package struct ProxyHeaderReader: Sendable {
    private var buffer: [UInt8] = []

    package init() {}

    /// - Returns: the header and the bytes behind it, which are the connection's own; nil while it is not whole.
    package mutating func receive(_ bytes: [UInt8]) throws(ProxyHeaderError) -> (header: ProxyHeader, rest: [UInt8])? {
        buffer += bytes
        let parsed =
            if buffer.starts(with: Self.signature) {
                try parseBinary()
            } else if buffer.starts(with: Self.textStart) {
                try parseText()
            } else if Self.signature.starts(with: buffer) || Self.textStart.starts(with: buffer) {
                (header: ProxyHeader, length: Int)?.none
            } else {
                throw .missing
            }
        return parsed.map { ($0.header, Array(buffer[$0.length...])) }
    }

    private static let signature: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A]
    private static let textStart = Array("PROXY ".utf8)

    // MARK: Version 2

    /// Bytes of a header of version 2 at most. With the most that certificates and names of its TLVs come to; nginx takes 4 KiB, HAProxy 16.
    package static let binaryLimit = 16 << 10

    /// §2.2: signature, version and command, family and transport, length; then addresses and TLVs.
    private func parseBinary() throws(ProxyHeaderError) -> (header: ProxyHeader, length: Int)? {
        // What is wrong is refused as soon as it has come.
        guard buffer.count > 12 else { return nil }
        let (version, command) = (buffer[12] >> 4, buffer[12] & 15)
        guard version == 2 else { throw .malformed("version \(version)") }
        guard command <= 1 else { throw .malformed("command \(command)") }
        guard buffer.count >= 16 else { return nil }
        let length = 16 + (Int(buffer[14]) << 8 | Int(buffer[15]))
        guard length <= Self.binaryLimit else { throw .tooLong(limit: Self.binaryLimit) }
        guard command == 1 else {
            // LOCAL: whatever the block holds is discarded, "including the family which is ignored".
            return buffer.count < length ? nil : (ProxyHeader(source: nil), length)
        }
        let (family, transport) = (buffer[13] >> 4, buffer[13] & 15)
        guard family <= 3, transport <= 2 else { throw .malformed("family and transport \(buffer[13])") }
        // Source and destination, and two ports; AF_UNIX has two paths of 108 bytes.
        let addressLength = [0, 4, 16, 108][Int(family)]
        let expected = family == 3 ? 2 * addressLength : family == 0 ? 0 : 2 * addressLength + 4
        guard length - 16 >= expected else { throw .malformed("\(length - 16) bytes of addresses") }
        guard buffer.count >= length else { return nil }
        // What is neither TCP over IPv4 nor over IPv6 is served without an address. TLVs are skipped.
        guard family == 1 || family == 2, transport == 1, let ip = IPAddress(bytes: buffer[16..<16 + addressLength]) else {
            return (ProxyHeader(source: nil), length)
        }
        let port = 16 + 2 * addressLength
        return (ProxyHeader(source: ClientAddress(ip, port: UInt16(buffer[port]) << 8 | UInt16(buffer[port + 1]))), length)
    }

    // MARK: Version 1

    /// §2.1: "a 108-byte buffer is always enough to store all the line and a trailing zero".
    package static let textLimit = 107

    /// §2.1: `PROXY TCP4 192.0.2.1 192.0.2.2 56324 443` CRLF, with exactly these spaces; or `PROXY UNKNOWN`, anything, CRLF.
    private func parseText() throws(ProxyHeaderError) -> (header: ProxyHeader, length: Int)? {
        guard let lineFeed = buffer.prefix(Self.textLimit).firstIndex(of: .lineFeed) else {
            guard buffer.count < Self.textLimit else { throw .tooLong(limit: Self.textLimit) }
            return nil
        }
        guard buffer[lineFeed - 1] == .carriageReturn else { throw .malformed("a line without CR") }
        let line = buffer[Self.textStart.count..<lineFeed - 1]
        guard !line.contains(.carriageReturn), let text = String(validating: line, as: UTF8.self) else {
            throw .malformed("a line with other bytes than text")
        }
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        if parts.first == "UNKNOWN" { return (ProxyHeader(source: nil), lineFeed + 1) }
        guard parts.count == 5, let source = Self.address(parts[1], parts[0]), Self.address(parts[2], parts[0]) != nil,
            let port = Self.port(parts[3]), Self.port(parts[4]) != nil
        else { throw .malformed("a line that is not protocol, two addresses and two ports") }
        return (ProxyHeader(source: ClientAddress(source, port: port)), lineFeed + 1)
    }

    private static func address(_ text: Substring, _ family: Substring) -> IPAddress? {
        switch (family, text.utf8.contains(UInt8(ascii: ":"))) {
        case ("TCP4", false), ("TCP6", true): IPAddress(text)
        default: nil
        }
    }

    /// "Heading zeroes are not permitted in front of numbers".
    private static func port(_ text: Substring) -> UInt16? {
        guard (1...5).contains(text.utf8.count), text.utf8.allSatisfy(\.isDigit), text == "0" || text.utf8.first != UInt8(ascii: "0") else {
            return nil
        }
        return UInt16(text)
    }
}

/// Why a connection does not begin as the PROXY protocol has it. The connection is closed.
package enum ProxyHeaderError: Error, Sendable, Hashable {
    /// It begins with something else.
    case missing
    case malformed(String)
    case tooLong(limit: Int)
}

extension ProxyHeaderError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing: "it does not begin with one"
        case .malformed(let found): "it has \(found)"
        case .tooLong(let limit): "it is longer than \(limit) bytes"
        }
    }
}
