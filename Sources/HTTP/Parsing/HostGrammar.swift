import Glibc

/// RFC 9110 §7.2: Host = uri-host [ ":" port ]; RFC 3986 §3.2.2 says what a host is.
enum HostGrammar {
    /// - Note: An empty host is refused: RFC 9110 §4.2.1 has recipients reject http URIs with one.
    static func isValid(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        if bytes.first == UInt8(ascii: "[") {
            guard let end = bytes.firstIndex(of: UInt8(ascii: "]")) else { return false }
            return isValidLiteral(bytes[1..<end]) && isValidPort(bytes[(end + 1)...])
        }
        let end = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
        return isValidName(bytes[..<end]) && isValidPort(bytes[end...])
    }

    /// RFC 3986 §3.2.2: reg-name, which IPv4 addresses are too.
    private static func isValidName(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard !bytes.isEmpty, bytes.count <= 255 else { return false }
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index] == UInt8(ascii: "%") {
                guard bytes.endIndex - index >= 3, bytes[index + 1].hexDigitValue != nil, bytes[index + 2].hexDigitValue != nil else {
                    return false
                }
                index += 3
            } else {
                guard ByteSet.registeredName.contains(bytes[index]) else { return false }
                index += 1
            }
        }
        return true
    }

    /// Between brackets: IPv6address or IPvFuture ("v" 1*HEXDIG "." …). No zone.
    private static func isValidLiteral(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        if let first = bytes.first, first.lowercasedASCII == UInt8(ascii: "v") {
            guard let dot = bytes.firstIndex(of: UInt8(ascii: ".")) else { return false }
            let version = bytes[bytes.index(after: bytes.startIndex)..<dot]
            let address = bytes[bytes.index(after: dot)...]
            return !version.isEmpty && version.allSatisfy { $0.hexDigitValue != nil }
                && !address.isEmpty && address.allSatisfy(ByteSet.futureAddress.contains)
        }
        guard bytes.count <= Int(INET6_ADDRSTRLEN), !bytes.contains(0) else { return false }
        var address = in6_addr()
        return inet_pton(AF_INET6, String(decoding: bytes, as: UTF8.self), &address) == 1
    }

    /// Nothing, or ":" and digits, none too (RFC 3986 §3.2.3), up to 65535.
    private static func isValidPort(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard let colon = bytes.first else { return true }
        let digits = bytes.dropFirst()
        guard colon == UInt8(ascii: ":"), digits.allSatisfy(\.isDigit) else { return false }
        return digits.reduce(0) { min($0 * 10 + Int($1 - UInt8(ascii: "0")), 65536) } <= 65535
    }
}
