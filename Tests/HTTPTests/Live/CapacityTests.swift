import HTTP
import Testing

@Suite struct CapacityTests {
    private static let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test func answersWhileThousandsOfConnectionsAreIdle() async throws {
        try await LiveServer.run({ _ in Response(text: "hello") }) { server in
            var idle: [RawClient] = []
            for _ in 0..<2000 { idle.append(try await server.connect()) }
            #expect(try await server.get().body == "hello")
            for client in idle.prefix(100) {
                await client.send(Self.request)
                #expect(await client.response().body == "hello")
            }
            #expect(server.server.connectionCount >= 2000)
        }
    }

    @Test func answers503AboveTheLimitAndServesAgainBelowIt() async throws {
        try await LiveServer.run({ _ in Response(text: "hello") }, .with { $0.configuration.maximumConnections = 1 }) { server in
            let first = try await server.connect()
            await first.send(Self.request)
            #expect(await first.response().body == "hello")
            let second = try await server.connect()
            await second.send(Self.request)
            let refused = await second.response()
            #expect(refused.status == 503)
            #expect(refused.fields["retry-after"] == "1")
            #expect(refused.fields["connection"] == "close")
            #expect(await second.receiveToTheEnd() == ("", false))
            second.close()
            first.close()
            var status = 503
            while status == 503 { status = try await server.get().status }
            #expect(status == 200)
        }
    }

    /// Far more clients than are served and told 503 together: those beyond wait to be accepted, and none is lost.
    @Test func letsClientsWaitBeyondThoseThatItRefuses() async throws {
        let released = Happening()
        let responder: HTTPServer.Responder = { _ in
            await released.wait()
            return Response(text: "hello")
        }
        try await LiveServer.run(responder, .with { $0.configuration.maximumConnections = 4 }) { server in
            var clients: [RawClient] = []
            for _ in 0..<200 {
                let client = try await server.connect()
                await client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                clients.append(client)
            }
            released.happen()
            var statuses: [Int: Int] = [:]
            for client in clients {
                statuses[await client.response().status, default: 0] += 1
                client.close()
            }
            #expect(statuses[200, default: 0] >= 4)
            #expect(statuses[200, default: 0] + statuses[503, default: 0] == 200)
        }
    }

    @Test func givesEveryConnectionBack() async throws {
        try await LiveServer.run({ _ in Response(text: "hello") }) { server in
            for round in 0..<50 {
                let client = try await server.connect()
                await client.send(Self.request)
                if round.isMultiple(of: 2) { _ = await client.response() }
                if round.isMultiple(of: 3) { client.reset() } else { client.close() }
            }
            while server.server.connectionCount > 0 { await Task.yield() }
        }
    }
}
