import HTTP
import Logging
import Testing

@Suite struct ShutdownTests {
    private static let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

    private static func with(drainLimit: Duration) -> LiveServer.Settings {
        .with { $0.configuration.drainLimit = drainLimit }
    }

    @Test func answersRunningRequestsAndClosesThen() async throws {
        let began = Happening()
        let released = Happening()
        let responder: HTTPServer.Responder = { _ in
            began.happen()
            await released.wait()
            return Response(text: "hello")
        }
        try await LiveServer.run(responder, Self.with(drainLimit: .seconds(60))) { server in
            let client = try await server.connect()
            await client.send(Self.request + Self.request)
            await began.wait()
            server.server.shutdown()
            released.happen()
            let (text, isReset) = await client.receiveToTheEnd()
            #expect(text.components(of: "HTTP/1.1 200 OK") == 1)
            #expect(text.contains("\r\nConnection: close\r\n"))
            #expect(!isReset)
        }
    }

    @Test func closesIdleConnectionsAndAcceptsNoMore() async throws {
        try await LiveServer.run({ _ in Response(text: "hello") }, Self.with(drainLimit: .seconds(60))) { server in
            let fresh = try await server.connect()
            let used = try await server.connect()
            await used.send(Self.request)
            _ = await used.response()
            #expect(try await server.get().body == "hello")
            server.server.shutdown()
            #expect(await fresh.receiveToTheEnd() == ("", false))
            #expect(await used.receiveToTheEnd() == ("", false))
            await #expect(throws: RawClient.CannotConnect.self) { try await server.connect() }
            #expect(server.server.boundAddress == nil)
        }
    }

    @Test func cancelsAfterTheDrainLimitAndStillSendsTheLastEvent() async throws {
        let responder: HTTPServer.Responder = { _ in
            .serverSentEvents { events in
                try await events.send(ServerSentEvent(data: "first"))
                await untilCancelled()
                try await events.send(ServerSentEvent(event: "error", data: "shutting down"))
            }
        }
        try await LiveServer.run(responder, Self.with(drainLimit: .milliseconds(20))) { server in
            let client = try await server.connect()
            await client.send(Self.request)
            _ = await client.receive(through: "data: first\n\n\r\n")
            server.server.shutdown()
            let (text, _) = await client.receiveToTheEnd()
            #expect(text == "22\r\nevent: error\ndata: shutting down\n\n\r\n0\r\n\r\n")
        }
    }

    @Test func cutsConnectionsWhoseHandlersDoNotEnd() async throws {
        let began = Happening()
        let released = Happening()
        let responder: HTTPServer.Responder = { _ in
            began.happen()
            await released.wait()
            return Response()
        }
        let settings = LiveServer.Settings.with { $0.configuration.cancellationLimit = .milliseconds(20) }
        try await LiveServer.run(responder, settings) { server in
            let client = try await server.connect()
            await client.send(Self.request)
            await began.wait()
            server.server.shutdown()
            #expect(await client.receiveToTheEnd().text == "")
            released.happen()
        }
    }

    @Test func cancellingTheTaskCancelsTheRequests() async throws {
        let began = Happening()
        let responder: HTTPServer.Responder = { _ in
            began.happen()
            await untilCancelled()
            return Response(text: "cancelled")
        }
        var configuration = HTTPServerConfiguration(addresses: [try SocketAddress("127.0.0.1:0")])
        configuration.drainLimit = .seconds(3600)
        let server = try HTTPServer(
            configuration: configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, responder: responder)
        let address = try #require(try server.bind().first)
        let running = Task { try await server.run() }
        let client = try await RawClient(address)
        await client.send(Self.request)
        await began.wait()
        running.cancel()
        #expect(await client.response().body == "cancelled")
        #expect(await client.receiveToTheEnd() == ("", false))
        client.close()
        try await running.value
    }

    @Test func returnsAtOnceWhenItWasShutDownBefore() async throws {
        let configuration = HTTPServerConfiguration(addresses: [try SocketAddress("127.0.0.1:0")])
        let server = try HTTPServer(configuration: configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }) { _ in
            Response()
        }
        server.shutdown()
        try await server.run()
    }

    @Test func refusesAnAddressThatIsTaken() async throws {
        try await LiveServer.run({ _ in Response() }) { server in
            let other = try HTTPServer(
                configuration: HTTPServerConfiguration(addresses: [server.address]),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            ) { _ in Response() }
            #expect(throws: ListenError(address: server.address, reason: .addressInUse)) { try other.bind() }
        }
    }

    @Test func listensOnSeveralAddresses() async throws {
        let settings = LiveServer.Settings.with { settings in
            settings.configuration.addresses.append(settings.configuration.addresses[0])
        }
        try await LiveServer.run({ _ in Response(text: "hello") }, settings) { server in
            let addresses = server.server.boundAddresses
            #expect(Set(addresses).count == 2)
            for address in addresses {
                let client = try await RawClient(address)
                await client.send(Self.request)
                #expect(await client.response().body == "hello")
            }
        }
    }
}
