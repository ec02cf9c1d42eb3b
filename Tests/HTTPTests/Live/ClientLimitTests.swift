import HTTP
import Synchronization
import Testing

/// What one client may do, and that others do not notice.
@Suite struct ClientLimitTests {
    private static let hello: HTTPServer.Responder = { _ in Response(text: "hello") }
    private static let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

    // MARK: Connections

    @Test func answers429ToAnAddressWithTooManyConnections() async throws {
        try await LiveServer.run(Self.hello, .with { $0.configuration.maximumConnectionsPerAddress = 2 }) { server in
            var held: [RawClient] = []
            for _ in 0..<2 {
                let client = try await server.connect()
                await client.send(Self.request)
                #expect(await client.response().body == "hello")
                held.append(client)
            }
            let third = try await server.connect()
            await third.send(Self.request + Self.request)
            let refused = await third.response()
            #expect(refused.status == 429)
            #expect(refused.fields["retry-after"] == "1")
            #expect(refused.fields["connection"] == "close")
            #expect(await third.receiveToTheEnd() == ("", false))
            // The others go on.
            await held[0].send(Self.request)
            #expect(await held[0].response().body == "hello")
            held[1].close()
            var status = 429
            while status == 429 { status = try await server.get().status }
            #expect(status == 200)
        }
    }

    /// Beyond those that are told so, without a word.
    @Test func closesConnectionsFarAboveTheLimit() async throws {
        try await LiveServer.run(Self.hello, .with { $0.configuration.maximumConnectionsPerAddress = 1 }) { server in
            let first = try await server.connect()
            await first.send(Self.request)
            #expect(await first.response().body == "hello")
            var waiting: [RawClient] = []
            for _ in 0..<AddressCounts.refusals { waiting.append(try await server.connect()) }
            while server.server.connectionCount <= AddressCounts.refusals { await Task.yield() }
            // Some of those that were counted may not have been asked for their address yet: one of the next ones is dropped.
            var text = "HTTP"
            while text.hasPrefix("HTTP") {
                let client = try await server.connect()
                text = await client.receiveToTheEnd().text
            }
            #expect(text == "")
            await waiting[0].send(Self.request)
            #expect(await waiting[0].response().status == 429)
        }
    }

    /// One that is refused and asks for nothing is not kept.
    @Test func doesNotWaitLongForWhatItRefuses() async throws {
        let settings = LiveServer.Settings.with {
            $0.configuration.maximumConnectionsPerAddress = 1
            $0.configuration.timeouts.header = .milliseconds(20)
        }
        try await LiveServer.run(Self.hello, settings) { server in
            let first = try await server.connect()
            await first.send(Self.request)
            #expect(await first.response().body == "hello")
            let second = try await server.connect()
            #expect(await second.receiveToTheEnd() == ("", false))
            await first.send(Self.request)
            #expect(await first.response().body == "hello")
        }
    }

    @Test func doesNotCountTrustedProxies() async throws {
        let trusted = try TrustedProxies("127.0.0.1")
        let settings = LiveServer.Settings.with {
            $0.configuration.maximumConnectionsPerAddress = 1
            $0.configuration.proxies.trusted = trusted
        }
        try await LiveServer.run(Self.hello, settings) { server in
            var held: [RawClient] = []
            for _ in 0..<5 {
                let client = try await server.connect()
                await client.send(Self.request)
                #expect(await client.response().body == "hello")
                held.append(client)
            }
        }
    }

    @Test func countsByTheAddressOfThePROXYHeader() async throws {
        let trusted = try TrustedProxies("127.0.0.1")
        let settings = LiveServer.Settings.with {
            $0.configuration.maximumConnectionsPerAddress = 1
            $0.configuration.proxies.trusted = trusted
            $0.configuration.proxies.expectsHeader = true
        }
        try await LiveServer.run(Self.hello, settings) { server in
            func connect(from address: String) async throws -> (client: RawClient, status: Int) {
                let client = try await server.connect()
                await client.send("PROXY TCP4 \(address) 192.0.2.9 1 2\r\n" + Self.request)
                return (client, await client.response().status)
            }
            let one = try await connect(from: "192.0.2.1")
            #expect(one.status == 200)
            #expect(try await connect(from: "192.0.2.1").status == 429)
            #expect(try await connect(from: "192.0.2.2").status == 200)
            one.client.close()
            var status = 429
            while status == 429 { status = try await connect(from: "192.0.2.1").status }
            #expect(status == 200)
        }
    }

    // MARK: Requests

    @Test func closesAfterTheLastRequestThatAConnectionMayMake() async throws {
        try await LiveServer.run(Self.hello, .with { $0.configuration.maximumRequestsPerConnection = 3 }) { server in
            let client = try await server.connect()
            await client.send(String(repeating: Self.request, count: 5))
            for number in 1...3 {
                let response = await client.response()
                #expect(response.body == "hello")
                #expect(response.fields["connection"] == (number == 3 ? "close" : nil))
            }
            #expect(await client.receiveToTheEnd() == ("", false))
        }
    }

    @Test func doesNotCloseWithoutALimit() async throws {
        try await LiveServer.run(Self.hello, .with { $0.configuration.maximumRequestsPerConnection = 0 }) { server in
            let client = try await server.connect()
            for _ in 0..<50 {
                await client.send(Self.request)
                #expect(await client.response().fields["connection"] == nil)
            }
        }
    }

    // MARK: Data rates

    /// No client sends so much.
    private static let unattainable = 1 << 60

    @Test(arguments: ["Content-Length: 1000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\nf4240\r\n"])
    func answers408ToABodyThatTrickles(_ framing: String) async throws {
        let settings = LiveServer.Settings.with {
            $0.configuration.timeouts.bodyStall = .milliseconds(100)
            $0.configuration.timeouts.body = .seconds(3600)
            $0.configuration.rates.body = Self.unattainable
            $0.configuration.rates.grace = .milliseconds(10)
        }
        let responder: HTTPServer.Responder = { Response(text: "\(try await $0.body.collect(upTo: 1_000_000).count)") }
        try await LiveServer.run(responder, settings) { server in
            let client = try await server.connect()
            await client.send("POST / HTTP/1.1\r\nHost: a\r\n" + framing)
            let isOver = Atomic(false)
            async let trickle: Void = {
                // As much as the body is long: then it would be answered.
                for _ in 0..<1_000_000 where !isOver.load(ordering: .relaxed) { await client.send("x") }
            }()
            let response = await client.response()
            isOver.store(true, ordering: .relaxed)
            #expect(response.status == 408)
            #expect(response.fields["connection"] == "close")
            client.finishSending()
            await trickle
            #expect(try await server.get().status == 200)
        }
    }

    @Test func letsABodyTrickleWithoutARate() async throws {
        let settings = LiveServer.Settings.with {
            $0.configuration.timeouts.bodyStall = .seconds(60)
            $0.configuration.rates.body = 0
            $0.configuration.rates.grace = .milliseconds(1)
        }
        let responder: HTTPServer.Responder = { Response(text: "\(try await $0.body.collect(upTo: 1000).count)") }
        try await LiveServer.run(responder, settings) { server in
            let client = try await server.connect()
            await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 200\r\n\r\n")
            for _ in 0..<200 { await client.send("x") }
            #expect(await client.response().body == "200")
        }
    }

    /// It reads all the while, so that it never stalls, and is cut off all the same; another client is answered.
    @Test func cutsOffAReaderThatIsTooSlow() async throws {
        let ended = Happening()
        let responder: HTTPServer.Responder = { request in
            guard request.path == "/stream" else { return Response(text: "hello") }
            return Response(
                body: .stream { writer in
                    let piece = [UInt8](repeating: 0, count: 64 << 10)
                    do {
                        for _ in 0..<16_384 { try await writer.write(piece) }
                        Issue.record("everything was sent")
                    } catch {
                        #expect(error as? WriteError == .timedOut)
                        ended.happen()
                        throw error
                    }
                })
        }
        let settings = LiveServer.Settings.with {
            $0.configuration.timeouts.write = .seconds(2)
            $0.configuration.rates.response = Self.unattainable
            $0.configuration.rates.grace = .milliseconds(10)
        }
        try await LiveServer.run(responder, settings) { server in
            let client = try await RawClient(server.address, receiveBuffer: 4096)
            await client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
            async let rest: Void = { while let bytes = await client.receive(), !bytes.isEmpty {} }()
            #expect(try await server.get().body == "hello")
            await ended.wait()
            await rest
            #expect(try await server.get().body == "hello")
        }
    }

    /// Far longer than all the time that it would have, and far fewer bytes.
    @Test func doesNotCountAStreamThatIsQuiet() async throws {
        let released = Happening()
        let responder: HTTPServer.Responder = { _ in
            .serverSentEvents(pingInterval: .milliseconds(5)) { events in
                await released.wait()
                try await events.send(ServerSentEvent(data: "last"))
            }
        }
        let settings = LiveServer.Settings.with {
            $0.configuration.timeouts.write = .milliseconds(20)
            $0.configuration.rates.response = Self.unattainable
            $0.configuration.rates.grace = .milliseconds(1)
        }
        try await LiveServer.run(responder, settings) { server in
            let client = try await server.connect()
            await client.send(Self.request)
            _ = await client.receive(through: "\r\n\r\n")
            for _ in 0..<20 { #expect(await client.receive(through: "\n\n\r\n") == "8\r\n: ping\n\n\r\n") }
            released.happen()
            #expect(await client.receive(through: "0\r\n\r\n").contains("data: last"))
        }
    }
}
