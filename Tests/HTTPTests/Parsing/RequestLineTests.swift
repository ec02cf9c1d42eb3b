import HTTP
import HTTPTypes
import Testing

@Suite struct RequestLineTests {
    @Test(arguments: [
        ("GET / HTTP/1.1", "GET", "/", "a"),
        ("GET /?q HTTP/1.1", "GET", "/?q", "a"),
        ("POST /v1/chat/completions?a=b&c=/?:@ HTTP/1.1", "POST", "/v1/chat/completions?a=b&c=/?:@", "a"),
        ("GET /include?include[]=x HTTP/1.1", "GET", "/include?include[]=x", "a"),
        ("GET /%20%7e%FF HTTP/1.1", "GET", "/%20%7e%FF", "a"),
        ("GET /-._~!$&'()*+,;=:@ HTTP/1.1", "GET", "/-._~!$&'()*+,;=:@", "a"),
        ("GET // HTTP/1.1", "GET", "//", "a"),
        ("GET //evil.example/ HTTP/1.1", "GET", "//evil.example/", "a"),
        ("M-SEARCH / HTTP/1.1", "M-SEARCH", "/", "a"),
        ("!#$%&'*+-.^_`|~09azAZ / HTTP/1.1", "!#$%&'*+-.^_`|~09azAZ", "/", "a"),
        ("OPTIONS * HTTP/1.1", "OPTIONS", "*", "a"),
        ("GET http://b/c?d HTTP/1.1", "GET", "/c?d", "b"),
        ("GET HTTPS://b:8443/c HTTP/1.1", "GET", "/c", "b:8443"),
        ("GET http://b HTTP/1.1", "GET", "/", "b"),
        ("GET http://b?q HTTP/1.1", "GET", "/?q", "b"),
        ("GET http://[::1]:80/ HTTP/1.1", "GET", "/", "[::1]:80"),
        ("OPTIONS http://b HTTP/1.1", "OPTIONS", "*", "b"),
        ("GET / HTTP/1.2", "GET", "/", "a"),
        ("GET / HTTP/1.9", "GET", "/", "a"),
    ])
    func acceptsEveryForm(_ line: String, _ method: String, _ target: String, _ authority: String) throws {
        let parsed = Parsed(request(line))
        #expect(parsed.error == nil)
        let head = try #require(parsed.heads.first)
        #expect(head.method.rawValue == method)
        #expect(head.target == target)
        #expect(head.authority == authority)
        #expect(head.version == .http1_1)
        #expect(parsed.ends == 1)
    }

    @Test(arguments: [
        ("", 0), ("\r\n", 1), (String(repeating: "\r\n", count: 8), 8),
    ])
    func skipsAFewEmptyLinesBeforeTheRequest(_ lines: String, _ count: Int) {
        #expect(Parsed(lines + request()).ends == 1)
        #expect(Parsed(request() + lines + request()).ends == 2)
    }

    @Test func refusesManyEmptyLines() {
        #expect(Parsed(String(repeating: "\r\n", count: 9) + request()).error == .tooManyEmptyLines(limit: 8))
    }

    @Test(arguments: [
        "GET / HTTP/1.1\n", "GET /\n", "\n", "\r\n\n", "\n\r\n", "GET / HTTP/1.1\r\nHost: a\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n\n",
    ])
    func refusesLinesThatEndWithoutCarriageReturn(_ text: String) {
        #expect(Parsed(text).error == .invalidLineEnd)
    }

    @Test(arguments: [
        " GET / HTTP/1.1", "\tGET / HTTP/1.1", "G ET / HTTP/1.1", "G(T / HTTP/1.1", "\0GET / HTTP/1.1", "G\0T / HTTP/1.1",
        "\u{16}\u{03}\u{01}\u{02}\0\u{01}", "\u{80}GET / HTTP/1.1", "GE\u{80} / HTTP/1.1", ":method: GET", "\"GET\" / HTTP/1.1",
        "\rGET / HTTP/1.1", "G\rET / HTTP/1.1", "(comment)", "{}", "@", "GET\t/\tHTTP/1.1", "G=T / HTTP/1.1",
    ])
    func refusesMethodsThatAreNotTokens(_ line: String) {
        let error = Parsed(request(line)).error
        #expect(error == .invalidMethod || error == .invalidRequestLine(Self.shape))
        #expect(error?.status == .badRequest)
    }

    private static let shape = "is not method, target and version with one space between each"

    @Test(arguments: [
        "GET", "GET ", "GET /", "GET / HTTP/1.1 ", "GET  / HTTP/1.1", "GET /  HTTP/1.1", "GET / HTTP/1.1 x", "GET / a HTTP/1.1",
        "GET / x HTTP/1.1", "GET HTTP/1.1", "GET / HTTP/1.1\t ",
    ])
    func refusesOtherNumbersOfSpaces(_ line: String) {
        #expect(Parsed(request(line)).error == .invalidRequestLine(Self.shape))
    }

    @Test(arguments: [
        "GET / http/1.1", "GET / Http/1.1", "GET / HTTP/11", "GET / HTTP/1.", "GET / HTTP/.1", "GET / HTTP/1.10", "GET / HTTP/01.1",
        "GET / HTTP1.1", "GET / HTTPS/1.1", "GET / HTTP/1,1", "GET / HTTP/a.b", "GET / HTTP/1.1\t", "GET / HTTP/1.1\r", "GET / HTTP/1.1\0",
        "GET / HTTP_1.1", "GET / HTTP/\u{B9}.1", "GET / /1.1", "GET / HTTP/+1.1",
    ])
    func refusesMalformedVersions(_ line: String) {
        #expect(Parsed(request(line)).error == .invalidVersion)
    }

    @Test(arguments: ["GET / HTTP/0.9", "GET / HTTP/2.0", "GET / HTTP/3.0", "GET / HTTP/9.9", "PRI * HTTP/2.0", "GET / HTTP/0.0"])
    func refusesOtherMajorVersions(_ line: String) {
        #expect(Parsed(request(line)).error == .unsupportedVersion)
        #expect(RequestError.unsupportedVersion.status == .httpVersionNotSupported)
    }

    @Test(arguments: ["CONNECT a:443 HTTP/1.1", "CONNECT / HTTP/1.1", "CONNECT http://a/ HTTP/1.1"])
    func doesNotImplementConnect(_ line: String) {
        #expect(Parsed(request(line)).error == .connectNotImplemented)
        #expect(RequestError.connectNotImplemented.status == .notImplemented)
    }

    @Test(arguments: [
        "a", "a:80", "a.example:443", "index.html", "?q", "#", "\\", "*/", "**", ".", "http:/a", "http:a", "ftp://a/", "file:///etc/passwd",
        "http://", "http:///", "http://user@a/", "http://user:pass@a/", "http://a:b/", "http://a:99999/", "http://[::1/", "http://a\\b/",
        "http://a/#f", "http://?q",
    ])
    func refusesOtherTargets(_ target: String) {
        let error = Parsed(request("GET \(target) HTTP/1.1")).error
        guard case .invalidTarget = error else {
            Issue.record("\(target): \(String(describing: error))")
            return
        }
    }

    @Test(arguments: ["GET", "POST", "HEAD", "PUT"])
    func refusesTheAsteriskSaveForOptions(_ method: String) {
        #expect(Parsed(request("\(method) * HTTP/1.1")).error == .invalidTarget("is an asterisk, which only OPTIONS may have"))
    }

    @Test(arguments: [
        "\"", "<", ">", "\\", "^", "`", "{", "|", "}", "#", "#f", "\t", "\0", "\r", "\u{7F}", "\u{80}", "\u{FF}", "\u{C3}\u{A9}", "\u{01}",
        "\u{1F}",
    ])
    func refusesCharactersThatMustBeEncoded(_ character: String) {
        for target in ["/a\(character)b", "/\(character)", "/?\(character)", "/a?b\(character)"] {
            #expect(Parsed(request("GET \(target) HTTP/1.1")).error == .invalidTarget("has a character that must be encoded"), "\(target)")
        }
    }

    @Test(arguments: ["[", "]"])
    func refusesBracketsInPathsOnly(_ character: String) {
        #expect(Parsed(request("GET /\(character) HTTP/1.1")).error == .invalidTarget("has a character that must be encoded"))
        #expect(Parsed(request("GET /?\(character) HTTP/1.1")).ends == 1)
    }

    @Test(arguments: ["/%", "/%4", "/%4g", "/%g4", "/a%", "/?%", "/?a=%2", "/%%20", "/%u0041", "/%+20"])
    func refusesEscapesWithoutTwoHexadecimalDigits(_ target: String) {
        #expect(Parsed(request("GET \(target) HTTP/1.1")).error == .invalidTarget("has a percent sign without two hexadecimal digits"))
    }
}
