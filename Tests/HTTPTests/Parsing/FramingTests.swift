import HTTP
import HTTPTypes
import Testing

/// Where a body ends, and every way to have two servers disagree about it.
@Suite struct FramingTests {
    @Test(arguments: [
        (["Content-Length: 5"], "helloGET", BodyFraming.length(5), "hello"),
        (["Content-Length:5"], "hello", .length(5), "hello"),
        (["Content-Length: \t5 "], "hello", .length(5), "hello"),
        (["content-length: 00005"], "hello", .length(5), "hello"),
        (["Content-Length: 0"], "", .none, ""),
        (["Content-Length: 00"], "", .none, ""),
        ([], "", .none, ""),
        (["Transfer-Encoding: chunked"], "5\r\nhello\r\n0\r\n\r\n", .chunked, "hello"),
        (["Transfer-Encoding: Chunked"], "0\r\n\r\n", .chunked, ""),
        (["transfer-encoding:\tCHUNKED "], "1\r\nh\r\n4\r\nello\r\n0\r\n\r\n", .chunked, "hello"),
        (["Content-Length-X: 9"], "", .none, ""),
        (["X-Transfer-Encoding: chunked"], "", .none, ""),
    ])
    func findsTheBody(_ fields: [String], _ bytes: String, _ framing: BodyFraming, _ body: String) throws {
        for method in ["POST", "GET", "DELETE"] {
            let text = "\(method) / HTTP/1.1\r\nHost: a\r\n" + fields.map { $0 + "\r\n" }.joined() + "\r\n" + bytes
            let parsed = Parsed(text)
            #expect(parsed.error == nil)
            #expect(try #require(parsed.heads.first).framing == framing)
            #expect(parsed.bodies.joined() == body)
            #expect(parsed.ends == 1)
        }
    }

    @Test(arguments: [
        "", "+5", "-5", "-0", "5,5", "5, 5", "5,", ",5", "5 5", "5;", "0x5", "5.0", "5e0", "five", "5\u{A0}", "\u{B2}", "5\t5", "\"5\"",
        "'5'", "٥",
        "5_0", "1 000", "NaN", "~", "5\u{80}", "5,6", "0x", "+0", "5 ,5", "(5)",
    ])
    func refusesContentLengthsThatAreNotDigits(_ value: String) {
        // A scalar is a byte here, so that the Arabic digit is truncated; what matters is that it is no ASCII digit.
        #expect(Parsed(request("POST / HTTP/1.1", "Content-Length: \(value)", body: "hello")).error?.status == .badRequest)
    }

    @Test(arguments: [("5", "5"), ("5", "6"), ("0", "5"), ("5", ""), ("0", "0")])
    func refusesTwoContentLengths(_ first: String, _ second: String) {
        let text = request("POST / HTTP/1.1", "Content-Length: \(first)", "Content-Length: \(second)", body: "hello")
        #expect(Parsed(text).error == .repeatedContentLength)
        let apart = request("POST / HTTP/1.1", "Content-Length: \(first)", "X: y", "CONTENT-LENGTH: \(second)", body: "hello")
        #expect(Parsed(apart).error == .repeatedContentLength)
    }

    @Test(arguments: [
        "33554433", "99999999999", "9223372036854775807", "9223372036854775808", "18446744073709551615", "18446744073709551616",
        "18446744073709551621", "99999999999999999999999999999999999999",
    ])
    func refusesLengthsAboveTheLimitBeforeTheBody(_ value: String) {
        #expect(Parsed(request("POST / HTTP/1.1", "Content-Length: \(value)")).error == .bodyTooLarge(limit: 32 << 20))
        #expect(RequestError.bodyTooLarge(limit: 1).status == .contentTooLarge)
    }

    @Test(arguments: [
        ["Content-Length: 5", "Transfer-Encoding: chunked"],
        ["Transfer-Encoding: chunked", "Content-Length: 5"],
        ["Transfer-Encoding: chunked", "Content-Length: 0"],
        ["Transfer-Encoding: chunked", "Content-Length: x"],
        ["Transfer-Encoding: identity", "Content-Length: 5"],
        ["Transfer-Encoding:", "Content-Length: 5"],
        ["Transfer-Encoding: xchunked", "Content-Length: 5"],
        ["Content-Length: 5", "Content-Length: 5", "Transfer-Encoding: chunked"],
        ["content-length: 5", "X: y", "TRANSFER-ENCODING: CHUNKED"],
    ])
    func refusesContentLengthWithTransferEncoding(_ fields: [String]) {
        let text = "POST / HTTP/1.1\r\nHost: a\r\n" + fields.map { $0 + "\r\n" }.joined() + "\r\n0\r\n\r\n"
        #expect(Parsed(text).error == .contentLengthWithTransferEncoding)
    }

    @Test(arguments: [
        [""], ["identity"], ["chunked, identity"], ["identity, chunked"], ["chunked, chunked"], ["chunked,chunked"], ["chunked,"],
        [",chunked"],
        ["chunked, gzip"], ["xchunked"], ["chunkedx"], ["chunked;q=1"], ["\"chunked\""], ["'chunked'"], ["chunked x"], ["x chunked"],
        ["chun ked"],
        ["chunked", "chunked"], ["chunked", "identity"], ["chunked", "gzip"], ["chunked", ""], ["", "chunked"], ["gzip"], ["deflate"],
        ["c\u{80}hunked"],
        ["\u{0B}chunked"], ["chunked\u{0B}"], ["chunked\u{0C}"], ["chunked\0"], ["\u{A0}chunked"], ["chunked\u{A0}"], ["chunKed\u{85}"],
        ["cow"],
        ["chunked, "], [" , chunked"], ["chunked; chunked"], ["chunked/1"], ["x y, chunked"], ["gzip, chunked, chunked"], ["(x), chunked"],
    ])
    func refusesOtherTransferEncodings(_ values: [String]) {
        let fields = values.map { "Transfer-Encoding: \($0)\r\n" }.joined()
        let parsed = Parsed("POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n0\r\n\r\n")
        #expect(parsed.error?.status == .badRequest)
        #expect(parsed.events.isEmpty)
    }

    @Test(arguments: [["gzip, chunked"], ["gzip", "chunked"], ["deflate,gzip,chunked"], ["x-new, Chunked"]])
    func answers501ToOtherTransferCodings(_ values: [String]) {
        let fields = values.map { "Transfer-Encoding: \($0)\r\n" }.joined()
        #expect(Parsed("POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n").error == .unsupportedTransferCoding)
        #expect(RequestError.unsupportedTransferCoding.status == .notImplemented)
    }

    @Test func refusesTransferEncodingInHTTP10() {
        #expect(Parsed(request("POST / HTTP/1.0", "Transfer-Encoding: chunked", body: "0\r\n\r\n")).error == .invalidTransferEncoding)
    }

    @Test(arguments: [
        "Transfer-Encoding : chunked", " Transfer-Encoding: chunked", "Transfer-Encoding\t: chunked", "Transfer-Encoding\0: chunked",
        "\u{0B}Transfer-Encoding: chunked", "Transfer-Encoding\u{80}: chunked", "X: y\rTransfer-Encoding: chunked", "Content-Length : 5",
        "Transfer-Encoding: chunked\r", "Transfer Encoding: chunked", "Transfer-Encoding\r: chunked", "Content-Length\u{0C}: 5",
    ])
    func refusesFieldsThatOthersReadDifferently(_ line: String) {
        #expect(Parsed(request("POST / HTTP/1.1", line, body: "5\r\nhello\r\n0\r\n\r\n")).error?.status == .badRequest)
    }

    @Test func takesUnderscoreForAnotherName() throws {
        let parsed = Parsed(request("POST / HTTP/1.1", "Transfer_Encoding: chunked", "Content_Length: 5", body: ""))
        #expect(try #require(parsed.heads.first).framing == .none)
    }

    @Test(arguments: [
        ("100-continue", true, nil), ("100-Continue", true, nil), ("100-continue, 100-continue", true, nil),
        ("200-ok", false, RequestError.unsupportedExpectation), ("100-continue, x", false, .unsupportedExpectation),
        ("", false, .unsupportedExpectation),
    ])
    func knowsOneExpectation(_ value: String, _ expects: Bool, _ error: RequestError?) {
        let parsed = Parsed(request("POST / HTTP/1.1", "Expect: \(value)", "Content-Length: 1", body: "x"))
        #expect(parsed.error == error)
        #expect(parsed.heads.first?.expectsContinue ?? false == expects)
    }

    @Test func ignoresExpectationsInHTTP10() throws {
        let parsed = Parsed(request("POST / HTTP/1.0", "Expect: 100-continue", "Content-Length: 1", body: "x"))
        #expect(try #require(parsed.heads.first).expectsContinue == false)
        #expect(Parsed(request("GET / HTTP/1.0", "Expect: x")).error == nil)
    }

    @Test func readsPipelinedRequestsInOrder() {
        let parsed = Parsed(
            request("POST /1 HTTP/1.1", "Content-Length: 5", body: "hello") + request("GET /2 HTTP/1.1")
                + request("POST /3 HTTP/1.1", "Transfer-Encoding: chunked", body: "3\r\nabc\r\n0\r\nX: y\r\n\r\n")
                + request("GET /4 HTTP/1.1"))
        #expect(parsed.heads.map(\.target) == ["/1", "/2", "/3", "/4"])
        #expect(parsed.bodies == ["hello", "abc"])
        #expect(parsed.ends == 4)
    }

    @Test func throwsTheSameErrorFromThenOn() {
        var parser = RequestParser()
        parser.receive(Array("G\0T\r\n".utf8))
        for _ in 0..<3 {
            #expect(throws: RequestError.invalidMethod) { try parser.next() }
            parser.receive(Array(request().utf8))
        }
    }
}
