import Glibc

/// An IPv4 or IPv6 address, without port and zone.
///
/// An IPv4 address that is mapped into IPv6 (`::ffff:192.0.2.1`, RFC 4291 §2.5.5.2) is the IPv4 address, however it came: a socket for
/// both families names its IPv4 clients so.
package enum IPAddress: Sendable, Hashable {
    /// In host order.
    case v4(UInt32)
    /// In host order.
    case v6(high: UInt64, low: UInt64)

    /// From the halves of an IPv6 address, in host order.
    package init(high: UInt64, low: UInt64) {
        self = high == 0 && low >> 32 == 0xFFFF ? .v4(UInt32(truncatingIfNeeded: low)) : .v6(high: high, low: low)
    }

    /// From 4 or 16 bytes in network order; nil for any other number of them.
    package init?(bytes: some Collection<UInt8>) {
        switch bytes.count {
        case 4: self = .v4(bytes.reduce(0) { $0 << 8 | UInt32($1) })
        case 16:
            self.init(
                high: bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }, low: bytes.dropFirst(8).reduce(0) { $0 << 8 | UInt64($1) })
        default: return nil
        }
    }

    /// From numeric text: `192.0.2.1`, `2001:db8::1`. No brackets, no zone, no leading zeros in IPv4.
    package init?(_ text: some StringProtocol) {
        let isPlausible = text.utf8.allSatisfy { $0.hexDigitValue != nil || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }
        guard isPlausible, text.utf8.count < Int(INET6_ADDRSTRLEN) else { return nil }
        let text = String(text)
        var v4 = in_addr()
        var v6 = in6_addr()
        if inet_pton(AF_INET, text, &v4) == 1 {
            self = .v4(UInt32(bigEndian: v4.s_addr))
        } else if inet_pton(AF_INET6, text, &v6) == 1, let address = withUnsafeBytes(of: v6, { IPAddress(bytes: $0) }) {
            self = address
        } else {
            return nil
        }
    }

    /// 32 or 128.
    package var bitWidth: Int {
        switch self {
        case .v4: 32
        case .v6: 128
        }
    }

    /// With all bits behind the first `length` cleared.
    package func prefix(_ length: Int) -> IPAddress {
        switch self {
        case .v4(let address): .v4(address & UInt32.max << (32 - min(length, 32)))
        case .v6(let high, let low):
            .v6(high: high & UInt64.max << (64 - min(length, 64)), low: low & UInt64.max << (64 - min(max(0, length - 64), 64)))
        }
    }
}

extension IPAddress: CustomStringConvertible {
    package var description: String { socketAddress(port: 0).hostText }

    func socketAddress(port: UInt16) -> SocketAddress {
        switch self {
        case .v4(let address): SocketAddress(host: .v4(address.bigEndian), port: port)
        case .v6(let high, let low): SocketAddress(host: .v6(high: high.bigEndian, low: low.bigEndian, scope: 0), port: port)
        }
    }
}

/// The address of whoever sends requests, as far as it is known. A proxy rarely tells the port.
package struct ClientAddress: Sendable, Hashable {
    package var ip: IPAddress
    package var port: UInt16?

    package init(_ ip: IPAddress, port: UInt16? = nil) {
        self.ip = ip
        self.port = port
    }
}

extension ClientAddress: CustomStringConvertible {
    /// `192.0.2.1`, `2001:db8::1`; with the port `192.0.2.1:80`, `[2001:db8::1]:80`.
    package var description: String {
        port.map { ip.socketAddress(port: $0).description } ?? ip.description
    }
}
