import HTTP
import Testing

/// What a FIN and a reset mean while a request runs.
@Suite struct ClientGoneTests {
    /// Tells of its cancellation and of its beginning; answers when it is released.
    private struct Slow {
        let began = Happening()
        let cancelled = Happening()
        let released = Happening()

        var responder: HTTPServer.Responder {
            { _ in
                began.happen()
                await withTaskCancellationHandler {
                    await released.wait()
                } onCancel: {
                    cancelled.happen()
                    released.happen()
                }
                return Response(text: "slow")
            }
        }
    }

    private static func settings(_ policy: HalfClosePolicy) -> LiveServer.Settings {
        .with {
            $0.configuration.halfClose = policy
            $0.configuration.timeouts.probe = .milliseconds(5)
        }
    }

    private static let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test(arguments: HalfClosePolicy.allCases)
    func cancelsAtAReset(_ policy: HalfClosePolicy) async throws {
        let slow = Slow()
        try await LiveServer.run(slow.responder, Self.settings(policy)) { server in
            let client = try await server.connect()
            await client.send(Self.request)
            await slow.began.wait()
            client.reset()
            await slow.cancelled.wait()
        }
    }

    @Test func seesAResetBehindBytesThatItDoesNotRead() async throws {
        let slow = Slow()
        try await LiveServer.run(slow.responder, Self.settings(.serve)) { server in
            let client = try await server.connect()
            await client.send(Self.request + Self.request)
            await slow.began.wait()
            client.reset()
            await slow.cancelled.wait()
        }
    }

    @Test func answersAClientThatOnlyFinishedSending() async throws {
        let slow = Slow()
        try await LiveServer.run(slow.responder, Self.settings(.serve)) { server in
            let client = try await server.connect()
            await client.send(Self.request)
            client.finishSending()
            await slow.began.wait()
            slow.released.happen()
            let (text, isReset) = await client.receiveToTheEnd()
            #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(text.hasSuffix("slow"))
            #expect(!isReset)
        }
    }

    @Test func probesAClientThatFinishedSendingAndAnswersIt() async throws {
        let slow = Slow()
        try await LiveServer.run(slow.responder, Self.settings(.probe)) { server in
            let client = try await server.connect()
            await client.send(Self.request)
            client.finishSending()
            for _ in 0..<3 { #expect(await client.receive(through: "\r\n\r\n") == "HTTP/1.1 102 Processing\r\n\r\n") }
            slow.released.happen()
            #expect(await client.response().body == "slow")
            #expect(await client.receiveToTheEnd().text == "")
        }
    }

    @Test func cancelsWhenTheProbeFindsTheClientClosed() async throws {
        let slow = Slow()
        try await LiveServer.run(slow.responder, Self.settings(.probe)) { server in
            let client = try await server.connect()
            await client.send(Self.request)
            await slow.began.wait()
            client.close()
            await slow.cancelled.wait()
        }
    }

    @Test func doesNotProbeHTTP10() async throws {
        let slow = Slow()
        try await LiveServer.run(slow.responder, Self.settings(.probe)) { server in
            let old = try await server.connect()
            await old.send("GET / HTTP/1.0\r\n\r\n")
            old.finishSending()
            await slow.began.wait()
            let new = try await server.connect()
            await new.send(Self.request)
            new.finishSending()
            // By now the old client would have been probed as often.
            for _ in 0..<3 { _ = await new.receive(through: "\r\n\r\n") }
            slow.released.happen()
            #expect(await old.receiveToTheEnd().text.hasPrefix("HTTP/1.1 200 OK\r\n"))
        }
    }

    @Test func cancelsAtAFINWhenToldTo() async throws {
        let slow = Slow()
        try await LiveServer.run(slow.responder, Self.settings(.cancel)) { server in
            let client = try await server.connect()
            await client.send(Self.request)
            await slow.began.wait()
            client.finishSending()
            await slow.cancelled.wait()
        }
    }

    @Test func answersEveryPipelinedRequestBeforeAFIN() async throws {
        try await LiveServer.run({ Response(text: $0.path) }) { server in
            let client = try await server.connect()
            await client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n")
            client.finishSending()
            #expect(await client.response().body == "/1")
            #expect(await client.response().body == "/2")
            #expect(await client.receiveToTheEnd().text == "")
        }
    }

    @Test func aStreamFindsOutWhenItWrites() async throws {
        let gone = Happening()
        let responder: HTTPServer.Responder = { _ in
            Response(
                body: .stream { writer in
                    do {
                        while true { try await writer.write(Array("tick".utf8)) }
                    } catch {
                        #expect(error as? WriteError == .clientGone)
                        gone.happen()
                        throw error
                    }
                })
        }
        try await LiveServer.run(responder) { server in
            let client = try await server.connect()
            await client.send(Self.request)
            _ = await client.receive(through: "tick")
            client.close()
            await gone.wait()
        }
    }

    @Test func cancelsAStreamThatIsSilentAtAReset() async throws {
        let cancelled = Happening()
        let responder: HTTPServer.Responder = { _ in
            Response(
                body: .stream { writer in
                    try await writer.write(Array("tick".utf8))
                    await untilCancelled()
                    cancelled.happen()
                })
        }
        try await LiveServer.run(responder) { server in
            let client = try await server.connect()
            await client.send(Self.request)
            _ = await client.receive(through: "tick")
            client.reset()
            await cancelled.wait()
        }
    }

    @Test func tellsTheHandlerThatItsBodyWillNotCome() async throws {
        let told = Happening()
        let responder: HTTPServer.Responder = { request in
            await #expect(throws: BodyError.clientGone) { try await request.body.collect(upTo: 10) }
            told.happen()
            return Response()
        }
        try await LiveServer.run(responder) { server in
            let client = try await server.connect()
            await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe")
            client.finishSending()
            await told.wait()
        }
    }
}
