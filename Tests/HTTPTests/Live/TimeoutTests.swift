import HTTP
import Synchronization
import Testing

/// Short time-outs are configured, and what is waited for is the close.
@Suite struct TimeoutTests {
    private static let hello: HTTPServer.Responder = { _ in Response(text: "hello") }

    @Test(arguments: ["G", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX: "])
    func answers408ToAHeaderThatDoesNotEnd(_ start: String) async throws {
        try await LiveServer.run(Self.hello, .with { $0.configuration.timeouts.header = .milliseconds(20) }) { server in
            let client = try await server.connect()
            await client.send(start)
            let (text, isReset) = await client.receiveToTheEnd()
            #expect(text.hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
            #expect(text.contains("\r\nConnection: close\r\n"))
            #expect(!isReset)
        }
    }

    @Test func countsTheHeaderFromItsFirstByteHoweverItTrickles() async throws {
        let settings = LiveServer.Settings.with {
            $0.configuration.timeouts.header = .milliseconds(50)
            $0.configuration.limits.fieldLine = 1 << 30
            $0.configuration.limits.fieldSection = 1 << 30
        }
        try await LiveServer.run(Self.hello, settings) { server in
            let client = try await server.connect()
            await client.send("GET / HTTP/1.1\r\nX: ")
            async let trickle: Void = {
                while await client.send("x") { await Task.yield() }
            }()
            #expect(await client.receive(through: "\r\n").hasPrefix("HTTP/1.1 408"))
            client.finishSending()
            await trickle
        }
    }

    @Test func appliesTheHeaderTimeToEveryRequest() async throws {
        try await LiveServer.run(Self.hello, .with { $0.configuration.timeouts.header = .milliseconds(20) }) { server in
            let client = try await server.connect()
            await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET")
            #expect(await client.response().body == "hello")
            #expect(await client.response().status == 408)
        }
    }

    @Test(arguments: ["", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "\r\n"])
    func closesIdleConnectionsWithoutAWord(_ before: String) async throws {
        try await LiveServer.run(Self.hello, .with { $0.configuration.timeouts.idle = .milliseconds(20) }) { server in
            let client = try await server.connect()
            await client.send(before)
            if before.hasPrefix("GET") { #expect(await client.response().body == "hello") }
            #expect(await client.receiveToTheEnd() == ("", false))
        }
    }

    @Test func emptyLinesDoNotPutOffTheEndOfAnIdleConnection() async throws {
        let settings = LiveServer.Settings.with {
            $0.configuration.timeouts.idle = .milliseconds(50)
            $0.configuration.limits.leadingEmptyLines = .max
        }
        try await LiveServer.run(Self.hello, settings) { server in
            let client = try await server.connect()
            while await client.send("\r\n") { await Task.yield() }
        }
    }

    @Test(arguments: [
        "Content-Length: 5\r\n\r\nhe", "Transfer-Encoding: chunked\r\n\r\n5\r\nhe", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
    ])
    func answers408ToABodyThatStalls(_ rest: String) async throws {
        let responder: HTTPServer.Responder = { Response(text: "\(try await $0.body.collect(upTo: 100).count)") }
        try await LiveServer.run(responder, .with { $0.configuration.timeouts.bodyStall = .milliseconds(20) }) { server in
            let client = try await server.connect()
            await client.send("POST / HTTP/1.1\r\nHost: a\r\n" + rest)
            let response = await client.response()
            #expect(response.status == 408)
            #expect(response.fields["connection"] == "close")
            #expect(await client.receiveToTheEnd() == ("", false))
        }
    }

    @Test func boundsTheWaitForABodyInAll() async throws {
        let responder: HTTPServer.Responder = { Response(text: "\(try await $0.body.collect(upTo: 100).count)") }
        try await LiveServer.run(responder, .with { $0.configuration.timeouts.body = .milliseconds(20) }) { server in
            let client = try await server.connect()
            await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe")
            #expect(await client.response().status == 408)
        }
    }

    /// The client takes nothing: its writer is paused, then its stream is ended; another client is answered all the while.
    @Test func cutsOffAReaderThatStopsReading() async throws {
        let written = Atomic<Int>(0)
        let ended = Happening()
        let responder: HTTPServer.Responder = { request in
            guard request.path == "/stream" else { return Response(text: "hello") }
            return Response(
                body: .stream { writer in
                    let piece = [UInt8](repeating: 0, count: 64 << 10)
                    do {
                        while true {
                            try await writer.write(piece)
                            written.wrappingAdd(piece.count, ordering: .relaxed)
                        }
                    } catch {
                        #expect(error as? WriteError == .timedOut)
                        ended.happen()
                        throw error
                    }
                })
        }
        try await LiveServer.run(responder, .with { $0.configuration.timeouts.write = .milliseconds(100) }) { server in
            let client = try await RawClient(server.address, receiveBuffer: 4096)
            await client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await server.get().body == "hello")
            await ended.wait()
            #expect(try await server.get().body == "hello")
            // What the two systems' buffers take, not what a writer would produce unhindered.
            #expect(written.load(ordering: .relaxed) < 16 << 20)
        }
    }
}
