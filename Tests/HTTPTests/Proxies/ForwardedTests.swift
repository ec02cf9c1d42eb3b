import HTTP
import Testing

@Suite struct ForwardedNodeTests {
    private static func address(_ text: String, _ port: UInt16? = nil) throws -> ForwardedNode {
        .address(ClientAddress(try #require(IPAddress(text)), port: port))
    }

    /// As RFC 7239 has them.
    @Test(
        arguments: [
            ("192.0.2.1", "192.0.2.1", nil), ("192.0.2.1:0", "192.0.2.1", 0), ("192.0.2.1:65535", "192.0.2.1", 65535),
            ("192.0.2.1:00080", "192.0.2.1", 80), ("192.0.2.1:_hidden", "192.0.2.1", nil), ("[2001:db8::1]", "2001:db8::1", nil),
            ("[2001:db8::1]:4711", "2001:db8::1", 4711), ("[2001:DB8::1]:_x", "2001:db8::1", nil), ("[::ffff:192.0.2.1]", "192.0.2.1", nil),
        ] as [(String, String, UInt16?)])
    func readsAddressesWithPorts(_ text: String, _ ip: String, _ port: UInt16?) throws {
        #expect(try ForwardedNode(text[...]) == Self.address(ip, port))
        #expect(try ForwardedNode(xForwarded: text[...]) == Self.address(ip, port))
    }

    @Test(arguments: ["unknown", "Unknown", "UNKNOWN:80", "unknown:_p", "_hidden", "_SEVKISEK", "_a.b-c_9", "_hidden:80", "_hidden:_port"])
    func knowsThatSomebodyConcealsThemselves(_ text: String) {
        #expect(ForwardedNode(text[...]) == .concealed)
        #expect(ForwardedNode(xForwarded: text[...]) == .concealed)
    }

    @Test(arguments: [
        "", " ", ":", ":80", "_", "_:80", "_hidden!", "_hídden", "hidden", "localhost", "192.0.2.1:", "192.0.2.1:65536", "192.0.2.1:123456",
        "192.0.2.1:-1", "192.0.2.1:+1", "192.0.2.1:80:80", "192.0.2.1 :80", "192.0.2.1:8 0", "192.0.2", "192.0.2.256", "[192.0.2.1]",
        "[2001:db8::1", "2001:db8::1]", "[]", "[]:80", "[2001:db8::1]80", "[2001:db8::1]:", "[2001:db8::1]:x", "[2001:db8::1]:99999",
        "[fe80::1%eth0]", "[2001:db8::1]]", "\"192.0.2.1\"", "192.0.2.1/32", "192.0.2.1\u{301}", "[2001:db8::1]:\u{301}80", "0x7f000001",
    ])
    func refusesAnythingElse(_ text: String) {
        #expect(ForwardedNode(text[...]) == nil)
        #expect(ForwardedNode(xForwarded: text[...]) == nil)
    }

    @Test func takesBareIPv6OnlyInTheOlderField() throws {
        #expect(try ForwardedNode(xForwarded: "2001:db8::1") == Self.address("2001:db8::1"))
        #expect(try ForwardedNode(xForwarded: "::1") == Self.address("::1"))
        #expect(ForwardedNode("2001:db8::1") == nil)
        #expect(ForwardedNode("unix:") == .unixSocket)
    }
}

@Suite struct ForwardedElementTests {
    private typealias Element = ForwardedElement

    @Test(
        arguments: [
            ("", []), (" \t", []), (",", []), (" , ,", []), (";", []), ("for=192.0.2.1", [Element(sender: "192.0.2.1")]),
            ("For=192.0.2.1;PROTO=HTTP;Host=example.org", [Element(sender: "192.0.2.1", scheme: "HTTP", host: "example.org")]),
            ("for=\"[2001:db8::1]:4711\"", [Element(sender: "[2001:db8::1]:4711")]),
            ("for=192.0.2.43, for=198.51.100.17", [Element(sender: "192.0.2.43"), Element(sender: "198.51.100.17")]),
            ("for=a,for=b , ,for=c,", [Element(sender: "a"), Element(sender: "b"), Element(sender: "c")]),
            ("for=a;by=b;proto=https;x=\"y\"", [Element(sender: "a", scheme: "https")]),
            ("by=b", [Element()]), ("for=a; proto=https ;host=b", [Element(sender: "a", scheme: "https", host: "b")]),
            (";for=a;;proto=http;", [Element(sender: "a", scheme: "http")]),
            ("for=\"a, b; c\\\"\\\\\"", [Element(sender: "a, b; c\"\\")]), ("for=\"\"", [Element(sender: "")]),
            ("host=\"example.org:8443\"", [Element(host: "example.org:8443")]), ("for=_gazonk", [Element(sender: "_gazonk")]),
        ] as [(String, [ForwardedElement])])
    func readsElements(_ line: String, _ elements: [ForwardedElement]) {
        #expect(ForwardedElement.parse(line) == elements)
    }

    @Test(arguments: [
        "for", "for=", "=a", "for =a", "for= a", "for=a b", "for=a=b", "for=[::1]", "for=192.0.2.1:80", "for=\"a", "for=\"a\\",
        "for=\"a\"b",
        "for=\"a\"\"b\"", "for=a;for=b", "for=a;FOR=a", "for=a proto=b", "fo r=a", "for=\"a\u{7F}\"", "for=ä", "for=a/b", "for:a",
        // A quote that a client left open swallows what the proxy appended.
        "for=\", for=192.0.2.1", "x=\", for=\"[2001:db8::1]\"", "x=\", for=192.0.2.1;host=\"a\"",
    ])
    func refusesALineThatIsMalformedAnywhere(_ line: String) {
        #expect(ForwardedElement.parse(line) == nil)
        #expect(ForwardedElement.parse("for=192.0.2.9, " + line) == nil)
    }

    /// Every part of a well-formed line is read or refused, and nothing is read twice.
    @Test func neverReadsMoreThanThereIs() {
        let line = Array("for=\"[2001:db8::1]:80\";proto=https;host=\"a.b:1\";by=_x, for=192.0.2.1; proto=http ,for=unknown")
        for end in 0...line.count {
            let elements = ForwardedElement.parse(String(line[..<end])) ?? []
            #expect(elements.count <= 3)
        }
    }
}
