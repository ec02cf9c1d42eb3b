import HTTP
import HTTPTypes
import Testing

/// What HTTP itself answers, and what it adds to the answers of others.
@Suite struct AnswerTests {
    private static let hello: HTTPServer.Responder = { _ in Response(text: "hello") }

    private static let json = LiveServer.Settings.with {
        $0.errorBody = { status, message in ("application/json", Array(#"{"status":\#(status.code),"message":"\#(message)"}"#.utf8)) }
    }

    @Test(arguments: [
        ("BAD\0 / HTTP/1.1\r\n\r\n", 400), ("GET / HTTP/1.1\r\n\r\n", 400), ("GET / HTTP/2.0\r\n\r\n", 505), ("\u{16}\u{03}\u{01}", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501), ("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n", 501),
        ("GET / HTTP/1.1\r\nHost: a\r\nExpect: more\r\n\r\n", 417), ("GET /\(String(repeating: "a", count: 20_000))", 414),
        ("GET / HTTP/1.1\r\nX: \(String(repeating: "a", count: 20_000))", 431),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n", 413),
        ("GET / HTTP/1.1\r\nHost: a\r\n\(String(repeating: "X: y\r\n", count: 200))\r\n", 431),
    ])
    func answersWhatIsNoRequestInTheErrorsShapeAndCloses(_ text: String, _ status: Int) async throws {
        try await LiveServer.run(Self.hello, Self.json) { server in
            let client = try await server.connect()
            await client.send(text + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n")
            let response = await client.response()
            #expect(response.status == status)
            #expect(response.fields["content-type"] == "application/json")
            #expect(response.fields["connection"] == "close")
            #expect(response.fields["x-request-id"]?.hasPrefix("req_") == true)
            #expect(response.body.hasPrefix(#"{"status":\#(status),"#))
            #expect(await client.receiveToTheEnd() == ("", false))
        }
    }

    @Test func refusesPathsThatAreNotTextAndGoesOn() async throws {
        try await LiveServer.run(Self.hello, Self.json) { server in
            let client = try await server.connect()
            await client.send("GET /%ff HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(await client.response().status == 400)
            #expect(await client.response().body == "hello")
        }
    }

    /// A client that has sent far more than was read still gets the answer: the close must not reset the connection before.
    @Test func lingersUntilTheClientHasTheAnswer() async throws {
        try await LiveServer.run(Self.hello, Self.json) { server in
            let client = try await server.connect()
            await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n")
            await client.send([UInt8](repeating: 0, count: 8 << 20))
            #expect(await client.response().status == 413)
            #expect(await client.receiveToTheEnd() == ("", false))
        }
    }

    struct Failure: Error {}

    @Test func answers500WhenAHandlerFailsAndGoesOn() async throws {
        try await LiveServer.run({ _ in throw Failure() }, Self.json) { server in
            let client = try await server.connect()
            for _ in 0..<2 {
                await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                let response = await client.response()
                #expect(response.status == 500)
                #expect(response.body == #"{"status":500,"message":"The server failed to answer the request."}"#)
            }
        }
    }

    @Test(arguments: [0, 100, 102, 199, 600, 999])
    func answers500InsteadOfAnImpossibleStatus(_ code: Int) async throws {
        try await LiveServer.run({ _ in Response(status: .init(code: code)) }) { server in
            let response = try await server.get()
            #expect(response.status == 500)
        }
    }

    @Test(arguments: [("abc", "abc"), ("!~", "!~"), (String(repeating: "x", count: 128), String(repeating: "x", count: 128))])
    func echoesTheClientsRequestID(_ sent: String, _ received: String) async throws {
        try await LiveServer.run({ Response(text: $0.id) }) { server in
            let client = try await server.connect()
            await client.send("GET / HTTP/1.1\r\nHost: a\r\nX-Request-ID: \(sent)\r\n\r\n")
            let response = await client.response()
            #expect(response.fields["x-request-id"] == received)
            #expect(response.body == received)
        }
    }

    @Test(arguments: ["", "a b", "é", "a\tb", String(repeating: "x", count: 129), "a\r\nX-Request-ID: b"])
    func makesARequestIDWhereTheClientsWillNotDo(_ sent: String) async throws {
        try await LiveServer.run(Self.hello) { server in
            let client = try await server.connect()
            await client.send("GET / HTTP/1.1\r\nHost: a\r\nx-request-id: \(sent)\r\n\r\n")
            let id = try #require(await client.response().fields["x-request-id"])
            #expect(id.hasPrefix("req_"))
            #expect(id.count == 36)
        }
    }

    @Test func makesEachRequestIDOnce() async throws {
        try await LiveServer.run({ Response(text: $0.id) }) { server in
            let client = try await server.connect()
            var seen: Set<String> = []
            await client.send(String(repeating: "GET / HTTP/1.1\r\nHost: a\r\n\r\n", count: 50))
            for _ in 0..<50 { seen.insert(await client.response().body) }
            #expect(seen.count == 50)
        }
    }

    @Test func dropsTheHandlersFramingAndKeepsItsClose() async throws {
        let responder: HTTPServer.Responder = { _ in
            var response = Response(text: "hello")
            response.headers[.contentLength] = "99"
            response.headers[.transferEncoding] = "chunked"
            response.headers[.date] = "never"
            response.headers[.connection] = "close"
            response.headers[.xRequestID] = "forged"
            return response
        }
        try await LiveServer.run(responder) { server in
            let client = try await server.connect()
            await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            let (text, _) = await client.receiveToTheEnd()
            #expect(text.components(of: "Content-Length") == 1)
            #expect(text.contains("\r\nContent-Length: 5\r\n"))
            #expect(text.contains("\r\nConnection: close\r\n\r\nhello"))
            for forged in ["Transfer-Encoding", "never", "forged"] { #expect(!text.contains(forged)) }
        }
    }

    @Test func letsNoHandlerSplitTheResponse() async throws {
        let responder: HTTPServer.Responder = { _ in
            var response = Response(text: "hello")
            response.headers[.location] = "/\r\nSet-Cookie: forged\r\n\r\nbody\0"
            return response
        }
        try await LiveServer.run(responder) { server in
            let response = try await server.get()
            #expect(response.fields["set-cookie"] == nil)
            #expect(response.fields["location"] == "/  Set-Cookie: forged    body")
            #expect(response.body == "hello")
        }
    }

    @Test func tellsHandlersWhoAsksForWhat() async throws {
        let responder: HTTPServer.Responder = { request in
            let parts = [
                request.method.rawValue, request.target, request.path, request.query["q"] ?? "", request.authority ?? "",
                request.headers[.userAgent] ?? "", request.remoteAddress?.hostText ?? "", request.head.path ?? "",
            ]
            return Response(text: parts.joined(separator: "|"))
        }
        try await LiveServer.run(responder) { server in
            let client = try await server.connect()
            await client.send("PUT http://b:1/a%20b?q=c+d HTTP/1.1\r\nHost: a\r\nUser-Agent: x\r\n\r\n")
            #expect(await client.response().body == "PUT|/a%20b?q=c+d|/a b|c d|b:1|x|127.0.0.1|/a%20b?q=c+d")
        }
    }

    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (1_709_164_800, "Thu, 29 Feb 2024 00:00:00 GMT"),
        (4_102_444_799, "Thu, 31 Dec 2099 23:59:59 GMT"),
    ])
    func formatsDatesAsRFC9110Says(_ second: Int, _ text: String) {
        #expect(DateField.format(second) == text)
    }
}
