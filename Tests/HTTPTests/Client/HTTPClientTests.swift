import HTTP
import Logging
import Synchronization
import Testing

@Suite struct HTTPClientTests {
    /// Runs `body` beside a server of ours that answers like this.
    private func run<Result: Sendable>(
        _ responder: @escaping @Sendable (Request) async throws -> Response,
        _ body: @escaping @Sendable (HTTPClient, ClientOrigin) async throws -> Result
    ) async throws -> Result {
        let server = try HTTPServer(
            configuration: HTTPServerConfiguration(addresses: [SocketAddress(host: "127.0.0.1", port: 0)]),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, responder: responder)
        let port = try server.bind()[0].port
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            defer { group.cancelAll() }
            return try await body(
                HTTPClient(trust: ClientTrust(.anybody)), ClientOrigin(isSecure: false, host: "127.0.0.1", port: port))
        }
    }

    @Test func sendsBodiesAndReadsThem() async throws {
        try await run {
            Response(contentType: "text/plain", bytes: try await $0.body.collect(upTo: 1 << 22))
        } _: { client, origin in
            for size in [0, 1, 1000, 3 << 20] {
                let body = [UInt8](repeating: 7, count: size)
                let exchange = try await client.send(ClientRequest("POST", "/", body: body), to: origin)
                #expect(exchange.status == 200)
                #expect(exchange["content-type"] == "text/plain")
                #expect(try await exchange.collect(limit: 1 << 22) == body)
            }
        }
    }

    @Test func keepsConnectionsForTheNextRequest() async throws {
        let ports = Mutex<Set<UInt16>>([])
        try await run { request in
            ports.withLock { _ = $0.insert(request.remoteAddress?.port ?? 0) }
            return Response(text: "yes")
        } _: { client, origin in
            for _ in 0..<5 { _ = try await client.send(ClientRequest("GET", "/"), to: origin).collect(limit: 100) }
        }
        #expect(ports.withLock(\.count) == 1)
    }

    @Test func tellsTheOtherEndWhenAnAnswerIsDropped() async throws {
        let isGone = Mutex(false)
        try await run { _ in
            Response(
                body: .stream { writer in
                    do {
                        while true {
                            try await writer.write(Array("more".utf8))
                            await Task.yield()
                        }
                    } catch {
                        isGone.withLock { $0 = true }
                    }
                })
        } _: { client, origin in
            do {
                let exchange = try await client.send(ClientRequest("GET", "/"), to: origin)
                _ = try await exchange.read()
            }
            while !isGone.withLock(\.self) { await Task.yield() }
        }
    }

    @Test func cancellationEndsTheWaitForAnAnswer() async throws {
        try await run { _ in
            try await Task.sleep(for: .seconds(3600))
            return Response()
        } _: { client, origin in
            let task = Task { try await client.send(ClientRequest("GET", "/"), to: origin).status }
            task.cancel()
            await #expect(throws: ClientError.cancelled(origin.authority)) { try await task.value }
        }
    }

    /// Tasks that prefer the client's executor are waked by answers, by other threads and by clocks, while it has events and while it has none.
    @Test func runsTasksWhereTheirAnswersComeIn() async throws {
        try await run { _ in
            Response(text: "yes")
        } _: { client, origin in
            let answers = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<8 {
                    group.addTask(executorPreference: client.executor) {
                        var answers = 0
                        for round in 0..<40 {
                            answers += try await client.send(ClientRequest("GET", "/"), to: origin).collect(limit: 100).count
                            await Task.detached {}.value
                            if round % 10 == 0 { try await Task.sleep(for: .milliseconds(15)) }
                        }
                        return answers
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(answers == 8 * 40 * 3)
        }
    }

    @Test func tellsSilenceFromEnds() async throws {
        var timeouts = HTTPClient.Timeouts()
        timeouts.stall = .milliseconds(50)
        let client = try HTTPClient(trust: ClientTrust(.anybody), timeouts: timeouts)
        let silent = try PlainListener(answering: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", size: .max)
        let exchange = try await client.send(ClientRequest("GET", "/"), to: silent.origin)
        await #expect(throws: ClientError.self) { try await exchange.collect(limit: 100) }
    }

    @Test func tellsWhenNobodyListens() async throws {
        let client = try HTTPClient(trust: ClientTrust(.anybody))
        let server = try HTTPServer(
            configuration: HTTPServerConfiguration(addresses: [SocketAddress(host: "127.0.0.1", port: 0)]),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) { _ in Response() }
        // Bound and closed again, so that nobody has the port.
        let port = try server.bind()[0].port
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            group.cancelAll()
        }
        let origin = ClientOrigin(isSecure: false, host: "127.0.0.1", port: port)
        await #expect(throws: ClientError.self) { try await client.send(ClientRequest("GET", "/"), to: origin) }
    }
}
