import HTTP
import HTTPTypes
import Testing

@Suite struct LimitTests {
    private func letters(_ count: Int) -> String { String(repeating: "a", count: count) }

    private let limits = {
        var limits = RequestLimits()
        limits.requestLine = 40
        limits.fieldLine = 30
        limits.fieldSection = 100
        limits.fieldCount = 4
        return limits
    }()

    @Test func takesARequestLineUpToTheLimit() {
        let rest = "GET / HTTP/1.1".utf8.count
        #expect(Parsed(request("GET /\(letters(40 - rest)) HTTP/1.1"), limits: limits).ends == 1)
        #expect(Parsed(request("GET /\(letters(41 - rest)) HTTP/1.1"), limits: limits).error == .requestLineTooLong(limit: 40))
        #expect(RequestError.requestLineTooLong(limit: 40).status == .uriTooLong)
    }

    @Test(arguments: ["GET /\0", "GET / HTTP/1.1 ", "GET"])
    func refusesALongRequestLineBeforeItEnds(_ start: String) {
        #expect(Parsed(start + letters(40), limits: limits).error == .requestLineTooLong(limit: 40))
        #expect(Parsed(start + letters(40) + "\n", limits: limits).error == .requestLineTooLong(limit: 40))
    }

    @Test func takesAFieldLineUpToTheLimit() {
        #expect(Parsed(request("GET / HTTP/1.1", "X: \(letters(27))"), limits: limits).ends == 1)
        #expect(Parsed(request("GET / HTTP/1.1", "X: \(letters(28))"), limits: limits).error == .fieldTooLong(limit: 30))
        #expect(Parsed(request("GET / HTTP/1.1", letters(31)), limits: limits).error == .fieldTooLong(limit: 30))
        #expect(RequestError.fieldTooLong(limit: 30).status == .requestHeaderFieldsTooLarge)
    }

    @Test func takesAFieldSectionUpToTheLimit() {
        // Host: a is 9 bytes with CRLF, X: and 27 letters 32.
        let wide = "X: \(letters(27))"
        #expect(Parsed(request("GET / HTTP/1.1", wide, wide, "X: \(letters(22))"), limits: limits).ends == 1)
        #expect(
            Parsed(request("GET / HTTP/1.1", wide, wide, "X: \(letters(27))"), limits: limits).error == .fieldSectionTooLarge(limit: 100))
        #expect(
            Parsed(request("GET / HTTP/1.1", wide, wide, "X: \(letters(90))"), limits: limits).error == .fieldSectionTooLarge(limit: 100))
    }

    @Test func countsFields() {
        #expect(Parsed(request("GET / HTTP/1.1", "X:", "X:", "X:"), limits: limits).ends == 1)
        #expect(Parsed(request("GET / HTTP/1.1", "X:", "X:", "X:", "X:"), limits: limits).error == .tooManyFields(limit: 4))
    }

    @Test func countsTrailersWithTheHeader() {
        func chunked(_ trailers: String) -> Parsed {
            Parsed(request("POST / HTTP/1.1", "Transfer-Encoding: chunked", body: "0\r\n\(trailers)\r\n"), limits: limits)
        }
        #expect(chunked("X:\r\nX:\r\n").ends == 1)
        #expect(chunked("X:\r\nX:\r\nX:\r\n").error == .tooManyFields(limit: 4))
        #expect(chunked("X: \(letters(27))\r\nX: \(letters(27))\r\n").error == .fieldSectionTooLarge(limit: 100))
    }

    @Test func beginsTheBudgetAnewForEachRequest() {
        let text = request("GET / HTTP/1.1", "X: \(letters(27))", "X: \(letters(20))")
        #expect(Parsed(text + text + text, limits: limits).ends == 3)
    }

    @Test func takesALineOf8000BytesByDefault() {
        // RFC 9112 §3: at least 8000 octets are recommended.
        #expect(Parsed(request("GET /\(letters(7986)) HTTP/1.1")).ends == 1)
    }

    /// The most that the default limits let a header cost, and far more than they let in.
    @Test func parsesTheLargestHeaderAndRefusesALargerOne() {
        let fields = (0..<127).map { "X-\($0): \(letters(500))" }.joined(separator: "\r\n")
        let header = "GET / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n"
        #expect(Parsed(pieces: [Array(header.utf8)], RequestLimits()).ends == 1)
        #expect(Parsed(pieces: [Array("GET /\(letters(1 << 20))".utf8)], RequestLimits()).error == .requestLineTooLong(limit: 16 << 10))
        #expect(
            Parsed(pieces: [Array("GET / HTTP/1.1\r\nX: \(letters(1 << 20))".utf8)], RequestLimits()).error
                == .fieldTooLong(limit: 16 << 10))
    }

    @Test func holdsNoBytesBetweenRequests() throws {
        var parser = RequestParser()
        #expect(parser.isBetweenRequests)
        parser.receive(Array("\r\n".utf8))
        #expect(try parser.next() == .needsBytes)
        #expect(parser.isBetweenRequests)
        parser.receive(Array("G".utf8))
        #expect(try parser.next() == .needsBytes)
        #expect(!parser.isBetweenRequests)
        parser.receive(Array(request("ET / HTTP/1.1").utf8))
        _ = try parser.next()
        #expect(!parser.isBetweenRequests)
        #expect(try parser.next() == .end)
        #expect(parser.isBetweenRequests)
    }
}
