import HTTP
import HTTPTypes
import Testing

@Suite struct ChunkTests {
    private func parse(_ body: String, limits: RequestLimits = RequestLimits()) -> Parsed {
        Parsed(request("POST / HTTP/1.1", "Transfer-Encoding: chunked", body: body), limits: limits)
    }

    @Test(arguments: [
        ("0\r\n\r\n", ""), ("00000000000000000".dropLast() + "\r\n\r\n", ""), ("5\r\nhello\r\n0\r\n\r\n", "hello"),
        ("a\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
        ("A\r\n0123456789\r\n000\r\n\r\n", "0123456789"), ("0000000000000001\r\nx\r\n0\r\n\r\n", "x"), ("2\r\n\r\n\r\n0\r\n\r\n", "\r\n"),
        ("1\r\na\r\n1\r\nb\r\n1\r\nc\r\n0\r\n\r\n", "abc"), ("3;a\r\nabc\r\n0;b\r\n\r\n", "abc"), ("3;a=b\r\nabc\r\n0\r\n\r\n", "abc"),
        ("3;a=b;c=d;e\r\nabc\r\n0\r\n\r\n", "abc"), ("3 ; a = b\r\nabc\r\n0\r\n\r\n", "abc"), ("3\t;\ta\r\nabc\r\n0\r\n\r\n", "abc"),
        ("3;a=\"b;c\\\"d\\\\ \t\"\r\nabc\r\n0\r\n\r\n", "abc"), ("3;a=\"\"\r\nabc\r\n0\r\n\r\n", "abc"),
        ("3;a=\"\u{80}\"\r\nabc\r\n0\r\n\r\n", "abc"),
        ("0\r\nX: y\r\n\r\n", ""), ("0\r\nX: y\r\nZ:\r\n\r\n", ""),
        ("0\r\nContent-Length: 5\r\nHost: b\r\nTransfer-Encoding: gzip\r\n\r\n", ""),
    ])
    func joinsTheChunks(_ body: String, _ expected: String) {
        let parsed = parse(body + request("GET /next HTTP/1.1"))
        #expect(parsed.error == nil)
        #expect(parsed.bodies.joined() == expected)
        #expect(parsed.heads.map(\.target) == ["/", "/next"])
        #expect(parsed.ends == 2)
    }

    @Test(arguments: [
        "\r\n", ";a\r\n", " 3\r\nabc\r\n", "3 \r\nabc\r\n", "3\t\r\nabc\r\n", "+3\r\nabc\r\n", "-3\r\nabc\r\n", "0x3\r\nabc\r\n",
        "3h\r\nabc\r\n", "g\r\n",
        "3.0\r\nabc\r\n", "3,\r\nabc\r\n", "3 a\r\nabc\r\n", "3;\r\nabc\r\n", "3;;a\r\nabc\r\n", "3;a;\r\nabc\r\n", "3;a=\r\nabc\r\n",
        "3;=b\r\nabc\r\n",
        "3;a=b c\r\nabc\r\n", "3;a b\r\nabc\r\n", "3;a=\"b\r\nabc\r\n", "3;a=\"b\\\r\nabc\r\n", "3;a=\"b\"c\r\nabc\r\n", "3;a\0\r\nabc\r\n",
        "3;a=\"\0\"\r\nabc\r\n",
        "3;a=\"\r\"\r\nabc\r\n", "3\r;a\r\nabc\r\n", "3;\ra\r\nabc\r\n", "3;a \r\nabc\r\n", "00000000000000003\r\nabc\r\n",
        "fffffffffffffffff\r\n", "\u{FF13}\r\n",
        "3\0\r\nabc\r\n", "3;a\u{7F}\r\nabc\r\n", "3\u{0B}\r\nabc\r\n", "3_\r\nabc\r\n", "\t3\r\nabc\r\n",
        "3;\u{80}\r\nabc\r\n", "3\r\r\nabc\r\n",
    ])
    func refusesMalformedSizeLines(_ body: String) {
        let error = parse(body + "0\r\n\r\n").error
        guard case .invalidChunk = error else {
            Issue.record("\(body.debugDescription): \(String(describing: error))")
            return
        }
    }

    @Test(arguments: [
        "3\nabc\r\n0\r\n\r\n", "3;a\nabc\r\n0\r\n\r\n", "\n", "0\n\r\n", "0\r\n\n", "0\r\nX: y\n\r\n", "3\r\nabc\r0\r\n\r\n",
        "3\r\nabc\r\r\n0\r\n\r\n",
    ])
    func refusesLinesThatEndWithoutCarriageReturn(_ body: String) {
        #expect(parse(body).error == .invalidLineEnd)
    }

    @Test(arguments: [
        "3\r\nabcd\r\n0\r\n\r\n", "3\r\nabc0\r\n\r\n", "3\r\nabc\n0\r\n\r\n", "3\r\nabc\n\r\n", "2\r\nabc\r\n0\r\n\r\n", "1\r\nab",
        "0001\r\na;\r\n",
    ])
    func refusesChunksLongerThanTheirSize(_ body: String) {
        #expect(parse(body).error == .invalidChunk("is longer than its size"))
    }

    @Test(arguments: [
        "0\r\nX y\r\n\r\n", "0\r\nX : y\r\n\r\n", "0\r\n X: y\r\n\r\n", "0\r\nX: y\r\n z\r\n\r\n", "0\r\n: y\r\n\r\n", "0\r\nX: \0\r\n\r\n",
        "0\r\nGET / HTTP/1.1\r\n\r\n",
    ])
    func refusesMalformedTrailers(_ body: String) {
        let error = parse(body).error
        guard case .invalidField = error else {
            Issue.record("\(body.debugDescription): \(String(describing: error))")
            return
        }
    }

    @Test func dropsTrailers() throws {
        let parsed = parse("0\r\nX: y\r\n\r\n")
        #expect(try #require(parsed.heads.first).headers.contains(.x) == false)
    }

    @Test(arguments: ["2000001", "7fffffffffffffff", "8000000000000000", "ffffffffffffffff", "FFFFFFFFFFFFFFFE"])
    func refusesSizesAboveTheLimitAtTheSizeLine(_ size: String) {
        #expect(parse("\(size)\r\n").error == .bodyTooLarge(limit: 32 << 20))
    }

    @Test func refusesTheSumOfChunksAboveTheLimit() {
        var limits = RequestLimits()
        limits.body = 10
        #expect(parse("5\r\nhello\r\n5\r\nhello\r\n0\r\n\r\n", limits: limits).ends == 1)
        let parsed = parse("5\r\nhello\r\n6\r\n", limits: limits)
        #expect(parsed.error == .bodyTooLarge(limit: 10))
        #expect(parsed.bodies == ["hello"])
        #expect(parse("5\r\nhello\r\n5\r\nhello\r\nffffffffffffffff\r\n", limits: limits).error == .bodyTooLarge(limit: 10))
    }

    @Test func boundsTheExtensionsOfAllChunksTogether() {
        var limits = RequestLimits()
        limits.chunkExtensions = 100
        let chunk = "1;abcdefgh\r\nx\r\n"  // 9 bytes of extension
        #expect(parse(String(repeating: chunk, count: 11) + "0\r\n\r\n", limits: limits).ends == 1)
        #expect(parse(String(repeating: chunk, count: 12), limits: limits).error == .chunkExtensionsTooLarge(limit: 100))
        #expect(parse("1;" + String(repeating: "a", count: 200), limits: limits).error == .chunkExtensionsTooLarge(limit: 100))
    }
}
