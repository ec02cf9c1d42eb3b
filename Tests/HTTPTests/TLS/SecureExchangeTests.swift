import COpenSSL
import HTTP
import Testing

/// What holds of plain connections holds of TLS.
@Suite struct SecureExchangeTests {
    private static let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
    private static let echo: HTTPServer.Responder = { request in
        Response(contentType: "application/octet-stream", bytes: try await request.body.collect(upTo: 32 << 20))
    }

    @Test(arguments: [TLS1_2_VERSION, TLS1_3_VERSION])
    func carriesLargeBodiesBothWaysOnOneConnection(_ version: Int32) async throws {
        try await LiveTLSServer.run(Self.echo) { server in
            let client = try await server.connect { $0.version = version }
            for size in [0, 1, 16_383, 16_384, 16_385, 3 << 20, 5] {
                let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
                async let sent = client.send(Array("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(size)\r\n\r\n".utf8) + body)
                let head = await client.receive(through: "\r\n\r\n")
                #expect(head.hasPrefix("HTTP/1.1 200"))
                #expect(await client.receive(count: size) == body)
                #expect(await sent)
            }
        }
    }

    /// They come in one record, of which no readiness tells after the first.
    @Test func answersPipelinedRequestsOfOneRecord() async throws {
        try await LiveTLSServer.run { server in
            let client = try await server.connect()
            await client.send(String(repeating: Self.get, count: 100))
            for _ in 0..<100 { #expect(await client.response().body == "hello") }
        }
    }

    /// Each event is here before the next is made.
    @Test func sendsEachEventAtOnce() async throws {
        let events = AsyncStream<Int>.makeStream()
        let responder: HTTPServer.Responder = { _ in
            Response(
                body: .stream { writer in
                    for await event in events.stream { try await writer.write(Array("data: \(event)\n\n".utf8)) }
                })
        }
        try await LiveTLSServer.run(responder) { server in
            let client = try await server.connect()
            await client.send(Self.get)
            _ = await client.receive(through: "\r\n\r\n")
            for event in 0..<20 {
                events.continuation.yield(event)
                #expect(await client.receive(through: "\n\n\r\n").hasSuffix("data: \(event)\n\n\r\n"))
            }
            events.continuation.finish()
            #expect(await client.receive(through: "0\r\n\r\n") == "0\r\n\r\n")
        }
    }

    @Test func endsWithCloseNotify() async throws {
        try await LiveTLSServer.run { server in
            let client = try await server.connect()
            await client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(await client.response().body == "hello")
            #expect(await client.receiveToTheEnd() == ("", false))
        }
    }

    @Test func endsAnIdleConnectionWithCloseNotify() async throws {
        try await LiveTLSServer.run(LiveTLSServer.hello, { $0.timeouts.idle = .milliseconds(20) }) { server in
            let client = try await server.connect()
            #expect(await client.receiveToTheEnd() == ("", false))
        }
    }

    struct Failure: Error {}

    /// Only the close tells where the body of HTTP/1.0 ends: it must not look like an end.
    @Test func cutsAStreamThatFailsWithoutCloseNotify() async throws {
        let mayFail = Happening()
        let responder: HTTPServer.Responder = { _ in
            Response(
                body: .stream { writer in
                    try await writer.write(Array("half".utf8))
                    await mayFail.wait()
                    throw Failure()
                })
        }
        try await LiveTLSServer.run(responder) { server in
            let client = try await server.connect()
            await client.send("GET / HTTP/1.0\r\n\r\n")
            _ = await client.receive(through: "half")
            mayFail.happen()
            #expect(await client.receiveToTheEnd() == ("", true))
        }
    }

    enum Finish: CaseIterable {
        case closeNotify, fin, both
    }

    /// RFC 8446 §6.1: close_notify ends one direction.
    @Test(arguments: Finish.allCases)
    func answersAClientThatHasFinishedSending(_ finish: Finish) async throws {
        try await LiveTLSServer.run(Self.echo) { server in
            let client = try await server.connect()
            await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi")
            if finish != .fin { await client.finish() }
            if finish != .closeNotify { client.socket.finishSending() }
            #expect(await client.response().body == "hi")
            #expect(await client.receiveToTheEnd() == ("", false))
        }
    }

    @Test func seesABodyThatIsCutOff() async throws {
        let seen = Journal()
        let over = Happening()
        let responder: HTTPServer.Responder = { request in
            do {
                return Response(text: "\(try await request.body.collect(upTo: 100))")
            } catch {
                seen.note("\(error)")
                over.happen()
                throw error
            }
        }
        try await LiveTLSServer.run(responder) { server in
            let client = try await server.connect()
            await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello")
            client.socket.finishSending()
            await over.wait()
            #expect(seen.all == ["\(BodyError.clientGone)"])
        }
    }

    @Test func cancelsTheRequestOfAClientThatIsGone() async throws {
        let began = Happening()
        let cancelled = Happening()
        let responder: HTTPServer.Responder = { _ in
            began.happen()
            await untilCancelled()
            cancelled.happen()
            return Response()
        }
        try await LiveTLSServer.run(responder) { server in
            let client = try await server.connect()
            await client.send(Self.get)
            await began.wait()
            client.socket.reset()
            await cancelled.wait()
        }
    }

    /// The interim response that asks whether anybody still reads goes through TLS too.
    @Test func probesAClientThatHasFinishedSending() async throws {
        let mayAnswer = Happening()
        let responder: HTTPServer.Responder = { _ in
            await mayAnswer.wait()
            return Response(text: "hello")
        }
        try await LiveTLSServer.run(responder, { $0.timeouts.probe = .milliseconds(10) }) { server in
            let client = try await server.connect()
            await client.send(Self.get)
            client.socket.finishSending()
            #expect(await client.receive(through: "\r\n\r\n").hasPrefix("HTTP/1.1 102"))
            mayAnswer.happen()
            #expect(await client.response().body == "hello")
        }
    }

    @Test func dropsAConnectionWhoseCiphertextWasChanged() async throws {
        try await LiveTLSServer.run { server in
            let client = try await server.connect()
            await client.send(Self.get)
            #expect(await client.response().body == "hello")
            await client.send(Self.get) { $0[$0.count - 1] ^= 1 }
            #expect(await client.receiveToTheEnd() == ("", true))
            while server.live.server.connectionCount > 0 { await Task.yield() }
        }
    }

    @Test func pausesAndCutsOffAReaderThatStopsReading() async throws {
        let written = Journal()
        let ended = Happening()
        let responder: HTTPServer.Responder = { _ in
            Response(
                body: .stream { writer in
                    do {
                        while true {
                            try await writer.write([UInt8](repeating: 0, count: 64 << 10))
                            written.note("piece")
                        }
                    } catch {
                        #expect(error as? WriteError == .timedOut)
                        ended.happen()
                        throw error
                    }
                })
        }
        try await LiveTLSServer.run(responder, { $0.timeouts.write = .milliseconds(100) }) { server in
            let client = try await TLSClient(server.live.address, server.rules, receiveBuffer: 4096)
            await client.send(Self.get)
            await ended.wait()
            #expect(written.all.count < 256)
        }
    }
}
