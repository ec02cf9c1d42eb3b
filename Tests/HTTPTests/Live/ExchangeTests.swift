import HTTP
import HTTPTypes
import Testing

/// Requests and answers over one connection.
@Suite struct ExchangeTests {
    private static let hello: HTTPServer.Responder = { _ in Response(text: "hello") }
    /// Answers with method, path and body.
    private static let echo: HTTPServer.Responder = { request in
        let body = try await request.body.collect(upTo: 1 << 20)
        return Response(text: "\(request.method) \(request.path) \(String(decoding: body, as: UTF8.self))")
    }

    @Test func keepsTheConnectionForTheNextRequest() async throws {
        try await LiveServer.run(Self.echo) { server in
            let client = try await server.connect()
            for path in ["/1", "/2", "/3"] {
                await client.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
                let response = await client.response()
                #expect(response.body == "GET \(path) ")
                #expect(response.fields["connection"] == nil)
            }
        }
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "GET / HTTP/1.0\r\n\r\n",
        "GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n", "GET / HTTP/1.0\r\nKeep-Alive: timeout=5\r\n\r\n",
    ])
    func closesWhenAskedToAndAfterHTTP10(_ request: String) async throws {
        try await LiveServer.run(Self.hello) { server in
            let client = try await server.connect()
            await client.send(request + request)
            let (text, isReset) = await client.receiveToTheEnd()
            #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(text.contains("\r\nConnection: close\r\n"))
            #expect(text.components(of: "HTTP/1.1") == 1)
            #expect(text.hasSuffix("\r\n\r\nhello"))
            #expect(!isReset)
        }
    }

    @Test func keepsHTTP10ConnectionsThatAskForIt() async throws {
        try await LiveServer.run(Self.echo) { server in
            let client = try await server.connect()
            for connection in ["keep-alive", "Keep-Alive", "x, keep-alive"] {
                await client.send("GET /1 HTTP/1.0\r\nConnection: \(connection)\r\n\r\n")
                let response = await client.response()
                #expect(response.body == "GET /1 ")
                #expect(response.fields["connection"] == "keep-alive")
            }
            await client.send("GET /2 HTTP/1.0\r\n\r\n")
            #expect(await client.response().fields["connection"] == "close")
            #expect(await client.receiveToTheEnd() == ("", false))
        }
    }

    @Test func answersPipelinedRequestsInOrderAndOneAtATime() async throws {
        let journal = Journal()
        let responder: HTTPServer.Responder = { request in
            journal.note("begin \(request.path)")
            await Task.yield()
            journal.note("end \(request.path)")
            return Response(text: request.path)
        }
        try await LiveServer.run(responder) { server in
            let client = try await server.connect()
            let paths = (0..<20).map { "/\($0)" }
            await client.send(paths.map { "GET \($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
            for path in paths { #expect(await client.response().body == path) }
            #expect(journal.all == paths.flatMap { ["begin \($0)", "end \($0)"] })
        }
    }

    @Test func answersByteByByteRequests() async throws {
        try await LiveServer.run(Self.echo) { server in
            let client = try await server.connect()
            for byte in "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n".utf8 {
                await client.send([byte])
            }
            #expect(await client.response().body == "POST /x hello")
        }
    }

    @Test(arguments: [
        ("Content-Length: 5\r\n\r\nhello", "hello"), ("Content-Length: 0\r\n\r\n", ""), ("\r\n", ""),
        ("Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\nX: y\r\n\r\n", "hello"),
    ])
    func readsBodies(_ rest: String, _ body: String) async throws {
        try await LiveServer.run(Self.echo) { server in
            let client = try await server.connect()
            for _ in 0..<2 {
                await client.send("POST /x HTTP/1.1\r\nHost: a\r\n" + rest)
                #expect(await client.response().body == "POST /x " + body)
            }
        }
    }

    @Test func readsALargeBodyWhole() async throws {
        let responder: HTTPServer.Responder = { request in
            var count = 0
            var sum = 0
            for try await piece in request.body {
                count += piece.count
                sum += piece.reduce(0) { $0 + Int($1) }
            }
            return Response(text: "\(count) \(sum)")
        }
        try await LiveServer.run(responder) { server in
            let client = try await server.connect()
            let bytes = (0..<(8 << 20)).map { UInt8(truncatingIfNeeded: $0) }
            await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(bytes.count)\r\n\r\n")
            await client.send(bytes)
            #expect(await client.response().body == "\(bytes.count) \(bytes.reduce(0) { $0 + Int($1) })")
        }
    }

    @Test(arguments: [("0\r\n\r\n", "5000"), ("x\r\n", "malformed")])
    func handsSmallChunksOnTogether(_ last: String, _ outcome: String) async throws {
        let pieces = Journal()
        let responder: HTTPServer.Responder = { request in
            var count = 0
            do {
                for try await piece in request.body {
                    pieces.note("\(piece.count)")
                    count += piece.count
                }
            } catch BodyError.malformed {
                return Response(text: "malformed")
            }
            return Response(text: "\(count)")
        }
        try await LiveServer.run(responder) { server in
            let client = try await server.connect()
            let chunks = String(repeating: "1\r\nx\r\n", count: 5000)
            await client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + last)
            #expect(await client.response().body == outcome)
            #expect(pieces.all.count < 500)
        }
    }

    @Test func sends100ContinueWhenTheBodyIsRead() async throws {
        try await LiveServer.run(Self.echo) { server in
            let client = try await server.connect()
            await client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")
            #expect(await client.receive(through: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
            await client.send("hello")
            let response = await client.response()
            #expect(response.body == "POST / hello")
            #expect(response.fields["connection"] == nil)
        }
    }

    @Test func doesNotInviteABodyThatItDoesNotWant() async throws {
        try await LiveServer.run({ _ in Response(status: .unauthorized) }) { server in
            let client = try await server.connect()
            await client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")
            let (text, isReset) = await client.receiveToTheEnd()
            #expect(text.hasPrefix("HTTP/1.1 401 Unauthorized\r\n"))
            #expect(text.contains("\r\nConnection: close\r\n"))
            #expect(!isReset)
        }
    }

    @Test func doesNotInviteABodyThatHasBegun() async throws {
        try await LiveServer.run(Self.echo) { server in
            let client = try await server.connect()
            await client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello")
            #expect(await client.receive(through: "\r\n").hasPrefix("HTTP/1.1 200"))
        }
    }

    @Test func leavesOutTheBodyForHEAD() async throws {
        try await LiveServer.run(Self.hello) { server in
            let client = try await server.connect()
            await client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")
            let head = await client.response(hasBody: false)
            #expect(head.status == 200)
            #expect(head.fields["content-length"] == "5")
            #expect(await client.response().body == "hello")
        }
    }

    @Test(arguments: [204, 304])
    func sendsNeitherBodyNorLengthWhereThereCanBeNone(_ code: Int) async throws {
        try await LiveServer.run({ _ in Response(status: .init(code: code), body: .bytes([1])) }) { server in
            let client = try await server.connect()
            await client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            let (text, _) = await client.receiveToTheEnd()
            #expect(text.hasSuffix("\r\n\r\n"))
            #expect(!text.contains("Content-Length"))
        }
    }

    @Test(arguments: [
        ("Content-Length: 11\r\n\r\nhello world", false), ("Content-Length: 11\r\n\r\n", false),
        ("Transfer-Encoding: chunked\r\n\r\n6\r\nhello \r\n5\r\nworld\r\n0\r\n\r\n", true),
    ])
    func answers413WhenTheHandlerTakesLess(_ rest: String, _ isChunked: Bool) async throws {
        let responder: HTTPServer.Responder = { request in
            Response(contentType: "text/plain", bytes: try await request.body.collect(upTo: 10))
        }
        try await LiveServer.run(responder) { server in
            let client = try await server.connect()
            await client.send("POST / HTTP/1.1\r\nHost: a\r\n" + rest)
            let response = await client.response()
            #expect(response.status == 413)
            #expect(response.body == "The body is larger than 10 bytes.\n")
        }
    }

    @Test func answersABrokenBodyWith400() async throws {
        try await LiveServer.run(Self.echo) { server in
            let client = try await server.connect()
            await client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n")
            let response = await client.response()
            #expect(response.status == 400)
            #expect(response.fields["connection"] == "close")
            #expect(await client.receiveToTheEnd().text == "")
        }
    }

    @Test func letsABodyBeReadOnce() async throws {
        let responder: HTTPServer.Responder = { request in
            _ = try await request.body.collect(upTo: 10)
            let again = try await request.body.collect(upTo: 10)
            return Response(text: "\(again.count)")
        }
        try await LiveServer.run(responder) { server in
            let client = try await server.connect()
            await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")
            #expect(await client.response().body == "0")
        }
    }
}

extension String {
    /// How often a text occurs.
    func components(of part: String) -> Int {
        ranges(of: part).count
    }
}
