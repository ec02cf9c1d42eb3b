import Foundation
package import HTTP

/// An absolute `http` or `https` address, with what a request needs of it.
package struct HubURL: Sendable, Hashable {
    package let origin: ClientOrigin
    /// Path and query, percent-encoded; never empty.
    package let target: String

    init(origin: ClientOrigin, target: String) {
        self.origin = origin
        self.target = target
    }

    /// Nil for anything else, and where there is a user in it.
    package init?(_ text: String) {
        self.init(URL(string: text))
    }

    private init?(_ url: URL?) {
        guard let url, let scheme = url.scheme?.lowercased(), scheme == "https" || scheme == "http",
            let host = url.host(percentEncoded: false), !host.isEmpty, url.user == nil,
            url.port.map({ 1...65535 ~= $0 }) ?? true
        else { return nil }
        // RFC 3986 §3.2.2: the brackets are not part of an address.
        let name = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        origin = ClientOrigin(isSecure: scheme == "https", host: name, port: url.port.map(UInt16.init))
        let path = url.path(percentEncoded: true)
        let query = url.query(percentEncoded: true).map { "?" + $0 } ?? ""
        target = (path.isEmpty ? "/" : path) + query
        guard target.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else { return nil }
    }

    /// Where a `Location` leads (RFC 9110 §10.2.2); nil where it leads to no such address, or out of TLS.
    func redirected(to location: String) -> HubURL? {
        guard let url = HubURL(URL(string: location, relativeTo: URL(string: description))?.absoluteURL) else { return nil }
        return origin.isSecure && !url.origin.isSecure ? nil : url
    }

    /// The address with components behind its path, percent-encoded one by one.
    func appending(_ components: [String], query: String = "") -> HubURL {
        let base = target.hasSuffix("/") ? String(target.dropLast()) : target
        let rest = components.map { "/" + Self.encoded($0) }.joined()
        return HubURL(origin: origin, target: base + rest + query)
    }

    /// All but unreserved characters (RFC 3986 §2.3) as percent-encoded bytes.
    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }
}

extension HubURL: CustomStringConvertible {
    package var description: String { origin.description + target }

    /// Without the query, which may have a signature in it: for messages.
    package var withoutQuery: String { origin.description + (target.split(separator: "?").first ?? "/") }
}
