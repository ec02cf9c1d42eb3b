import HTTP
import HTTPTypes

/// What holds of what proxies say whatever that is.
enum ForwardedProperty {
    static func violation(_ bytes: [UInt8]) -> String? {
        let content = bytes.filter { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
        let text = String(decoding: content, as: UTF8.self)
        if let elements = ForwardedElement.parse(text) {
            let written = elements.map(write).joined(separator: ", ")
            // Elements that say nothing of the three have nothing to be written.
            let telling = elements.filter { $0 != ForwardedElement() }
            guard ForwardedElement.parse(written) == telling else { return "\(elements) became \(written)" }
        }
        if case .address(let address) = ForwardedNode(text[...]), ForwardedNode("\(bracketed(address))"[...]) != .address(address) {
            return "\(address) is not read again"
        }
        return resolution(text)
    }

    private static func write(_ element: ForwardedElement) -> String {
        [("for", element.sender), ("proto", element.scheme), ("host", element.host)]
            .compactMap { name, value in value.map { "\(name)=\(quoted($0))" } }
            .joined(separator: ";")
    }

    private static func quoted(_ text: String) -> String {
        var quoted = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { quoted.append("\\") }
            quoted.append(scalar)
        }
        return "\"\(String(quoted))\""
    }

    private static func bracketed(_ address: ClientAddress) -> String {
        if case .v6 = address.ip, address.port == nil { "[\(address)]" } else { "\(address)" }
    }

    /// A peer that is not trusted changes nothing, whatever it says; and one that is names no host that is none.
    private static func resolution(_ text: String) -> String? {
        let origin = RequestOrigin(client: IPAddress("192.0.2.1").map { ClientAddress($0) }, scheme: .http, authority: "a")
        var headers = HTTPFields()
        for name in [HTTPField.Name.forwarded, .xForwardedFor, .xForwardedProto, .xForwardedHost] { headers[name] = text }
        guard let trusted = try? TrustedProxies("192.0.2.0/24"), let stranger = IPAddress("198.51.100.1") else { return "no addresses" }
        for fields in ForwardedFields.allCases {
            var policy = ProxyPolicy()
            (policy.trusted, policy.fields) = (trusted, fields)
            let believed = policy.resolve(origin, peer: .address(ClientAddress(stranger)), headers: headers)
            if believed != origin { return "a stranger was believed: \(believed)" }
            let resolved = policy.resolve(origin, peer: origin.client.map(Peer.address) ?? .unknown, headers: headers)
            let request = Array("GET / HTTP/1.1\r\nHost: \(resolved.authority ?? "")\r\n\r\n".utf8)
            if RequestProperty.Reading([request], RequestLimits()).error != nil { return "no host: \(resolved)" }
        }
        return nil
    }
}
