import HTTP
import HTTPTypes
import Testing

@Suite struct FieldTests {
    @Test(arguments: [
        ("X: y", "y"), ("X:y", "y"), ("X:", ""), ("X:   ", ""), ("X: \t y \t ", "y"), ("X: a b\tc", "a b\tc"), ("x: \u{E9}", "\u{FFFD}"),
        ("X: a:b", "a:b"), ("X: \"a\\\"b\"", "\"a\\\"b\""), ("X: !~\u{80}\u{FF}", "!~\u{FFFD}\u{FFFD}"), ("X: \u{C3}\u{A9}", "é"),
    ])
    func acceptsAnyFieldContent(_ line: String, _ value: String) throws {
        let parsed = Parsed(request("GET / HTTP/1.1", line))
        let head = try #require(parsed.heads.first)
        #expect(head.headers[.x] == value)
    }

    @Test func keepsRepeatedFieldsInOrder() throws {
        let head = try #require(Parsed(request("GET / HTTP/1.1", "X: 1", "Y: 2", "x: 3")).heads.first)
        #expect(head.headers[values: .x] == ["1", "3"])
    }

    @Test func refusesEveryByteThatIsNoTokenInNames() {
        let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~".utf8)
        for byte in UInt8.min...UInt8.max where byte != UInt8(ascii: "\n") && byte != UInt8(ascii: ":") {
            let parsed = Parsed(request("GET / HTTP/1.1", "X\(Character(Unicode.Scalar(byte)))Y: z"))
            #expect((parsed.error == nil) == allowed.contains(byte), "byte \(byte)")
        }
    }

    @Test func refusesEveryControlCharacterInValues() {
        for byte in UInt8.min...UInt8.max where byte != UInt8(ascii: "\n") {
            let parsed = Parsed(request("GET / HTTP/1.1", "X: y\(Character(Unicode.Scalar(byte)))z"))
            let isControl = byte < 0x20 && byte != 0x09 || byte == 0x7F
            #expect((parsed.error == nil) == !isControl, "byte \(byte)")
        }
    }

    @Test(arguments: [
        "X : y", "X\t: y", " X: y", "\tX: y", " ", "\t", ": y", ":", "X", "X y", "X\r: y", "\rX: y", "X: y\r", "X: y\rZ: w", "X: \0",
        "(X): y",
        "X Y: z", "\u{E9}: y", "Host", "Content-Length 5", "\"X\": y", "X/Y: z", "X@: y", "{X}: y", "X;: y", "X,: y", "X=: y", "X?: y",
    ])
    func refusesMalformedLines(_ line: String) {
        let error = Parsed(request("GET / HTTP/1.1", line)).error
        guard case .invalidField = error else {
            Issue.record("\(line.debugDescription): \(String(describing: error))")
            return
        }
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\n Host: a\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n z\r\n\r\n", "GET / HTTP/1.1\r\nHost:\r\n a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n\t\r\n\r\n", "GET / HTTP/1.1\r\n\tHost: a\r\n\r\n",
    ])
    func refusesFoldedLines(_ text: String) {
        #expect(Parsed(text).error == .invalidField("begins with a space: lines are not folded"))
    }

    @Test func takesNoPseudoHeaderFields() {
        for name in [":method", ":path", ":authority"] {
            #expect(Parsed(request("GET / HTTP/1.1", "\(name): x")).error == .invalidField("has no name"))
        }
    }
}

@Suite struct HostTests {
    @Test(arguments: [
        "a", "a:80", "a:", "a:0", "a:65535", "a:00080", "localhost:8080", "127.0.0.1", "127.0.0.1:1", "999.1.1.1", "[::1]", "[::1]:8080",
        "[::]",
        "[2001:db8::1]", "[::ffff:192.0.2.1]", "[v1.x]", "[vF.a:b]:1", "a-b.example", "a_b", "a.b.", "xn--bcher-kva.example", "%41",
        "a!$&'()*+,;=b",
        "-", ".", "A.EXAMPLE", "a,b",
    ])
    func acceptsTheGrammar(_ host: String) throws {
        let head = try #require(Parsed(request(host: host)).heads.first)
        #expect(head.authority == host)
    }

    @Test(arguments: [
        "", "[::1", "::1", "[::1]x", "[::1]:x", "[]", "[:::]", "[1]", "[::1%eth0]", "[::g]", "[v.x]", "[v1.]", "[vg.x]", "[v1x]",
        "[127.0.0.1]",
        "localhost:abc", "a:b", "a:80:80", "a:-1", "a:65536", "a:99999999999999999999", "a: 80", "a:+80", ":80", ":", "a b", "a\tb", "a\\b",
        "a/b", "a/", "/", "a?b", "a#b", "a@b", "user@a", "user:pass@a", "http://a", "<a>", "\"a\"", "a%", "a%4", "a%zz", "a%2", "\u{E9}",
        "a\u{80}",
        "a^b", "a`b", "a{b}", "a|b", "[::1", "[::1]]", "[[::1]]", "a[", "[::1].", "[a]:80",
    ])
    func refusesEverythingElse(_ host: String) {
        #expect(Parsed(request(host: host)).error == .invalidHost)
    }

    @Test func refusesNamesAbove255Bytes() {
        #expect(Parsed(request(host: String(repeating: "a", count: 255))).error == nil)
        #expect(Parsed(request(host: String(repeating: "a", count: 256))).error == .invalidHost)
    }

    @Test func asksForExactlyOneHost() {
        #expect(Parsed(request(host: nil)).error == .missingHost)
        #expect(Parsed(request("GET / HTTP/1.1", host: "a", "Host: a")).error == .repeatedHost)
        #expect(Parsed(request("GET / HTTP/1.1", host: "a", "HOST: b")).error == .repeatedHost)
        #expect(Parsed(request("GET / HTTP/1.1", host: nil, "X-Host: a")).error == .missingHost)
        #expect(Parsed(request("GET http://b/ HTTP/1.1", host: nil)).error == .missingHost)
        #expect(Parsed(request("GET http://b/ HTTP/1.1", host: "a b")).error == .invalidHost)
    }

    @Test func letsHTTP10DoWithoutHost() throws {
        let parsed = Parsed(request("GET / HTTP/1.0", host: nil))
        let head = try #require(parsed.heads.first)
        #expect(head.authority == nil)
        #expect(head.version == .http1_0)
        #expect(!head.keepsAlive)
        #expect(Parsed(request("GET / HTTP/1.0", host: "a", "Host: a")).error == .repeatedHost)
        #expect(Parsed(request("GET / HTTP/1.0", host: "[")).error == .invalidHost)
    }

    @Test(arguments: [
        ("close", false), ("Close", false), ("keep-alive", true), ("keep-alive, close", false), ("x,close ,y", false), ("closed", true),
        ("", true),
        ("\"close\"", true),
    ])
    func readsConnectionOptions(_ value: String, _ keepsAlive: Bool) throws {
        #expect(try #require(Parsed(request("GET / HTTP/1.1", "Connection: \(value)")).heads.first).keepsAlive == keepsAlive)
    }

    @Test func readsConnectionOptionsOfEveryLine() throws {
        #expect(try #require(Parsed(request("GET / HTTP/1.1", "Connection: x", "Connection: close")).heads.first).keepsAlive == false)
    }
}

extension HTTPField.Name {
    static let x = HTTPField.Name("X") ?? .server
}
