import HTTPTypes

/// For which host names a server answers: the guard against DNS rebinding, by which a page of evil.example has that name mean 127.0.0.1 and
/// then is, to its browser, of the same origin as this server.
///
/// Addresses, `localhost` and names without a dot pass always, since nobody can register one and have it mean another machine.
package enum HostPolicy: Sendable, Hashable {
    /// Any name.
    case any
    /// Any name but where a browser on this machine asks, as the peer's address and the fields that no page can keep its browser from
    /// sending tell: the Fetch standard adds `Accept-Language` where a script set none.
    case anyButOfLocalBrowsers
    /// These, in lower case, whoever asks.
    case only(Set<String>)

    /// Whether the request may be answered.
    package func admits(_ request: Request) -> Bool {
        switch self {
        case .any: true
        case .anyButOfLocalBrowsers: !request.isOfLocalBrowser || Self.isLocal(request.hostName)
        case .only(let names): Self.isLocal(request.hostName) || names.contains(request.hostName)
        }
    }

    /// RFC 6761 §6.3: `localhost` and what is below it never leave the machine.
    private static func isLocal(_ name: String) -> Bool {
        !name.contains(".") || name.hasSuffix(".localhost") || IPAddress(name) != nil
    }
}

extension Request {
    /// The host that was asked for, in lower case, without port, brackets and a root's dot; empty where the request names none (HTTP/1.0).
    fileprivate var hostName: String {
        guard let authority else { return "" }
        var name = authority.lowercased()[...]
        if name.hasPrefix("[") { return String(name.dropFirst().prefix { $0 != "]" }) }
        name = name.prefix { $0 != ":" }
        return String(name.hasSuffix(".") ? name.dropLast() : name)
    }

    fileprivate var isOfLocalBrowser: Bool {
        guard let remoteAddress, remoteAddress.isLoopback else { return false }
        if case .unix = remoteAddress.host { return false }
        return headers.contains(.acceptLanguage) || headers.contains(.origin) || headers.contains(.referer)
    }
}
