import HTTP
import HTTPTypes
import Testing

/// Who the client is taken for. The connection's other end is 10.0.0.1 where nothing else is said, the trusted are 10.0.0.0/8.
@Suite struct RequestOriginTests {
    private static func resolve(
        _ fields: [(HTTPField.Name, String)], kind: ForwardedFields = .any, peer: String = "10.0.0.1", trusted: String = "10.0.0.0/8"
    ) throws -> RequestOrigin {
        var policy = ProxyPolicy()
        policy.trusted = try TrustedProxies(trusted)
        policy.fields = kind
        let peer: Peer =
            switch peer {
            case "unix": .unixSocket
            case "unknown": .unknown
            default: .address(ClientAddress(try #require(IPAddress(peer)), port: 5))
            }
        var headers = HTTPFields()
        for (name, value) in fields { headers.append(HTTPField(name: name, value: value)) }
        return policy.resolve(RequestOrigin(client: peer.address, scheme: .http, authority: "own"), peer: peer, headers: headers)
    }

    private static func client(
        _ fields: [(HTTPField.Name, String)], kind: ForwardedFields = .any, peer: String = "10.0.0.1", trusted: String = "10.0.0.0/8"
    ) throws -> String? {
        try resolve(fields, kind: kind, peer: peer, trusted: trusted).client?.description
    }

    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1"), ("192.0.2.1:80", "192.0.2.1:80"), ("2001:db8::1", "2001:db8::1"),
        ("[2001:db8::1]:80", "[2001:db8::1]:80"),
        // From the end, over those that are trusted, to the first that is not.
        ("192.0.2.1, 10.0.0.2", "192.0.2.1"), ("192.0.2.1, 10.0.0.3, 10.0.0.2", "192.0.2.1"), ("6.6.6.6, 192.0.2.1", "192.0.2.1"),
        ("6.6.6.6, 192.0.2.1, 10.0.0.2", "192.0.2.1"), ("10.0.0.9, 192.0.2.1", "192.0.2.1"), ("10.0.0.9,192.0.2.1,10.0.0.2", "192.0.2.1"),
        // All of them are: the first.
        ("10.0.0.3", "10.0.0.3"), ("10.0.0.4, 10.0.0.3", "10.0.0.4"),
        // Empty members are none.
        ("192.0.2.1,", "192.0.2.1"), (" , 192.0.2.1 ,\t, 10.0.0.2", "192.0.2.1"), ("", "10.0.0.1:5"), (",,", "10.0.0.1:5"),
        // What cannot be read ends the list, and the last that is known is the client.
        ("garbage", "10.0.0.1:5"), ("6.6.6.6, garbage", "10.0.0.1:5"), ("6.6.6.6, garbage, 10.0.0.2", "10.0.0.2"),
        ("6.6.6.6, unknown, 10.0.0.2", "10.0.0.2"), ("6.6.6.6, _hidden, 10.0.0.2", "10.0.0.2"), ("unknown", "10.0.0.1:5"),
        ("garbage, 192.0.2.1", "192.0.2.1"), ("6.6.6.6 10.0.0.2", "10.0.0.1:5"), ("\"192.0.2.1\"", "10.0.0.1:5"),
        // A socket that is not trusted is not passed over.
        ("6.6.6.6, unix:", "10.0.0.1:5"),
        // U+0600 makes one character with what follows it: the proxy's comma.
        ("6.6.6.6\u{600}, 192.0.2.1", "192.0.2.1"), ("6.6.6.6\u{600},192.0.2.1", "192.0.2.1"),
    ])
    func readsXForwardedForFromItsEnd(_ value: String, _ expected: String) throws {
        #expect(try Self.client([(.xForwardedFor, value)]) == expected)
        #expect(try Self.client([(.xForwardedFor, value)], kind: .xForwarded) == expected)
        #expect(try Self.client([(.xForwardedFor, value)], kind: .forwarded) == "10.0.0.1:5")
    }

    @Test(arguments: [
        ("for=192.0.2.1", "192.0.2.1"), ("for=\"192.0.2.1:80\"", "192.0.2.1:80"), ("for=\"[2001:db8::1]\"", "2001:db8::1"),
        ("for=\"[2001:db8::1]:80\"", "[2001:db8::1]:80"), ("for=6.6.6.6, for=192.0.2.1", "192.0.2.1"),
        ("for=6.6.6.6, for=192.0.2.1, for=10.0.0.2;proto=https", "192.0.2.1"), ("for=10.0.0.3", "10.0.0.3"),
        ("for=6.6.6.6, for=_hidden, for=10.0.0.2", "10.0.0.2"), ("for=6.6.6.6, for=unknown", "10.0.0.1:5"),
        ("for=6.6.6.6, proto=https, for=10.0.0.2", "10.0.0.2"), ("for=6.6.6.6, by=10.0.0.2", "10.0.0.1:5"),
        ("for=6.6.6.6, for=\"2001:db8::1\"", "10.0.0.1:5"), ("for=[2001:db8::1]", "10.0.0.1:5"), ("for=\"", "10.0.0.1:5"),
        ("for=\", for=192.0.2.1", "10.0.0.1:5"), ("", "10.0.0.1:5"), ("192.0.2.1", "10.0.0.1:5"), ("for=\"\"", "10.0.0.1:5"),
    ])
    func readsForwardedFromItsEnd(_ value: String, _ expected: String) throws {
        #expect(try Self.client([(.forwarded, value)]) == expected)
        #expect(try Self.client([(.forwarded, value)], kind: .forwarded) == expected)
        #expect(try Self.client([(.forwarded, value)], kind: .xForwarded) == "10.0.0.1:5")
    }

    @Test func joinsTheLinesOfAField() throws {
        #expect(try Self.client([(.xForwardedFor, "6.6.6.6"), (.xForwardedFor, "192.0.2.1"), (.xForwardedFor, "10.0.0.2")]) == "192.0.2.1")
        #expect(try Self.client([(.forwarded, "for=6.6.6.6"), (.forwarded, "for=192.0.2.1"), (.forwarded, "for=10.0.0.2")]) == "192.0.2.1")
        // A line that is malformed spoils those before it only.
        #expect(try Self.client([(.forwarded, "for=\""), (.forwarded, "for=192.0.2.1"), (.forwarded, "for=10.0.0.2")]) == "192.0.2.1")
        #expect(try Self.client([(.forwarded, "for=6.6.6.6"), (.forwarded, "for=\""), (.forwarded, "for=10.0.0.2")]) == "10.0.0.2")
    }

    /// A proxy writes one kind and passes on what its client sends of the other.
    @Test func readsTheOlderKindAloneWhereThereIsAnyOfIt() throws {
        let both: [(HTTPField.Name, String)] = [
            (.forwarded, "for=6.6.6.6;proto=https;host=forged"), (.xForwardedFor, "192.0.2.1"),
        ]
        #expect(try Self.resolve(both) == Self.resolve(Array(both.dropFirst())))
        #expect(try Self.client(both) == "192.0.2.1")
        #expect(try Self.client(both, kind: .forwarded) == "6.6.6.6")
        let schemeOnly = try Self.resolve([(.forwarded, "for=6.6.6.6;host=forged"), (.xForwardedProto, "https")])
        #expect(schemeOnly.client?.description == "10.0.0.1:5")
        #expect(schemeOnly.authority == "own")
        #expect(schemeOnly.scheme == .https)
    }

    @Test(arguments: ["192.0.2.200", "2001:db8::5", "unknown", "unix"])
    func believesNothingOfThoseWhoAreNotTrusted(_ peer: String) throws {
        let origin = try Self.resolve(
            [(.xForwardedFor, "192.0.2.1"), (.xForwardedProto, "https"), (.xForwardedHost, "forged"), (.forwarded, "for=192.0.2.1")],
            peer: peer)
        #expect(
            origin.client?.description == (peer.contains("u") ? nil : ClientAddress(try #require(IPAddress(peer)), port: 5).description))
        #expect(origin.scheme == .http)
        #expect(origin.authority == "own")
    }

    @Test func believesNothingWhereNobodyIsTrusted() throws {
        #expect(try Self.client([(.xForwardedFor, "192.0.2.1")], trusted: "") == "10.0.0.1:5")
    }

    @Test func believesAUnixSocketThatIsTrusted() throws {
        #expect(try Self.client([(.xForwardedFor, "192.0.2.1")], peer: "unix", trusted: "unix") == "192.0.2.1")
        #expect(try Self.client([(.xForwardedFor, "192.0.2.1, unix:")], peer: "unix", trusted: "unix") == "192.0.2.1")
        #expect(try Self.client([(.forwarded, "for=\"[2001:db8::1]\"")], peer: "unix", trusted: "unix") == "2001:db8::1")
        #expect(try Self.client([], peer: "unix", trusted: "unix") == nil)
    }

    @Test(arguments: [
        ("https", "example.org", RequestScheme.https, "example.org"), ("HTTPS", "example.org:8443", .https, "example.org:8443"),
        ("http", "[2001:db8::1]:80", .http, "[2001:db8::1]:80"), ("http, https", "forged, example.org", .https, "example.org"),
        ("https,", "example.org ,", .https, "example.org"), ("https, ftp", "a b", .http, "own"), ("javascript", "a/b", .http, "own"),
        ("", "", .http, "own"), ("wss", "[::1", .http, "own"), ("https\u{600}", "a@b", .http, "own"), ("https", "a:99999", .https, "own"),
    ])
    func takesSchemeAndHostFromTheLastMember(_ scheme: String, _ host: String, _ expected: RequestScheme, _ authority: String) throws {
        let origin = try Self.resolve([(.xForwardedProto, scheme), (.xForwardedHost, host)])
        #expect(origin.scheme == expected)
        #expect(origin.authority == authority)
        #expect(origin.client?.description == "10.0.0.1:5")
    }

    @Test(arguments: [
        ("for=192.0.2.1;proto=https;host=example.org", RequestScheme.https, "example.org"),
        ("for=192.0.2.1;proto=https;host=\"example.org:8443\", for=10.0.0.2;proto=http;host=inner", .https, "example.org:8443"),
        ("for=192.0.2.1, for=10.0.0.2;proto=https;host=inner", .https, "inner"),
        // Behind one who is not trusted.
        ("for=6.6.6.6;proto=https;host=forged, for=192.0.2.1", .http, "own"),
        ("for=192.0.2.1;proto=gopher;host=\"a b\"", .http, "own"), ("proto=https;host=example.org", .https, "example.org"),
    ])
    func takesSchemeAndHostFromTheProxyNearestToTheClient(_ value: String, _ expected: RequestScheme, _ authority: String) throws {
        let origin = try Self.resolve([(.forwarded, value)])
        #expect(origin.scheme == expected)
        #expect(origin.authority == authority)
    }
}
