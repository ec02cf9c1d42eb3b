package import HTTPTypes

/// Who asks, and what for, as the client would put it: for logs, limits and links.
package struct RequestOrigin: Sendable, Hashable {
    /// Nil where it is not known: a client of a Unix socket, or one that its proxy does not name.
    package var client: ClientAddress?
    package var scheme: RequestScheme
    /// Host and port; nil only in HTTP/1.0.
    package var authority: String?

    package init(client: ClientAddress?, scheme: RequestScheme, authority: String?) {
        self.client = client
        self.scheme = scheme
        self.authority = authority
    }
}

package enum RequestScheme: String, Sendable, Hashable {
    case http
    case https
}

/// Which of the fields are read that trusted proxies may write.
package enum ForwardedFields: String, Sendable, Hashable, CaseIterable {
    /// `X-Forwarded-For`, `-Proto` and `-Host` where there is any of them, else `Forwarded`.
    ///
    /// Never both: a proxy writes one kind and passes the other on as its client sent it. Those that write `X-Forwarded-For` without being
    /// told to are by far the most (nginx and HAProxy by a line that everybody has, Caddy, Traefik, Envoy and the clouds' by themselves),
    /// and none of them takes a client's own `Forwarded` out. So the older kind wins, and whoever has a proxy that writes `Forwarded` says
    /// so with ``forwarded``, since its clients could send the older kind through it.
    case any
    case xForwarded = "x-forwarded"
    case forwarded
}

/// What is believed of proxies.
package struct ProxyPolicy: Sendable, Hashable {
    package var trusted = TrustedProxies()
    package var fields = ForwardedFields.any
    /// Whether every connection begins with a header of the PROXY protocol, from a trusted address. One without it is closed.
    package var expectsHeader = false

    package init() {}

    /// A request's origin by its fields, where a trusted peer sent them.
    ///
    /// Each proxy appends the address that it was asked from. The list is read from its end, over the trusted ones, to the first address that
    /// is not: nobody who is trusted wrote what stands before it. Where a hop cannot be read or conceals itself, the client is the last
    /// one that is known.
    /// - Parameters:
    ///   - origin: by the connection and the request alone.
    ///   - peer: who is at its other end; with the PROXY protocol, who is at the proxy's.
    package func resolve(_ origin: RequestOrigin, peer: Peer, headers: HTTPFields) -> RequestOrigin {
        guard !trusted.isEmpty, trusted.contains(peer) else { return origin }
        let hasOlderKind = HTTPField.Name.xForwarded.contains { headers.contains($0) }
        return switch fields {
        case .any where hasOlderKind, .xForwarded: resolveXForwarded(origin, headers)
        case .any, .forwarded: resolveForwarded(origin, headers)
        }
    }

    private func resolveXForwarded(_ origin: RequestOrigin, _ headers: HTTPFields) -> RequestOrigin {
        var origin = origin
        walk: for line in headers[fields: .xForwardedFor].reversed() {
            for member in line.members.reversed() {
                guard follow(ForwardedNode(xForwarded: member), &origin) else { break walk }
            }
        }
        // Only the last member is sure to be the proxy's.
        if let scheme = headers.lastMember(of: .xForwardedProto) { origin.take(scheme: scheme) }
        if let host = headers.lastMember(of: .xForwardedHost) { origin.take(host: host) }
        return origin
    }

    private func resolveForwarded(_ origin: RequestOrigin, _ headers: HTTPFields) -> RequestOrigin {
        var origin = origin
        for line in headers[fields: .forwarded].reversed() {
            guard let elements = ForwardedElement.parse(line.value) else { return origin }
            for element in elements.reversed() {
                // Of the proxies that say it, the one nearest to the client knows.
                if let scheme = element.scheme { origin.take(scheme: scheme[...]) }
                if let host = element.host { origin.take(host: host[...]) }
                guard follow(element.sender.flatMap { ForwardedNode($0[...]) }, &origin) else { return origin }
            }
        }
        return origin
    }

    /// One hop further. False where the one before it is not to be believed.
    private func follow(_ node: ForwardedNode?, _ origin: inout RequestOrigin) -> Bool {
        switch node {
        case .address(let address):
            origin.client = address
            return trusted.contains(address.ip)
        case .unixSocket: return trusted.contains(Peer.unixSocket)
        case .concealed, nil: return false
        }
    }
}

extension RequestOrigin {
    fileprivate mutating func take(scheme text: Substring) {
        if let scheme = RequestScheme(rawValue: text.lowercased()) { self.scheme = scheme }
    }

    fileprivate mutating func take(host text: Substring) {
        if Array(text.utf8).withUnsafeBufferPointer(HostGrammar.isValid) { authority = String(text) }
    }
}

extension HTTPFields {
    fileprivate func lastMember(of name: HTTPField.Name) -> Substring? {
        self[fields: name].reversed().lazy.compactMap(\.members.last).first
    }
}

extension HTTPField {
    /// RFC 9110 §5.6.1: the members of a list, without the blanks around them and without empty ones. Split as bytes: there are characters
    /// that make one of their own with a comma behind them.
    fileprivate var members: [Substring] {
        value.utf8.split(separator: UInt8(ascii: ",")).compactMap { member in
            var member = member.drop(while: \.isBlank)
            while member.last?.isBlank == true { member.removeLast() }
            return member.isEmpty ? nil : Substring(member)
        }
    }
}

extension HTTPField.Name {
    package static let forwarded = constant("Forwarded")
    package static let xForwardedFor = constant("X-Forwarded-For")
    package static let xForwardedProto = constant("X-Forwarded-Proto")
    package static let xForwardedHost = constant("X-Forwarded-Host")

    fileprivate static let xForwarded = [xForwardedFor, xForwardedProto, xForwardedHost]
}
