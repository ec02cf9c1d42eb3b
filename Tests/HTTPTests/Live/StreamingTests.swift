import HTTP
import Synchronization
import Testing

@Suite struct StreamingTests {
    private static func stream(_ produce: @escaping @Sendable (any BodyWriter) async throws -> Void) -> HTTPServer.Responder {
        { _ in Response(body: .stream(produce)) }
    }

    /// Everything behind the head, as it was sent.
    private static func rawBody(_ server: LiveServer, _ request: String) async throws -> (head: String, body: String, isReset: Bool) {
        let client = try await server.connect()
        await client.send(request)
        client.finishSending()
        let head = await client.receive(through: "\r\n\r\n")
        let (body, isReset) = await client.receiveToTheEnd()
        return (head, body, isReset)
    }

    private static let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test func sendsEachWriteAsOneChunk() async throws {
        let responder = Self.stream { writer in
            try await writer.write(Array("hello".utf8))
            try await writer.write([])
            try await writer.write(Array("0123456789abcdef".utf8))
        }
        try await LiveServer.run(responder) { server in
            let (head, body, _) = try await Self.rawBody(server, Self.request)
            #expect(head.contains("\r\nTransfer-Encoding: chunked\r\n"))
            #expect(!head.contains("Content-Length"))
            #expect(body == "5\r\nhello\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n")
        }
    }

    @Test func endsAnHTTP10StreamWithTheClose() async throws {
        let responder = Self.stream { writer in
            try await writer.write(Array("hello ".utf8))
            try await writer.write(Array("world".utf8))
        }
        try await LiveServer.run(responder) { server in
            let (head, body, isReset) = try await Self.rawBody(server, "GET / HTTP/1.0\r\n\r\n")
            #expect(!head.contains("Transfer-Encoding"))
            #expect(head.contains("\r\nConnection: close\r\n"))
            #expect(body == "hello world")
            #expect(!isReset)
        }
    }

    @Test func goesOnWithTheConnectionAfterAStream() async throws {
        try await LiveServer.run(Self.stream { try await $0.write([UInt8(ascii: "x")]) }) { server in
            let client = try await server.connect()
            for _ in 0..<3 {
                await client.send(Self.request)
                #expect(await client.response().body == "x")
            }
        }
    }

    @Test func sendsNoBodyForHEADAndDoesNotProduceIt() async throws {
        let journal = Journal()
        try await LiveServer.run(Self.stream { _ in journal.note("produced") }) { server in
            let client = try await server.connect()
            await client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\nHEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(await client.response(hasBody: false).status == 200)
            #expect(await client.response(hasBody: false).status == 200)
            #expect(await client.receiveToTheEnd().text == "")
            #expect(journal.all.isEmpty)
        }
    }

    struct Failure: Error {}

    @Test(arguments: ["HTTP/1.1", "HTTP/1.0"])
    func cutsAStreamThatFailsSoThatItIsSeenToBeIncomplete(_ version: String) async throws {
        let mayFail = Happening()
        let responder = Self.stream { writer in
            try await writer.write(Array("hello".utf8))
            await mayFail.wait()
            throw Failure()
        }
        try await LiveServer.run(responder) { server in
            let client = try await server.connect()
            await client.send("GET / \(version)\r\nHost: a\r\n\r\n")
            #expect(await client.receive(through: "hello").hasSuffix("hello"))
            mayFail.happen()
            let (rest, isReset) = await client.receiveToTheEnd()
            #expect(!rest.contains("0\r\n\r\n"))
            #expect(isReset == (version == "HTTP/1.0"))
        }
    }

    @Test func letsNobodyWriteBehindTheEnd() async throws {
        let leaked = Mutex<(any BodyWriter)?>(nil)
        let responder: HTTPServer.Responder = { request in
            if request.path == "/leak" { return Response(body: .stream { writer in leaked.withLock { $0 = writer } }) }
            let writer = leaked.withLock(\.self)
            await #expect(throws: WriteError.finished) { try await writer?.write(Array("forged".utf8)) }
            return Response(text: "hello")
        }
        try await LiveServer.run(responder) { server in
            let client = try await server.connect()
            await client.send("GET /leak HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(await client.response().body == "")
            #expect(await client.response().body == "hello")
        }
    }

    @Test func letsNobodyReadTheNextRequestsBody() async throws {
        let leaked = Mutex<RequestBody?>(nil)
        let responder: HTTPServer.Responder = { request in
            if request.path == "/leak" {
                leaked.withLock { $0 = request.body }
                return Response()
            }
            let body = leaked.withLock(\.self)
            await #expect(throws: BodyError.consumed) { try await body?.collect(upTo: 10) }
            return Response(contentType: "text/plain", bytes: try await request.body.collect(upTo: 10))
        }
        try await LiveServer.run(responder) { server in
            let client = try await server.connect()
            await client.send(
                "POST /leak HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n1POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n2")
            #expect(await client.response().status == 200)
            #expect(await client.response().body == "2")
        }
    }

    @Test func readsAndWritesAtTheSameTime() async throws {
        let responder: HTTPServer.Responder = { request in
            Response(body: .stream { writer in for try await piece in request.body { try await writer.write(piece) } })
        }
        try await LiveServer.run(responder) { server in
            let client = try await server.connect()
            await client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
            _ = await client.receive(through: "\r\n\r\n")
            for word in ["one", "two", "six"] {
                await client.send("3\r\n\(word)\r\n")
                #expect(await client.receive(through: "\(word)\r\n") == "3\r\n\(word)\r\n")
            }
            await client.send("0\r\n\r\n")
            #expect(await client.receive(through: "0\r\n\r\n") == "0\r\n\r\n")
        }
    }

    // MARK: Server-sent events

    @Test func sendsEventsExactly() async throws {
        let responder: HTTPServer.Responder = { _ in
            .serverSentEvents { events in
                try await events.send(ServerSentEvent(event: "a", data: "1\n2"))
                try await events.write(ServerSentEvent(data: "3").bytes + ServerSentEvent(data: "[DONE]").bytes)
            }
        }
        try await LiveServer.run(responder) { server in
            let (head, body, _) = try await Self.rawBody(server, Self.request)
            for field in ["Content-Type: text/event-stream; charset=utf-8", "Cache-Control: no-cache", "X-Accel-Buffering: no"] {
                #expect(head.contains("\r\n\(field)\r\n"))
            }
            // One chunk for each send: a batch is one write.
            #expect(body == "1a\r\nevent: a\ndata: 1\ndata: 2\n\n\r\n17\r\ndata: 3\n\ndata: [DONE]\n\n\r\n0\r\n\r\n")
        }
    }

    @Test func sendsTheHeadBeforeTheFirstEvent() async throws {
        let released = Happening()
        let responder: HTTPServer.Responder = { _ in .serverSentEvents { _ in await released.wait() } }
        try await LiveServer.run(responder) { server in
            let client = try await server.connect()
            await client.send(Self.request)
            #expect(await client.receive(through: "\r\n\r\n").hasPrefix("HTTP/1.1 200 OK\r\n"))
            released.happen()
            #expect(await client.receive(through: "\r\n\r\n") == "0\r\n\r\n")
        }
    }

    @Test func pingsWhileTheProducerIsSilent() async throws {
        let released = Happening()
        let responder: HTTPServer.Responder = { _ in
            .serverSentEvents(pingInterval: .milliseconds(5)) { events in
                try await events.send(ServerSentEvent(data: "first"))
                await released.wait()
                try await events.send(ServerSentEvent(data: "last"))
            }
        }
        try await LiveServer.run(responder) { server in
            let client = try await server.connect()
            await client.send(Self.request)
            _ = await client.receive(through: "data: first\n\n\r\n")
            for _ in 0..<3 { #expect(await client.receive(through: "\n\n\r\n") == "8\r\n: ping\n\n\r\n") }
            released.happen()
            #expect(await client.receive(through: "0\r\n\r\n").contains("c\r\ndata: last\n\n\r\n"))
        }
    }

    @Test func doesNotPingAStreamThatIsBusy() async throws {
        let responder: HTTPServer.Responder = { _ in
            .serverSentEvents(pingInterval: .seconds(3600)) { events in
                for number in 0..<100 { try await events.send(ServerSentEvent(data: "\(number)")) }
            }
        }
        try await LiveServer.run(responder) { server in
            let response = try await server.get()
            #expect(response.body == (0..<100).map { "data: \($0)\n\n" }.joined())
        }
    }
}
