/// A hop as a proxy names it, in `X-Forwarded-For` or in the `for` of `Forwarded` (RFC 7239 §6).
package enum ForwardedNode: Sendable, Hashable {
    case address(ClientAddress)
    /// `unix:`, as nginx writes it.
    case unixSocket
    /// `unknown`, or an obfuscated identifier such as `_hidden`.
    case concealed

    /// RFC 7239 §6: node = nodename [ ":" node-port ], without the quotes around it; nil for anything else.
    package init?(_ text: Substring) {
        if text.hasPrefix("unix:") {
            self = .unixSocket
            return
        }
        if text.utf8.first == UInt8(ascii: "[") {
            guard let end = text.utf8.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            let name = Substring(text.utf8[..<end].dropFirst())
            guard name.utf8.contains(UInt8(ascii: ":")), let ip = IPAddress(name),
                let port = Port(Substring(text.utf8[end...].dropFirst()))
            else { return nil }
            self = .address(ClientAddress(ip, port: port.number))
            return
        }
        let end = text.utf8.firstIndex(of: UInt8(ascii: ":")) ?? text.endIndex
        guard let port = Port(text[end...]) else { return nil }
        let name = text[..<end]
        if name.utf8.elementsEqual("unknown".utf8, by: { $0.lowercasedASCII == $1 }) || name.isObfuscated {
            self = .concealed
        } else if let ip = IPAddress(name) {
            self = .address(ClientAddress(ip, port: port.number))
        } else {
            return nil
        }
    }

    /// A member of `X-Forwarded-For`, which nobody has specified: as above, and IPv6 addresses without brackets.
    package init?(xForwarded text: Substring) {
        if text.utf8.count(where: { $0 == UInt8(ascii: ":") }) > 1, let ip = IPAddress(text) {
            self = .address(ClientAddress(ip))
        } else {
            self.init(text)
        }
    }

    /// RFC 7239 §6: nothing, or ":" and a number or an obfuscated identifier.
    private struct Port {
        var number: UInt16?

        init?(_ text: Substring) {
            guard let colon = text.utf8.first else { return }
            let rest = Substring(text.utf8.dropFirst())
            guard colon == UInt8(ascii: ":") else { return nil }
            if rest.isObfuscated { return }
            guard (1...5).contains(rest.utf8.count), rest.utf8.allSatisfy(\.isDigit), let number = UInt16(rest) else { return nil }
            self.number = number
        }
    }
}

extension Substring {
    /// RFC 7239 §6.3: "_" and letters, digits, ".", "_", "-".
    fileprivate var isObfuscated: Bool {
        utf8.count > 1 && utf8.first == UInt8(ascii: "_") && utf8.dropFirst().allSatisfy(Self.obfuscated.contains)
    }

    private static let obfuscated = ByteSet(ByteSet.letters, ByteSet.digits, "._-")
}
