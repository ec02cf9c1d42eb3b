import Foundation
import HTTP
import JSON
import Logging
import Server
import Synchronization
import Testing

@Suite struct HealthTests {
    @Test func isReadyWithAModel() async throws {
        try await RunningServer.run { server in
            let ready = try await server.client.get("/readyz")
            let live = try await server.client.get("/livez")
            #expect(ready.status == 200)
            #expect(ready.headers["cache-control"] == "no-store")
            #expect(try ready.json["status"] == "ok")
            #expect(live.status == 200)
        }
    }

    /// What a client is told before there is a model.
    @Test func listensAtOnceAndTellsHowFarItIs() async throws {
        let configuration = try ServerConfiguration(
            ConfigurationSources(arguments: ["--port", "0", "--model", RunningServer.parrot, "--threads", "1"]))
        let state = ServingState()
        state.progress.report(0.4, "reading weights")
        guard case .loading(let standing) = state.readiness else { return #expect(Bool(false), "not loading") }
        #expect(standing.fraction == 0.4)
        #expect((.seconds(1))...(.seconds(60)) ~= standing.remaining)

        let server = try ChoraleServer(configuration, logger: RunningServer.silent)
        let address = try #require(try server.bind().first)
        try await withThrowingTaskGroup(of: Void.self) { group in
            // It loads on a thread of its own; whoever asks before that has ended is told to come again.
            group.addTask { try await server.run() }
            defer { group.cancelAll() }
            let client = RawClient(address)
            #expect(try await client.get("/livez").status == 200)
            var answer = try await client.get("/v1/models")
            while answer.status == 503 {
                #expect(try answer.json["error"]?["code"] == "model_loading")
                #expect(answer.headers["retry-after"] != nil)
                answer = try await client.get("/v1/models")
            }
            #expect(answer.status == 200)
            #expect(try await client.get("/readyz").status == 200)
        }
    }

    /// A model that cannot be loaded ends the server with its error.
    @Test func endsWhereTheModelCannotBeLoaded() async throws {
        let configuration = try ServerConfiguration(ConfigurationSources(arguments: ["--port", "0", "--model", "/nowhere"]))
        let server = try ChoraleServer(configuration, logger: RunningServer.silent)
        await #expect(throws: (any Error).self) { try await server.run() }
    }

    /// SIGTERM in front of a balancer: not ready any more, and answering all the same.
    @Test func answersWhileItWaitsForBalancersToNotice() async throws {
        let server = try ChildServer(["--port", "0", "--http-drain-delay-seconds", "60"])
        let address = try await server.address()
        let client = RawClient(address)
        while try await client.get("/readyz").status != 200 { await Task.yield() }
        kill(server.id, SIGTERM)
        #expect(await server.line(with: "draining") != nil)
        let ready = try await client.get("/readyz")
        #expect(ready.status == 503)
        #expect(try ready.json["status"] == "draining")
        #expect(try await client.get("/livez").status == 200)
        #expect(try await client.get("/v1/models").status == 200)
        // The second ends it at once.
        #expect(try await server.end(SIGTERM) == 0)
    }

    @Test func reportsProgressToALogInTenthsAndToATerminalAsABar() async throws {
        let recorder = LogRecorder()
        let lines = LoadReport(recorder.logger, bar: nil)
        for fraction in [0, 0.05, 0.15, 0.16, 0.31, 1] {
            lines.show(LoadProgress.Standing(fraction: fraction, stage: "reading weights", seconds: 2))
        }
        recorder.finish()
        var told: [String] = []
        for await line in recorder.lines { told.append(line.metadata["percent"] ?? "") }
        #expect(told == ["15", "31"])

        let drawn = Mutex("")
        let bar = LoadReport(recorder.logger) { text in drawn.withLock { $0 += text } }
        bar.show(LoadProgress.Standing(fraction: 0.5, stage: "reading weights", seconds: 10))
        bar.end()
        #expect(drawn.withLock(\.self) == "\r\u{1B}[K[############------------]  50 %  reading weights, 10 s left\r\u{1B}[K")
    }
}

/// `chorale health`, from this process.
@Suite struct HealthCheckTests {
    private func check(_ address: SocketAddress, _ settings: [String] = [], live: Bool = false) async throws -> String {
        let configuration = try ServerConfiguration(
            ConfigurationSources(arguments: ["--host", "0.0.0.0", "--port", "\(address.port)"] + settings))
        return try await blocking { try HealthCheck(configuration, live: live, timeout: .seconds(100)).run() }
    }

    @Test func findsAServerThatTakesRequests() async throws {
        try await RunningServer.run(["--http-base-path", "/chorale"]) { server in
            let body = try await check(server.client.address, ["--http-base-path", "/chorale"])
            #expect(try JSONValue(parsing: body)["status"] == "ok")
            let live = try await check(server.client.address, ["--http-base-path", "/chorale"], live: true)
            #expect(try JSONValue(parsing: live)["status"] == "ok")
        }
    }

    @Test func tellsWhyAServerTakesNone() async throws {
        try await RunningServer.run { server in
            let error = await #expect(throws: HealthCheck.Failure.self) {
                try await check(server.client.address, ["--http-base-path", "/elsewhere"])
            }
            guard case .unwell(let status, _) = error else { return #expect(Bool(false), "\(String(describing: error))") }
            #expect(status == 404)
        }
    }

    @Test func findsNoServerWhereThereIsNone() async throws {
        let unused = try await RunningServer.run { $0.client.address }
        await #expect(throws: HealthCheck.Failure.self) { try await check(unused) }
    }
}
