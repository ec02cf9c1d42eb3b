import Foundation
import JSON
import OrderedCollections
import PostgreSQLFixture
import Storage
import Testing

/// Two servers on one store are one to their clients.
@Suite struct SharedStoreTests {
    private static let question: JSONValue = ["model": "parrot", "input": "What is 2 + 2?", "temperature": 0]
    /// Goes on to the context's end, which is far.
    private static let endless: JSONValue = [
        "model": "parrot", "input": "?", "background": true, "ignore_eos": true, "temperature": 1,
    ]
    fileprivate static func settings(lease seconds: Int) -> [String] {
        ["--context-tokens", "100000", "--store-lease-seconds", "\(seconds)"]
    }

    /// Runs `body` beside two servers.
    private static func run(_ kind: TestStore, _ body: @escaping @Sendable (RawClient, RawClient) async throws -> Void) async throws {
        let (arguments, environment) = try kind.settings(lease: 60)
        try await RunningServer.run(arguments, environment: environment) { one in
            try await RunningServer.run(arguments, environment: environment) { other in
                try await body(one.client, other.client)
            }
        }
    }

    private static func id(_ response: JSONValue) throws -> String { try #require(response["id"]?.stringValue) }

    /// The numbers of a stream's events.
    private static func numbers(_ events: [(name: String?, data: String)]) throws -> [Int] {
        try events.map { try #require(try JSONValue(parsing: $0.data)["sequence_number"]?.intValue) }
    }

    /// What is read of a stream until a text is in it.
    private static func start(_ client: RawClient, _ path: String, until text: String) async throws -> String {
        try await blocking {
            let socket = try RawSocket(client.address)
            try socket.write("GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            var seen = ""
            while !seen.contains(text) {
                let more = socket.read()
                guard !more.isEmpty else { break }
                seen += String(decoding: more, as: UTF8.self)
            }
            socket.abandon()
            return seen
        }
    }

    @Test(arguments: TestStore.shared) func whatOneStoresTheOtherGoesOnFrom(in kind: TestStore) async throws {
        try await Self.run(kind) { one, other in
            let first = try await one.post("/v1/responses", Self.question).json
            let id = try Self.id(first)
            #expect(try await other.get("/v1/responses/\(id)").json == first)
            let second = try await other.post("/v1/responses", Self.question.with("previous_response_id", .string(id)))
            #expect(second.status == 200)
            let items = try await one.get("/v1/responses/\(Self.id(second.json))/input_items").json
            #expect(items["data"]?.arrayValue?.count == 4)
            #expect(try await other.delete("/v1/responses/\(id)").status == 200)
            #expect(try await one.get("/v1/responses/\(id)").status == 404)
        }
    }

    @Test(arguments: TestStore.shared) func whatOneMakesTheOtherTellsAndStreams(in kind: TestStore) async throws {
        try await Self.run(kind) { one, other in
            let started = try await one.post("/v1/responses", Self.question.with("background", true).with("stream", true))
            let id = try Self.id(try #require(try JSONValue(parsing: started.events[0].data)["response"]))
            let running = try Self.id(try await one.post("/v1/responses", Self.question.with("background", true)).json)
            async let live = other.get("/v1/responses/\(running)?stream=true")
            async let own = one.get("/v1/responses/\(running)?stream=true")
            for (id, stream) in [(id, started), (running, try await own), (running, try await live)] {
                #expect(try Self.numbers(stream.events) == Array(0..<stream.events.count))
                #expect(stream.events.last?.name == "response.completed")
                let again = try await other.get("/v1/responses/\(id)?stream=true")
                #expect(again.events.map(\.data) == stream.events.map(\.data))
                let rest = try await other.get("/v1/responses/\(id)?stream=true&starting_after=4")
                #expect(rest.events.map(\.data) == stream.events.dropFirst(5).map(\.data))
            }
            #expect(try await other.get("/v1/responses/\(running)").json == one.get("/v1/responses/\(running)").json)
        }
    }

    @Test(arguments: TestStore.shared) func whatOneMakesTheOtherCancels(in kind: TestStore) async throws {
        try await Self.run(kind) { one, other in
            let id = try Self.id(try await one.post("/v1/responses", Self.endless).json)
            let path = "/v1/responses/\(id)"
            // While it is made, by another, from where it is.
            let seen = try await Self.start(other, path + "?stream=true", until: "reasoning_text.delta")
            #expect(seen.contains("response.queued"))
            #expect(try await other.get(path).json["status"] == "in_progress")
            async let following = other.get(path + "?stream=true&starting_after=5")
            let cancelled = try await other.post(path + "/cancel", [:]).json
            #expect(cancelled["status"] == "cancelled")
            #expect(try await one.get(path).json == cancelled)
            let events = try await following.events
            #expect(events.last?.name == "response.incomplete")
            #expect(try Self.numbers(events) == Array(6..<(6 + events.count)))
            #expect(try await one.get(path + "?stream=true&starting_after=5").events.map(\.data) == events.map(\.data))
            while try await one.get("/health").json["running"] != 0 { await Task.yield() }
        }
    }

    @Test(arguments: TestStore.shared) func whatOneMakesTheOtherDeletes(in kind: TestStore) async throws {
        try await Self.run(kind) { one, other in
            let id = try Self.id(try await one.post("/v1/responses", Self.endless).json)
            #expect(try await other.delete("/v1/responses/\(id)").status == 200)
            while try await one.get("/health").json["running"] != 0 { await Task.yield() }
            while try await one.get("/v1/responses/\(id)").status != 404 { await Task.yield() }
        }
    }

    /// A process that is killed says nothing more: its lease runs out.
    @Test(arguments: TestStore.shared) func whatADeadServerMadeAnotherMakes(in kind: TestStore) async throws {
        let (arguments, environment) = try kind.settings(lease: 2)
        let dead = try ChildServer(["--port", "0"] + arguments, environment: environment)
        let client = RawClient(try await dead.address())
        _ = await dead.line(with: "ready")
        let question = Self.endless.with("max_output_tokens", 15_000)
        let ids = try await [question, Self.endless].asyncMap { try Self.id(try await client.post("/v1/responses", $0).json) }
        let seen = try await Self.start(client, "/v1/responses/\(ids[0])?stream=true", until: "reasoning_text.delta")
        let told = seen.components(separatedBy: "\"sequence_number\":").dropFirst().compactMap { Int($0.prefix { $0.isNumber }) }
        kill(dead.id, SIGKILL)
        try await RunningServer.run(arguments, environment: environment) { server in
            // The reader goes on where it was: nothing is said twice under one number, and that it is begun again is said.
            let last = told.last ?? -1
            let rest = try await server.client.get("/v1/responses/\(ids[0])?stream=true&starting_after=\(last)")
            #expect(try Self.numbers(rest.events) == Array((last + 1)..<(last + 1 + rest.events.count)))
            let names = rest.events.compactMap(\.name)
            #expect(names.filter { $0 == "response.queued" }.count == 1)
            #expect(names.last == "response.incomplete")
            let response = try await server.client.get("/v1/responses/\(ids[0])").json
            #expect(response["status"] == "incomplete")
            #expect(response["usage"]?["output_tokens"] == 15_000)
            let again = try await server.client.get("/v1/responses/\(ids[0])?stream=true")
            #expect(try Self.numbers(again.events) == Array(0..<again.events.count))
            #expect(again.events.suffix(rest.events.count).map(\.data) == rest.events.map(\.data))
            let cancelled = try await server.client.post("/v1/responses/\(ids[1])/cancel", [:]).json
            #expect(cancelled["status"] == "cancelled")
        }
        try await dead.end()
    }

    /// A server that stops leaves what it does not get done to the others.
    @Test(arguments: TestStore.shared) func whatAServerDoesNotGetDoneIsHandedOver(in kind: TestStore) async throws {
        let (arguments, environment) = try kind.settings(lease: 3600)
        let stopped = try ChildServer(["--port", "0", "--http-drain-seconds", "0.1"] + arguments, environment: environment)
        let client = RawClient(try await stopped.address())
        _ = await stopped.line(with: "ready")
        let id = try Self.id(try await client.post("/v1/responses", Self.endless.with("max_output_tokens", 15_000)).json)
        _ = try await Self.start(client, "/v1/responses/\(id)?stream=true", until: "reasoning_text.delta")
        try await stopped.end(SIGTERM)
        try await RunningServer.run(arguments, environment: environment) { server in
            let events = try await server.client.get("/v1/responses/\(id)?stream=true").events
            #expect(events.last?.name == "response.incomplete")
            #expect(events.filter { $0.name == "response.queued" }.count == 2)
        }
    }

    @Test(arguments: TestStore.shared) func eachResponseIsMadeOnce(in kind: TestStore) async throws {
        let (arguments, environment) = try kind.settings(lease: 5)
        let dead = try ChildServer(["--port", "0"] + arguments, environment: environment)
        let client = RawClient(try await dead.address())
        _ = await dead.line(with: "ready")
        let question = Self.endless.with("max_output_tokens", 300)
        let ids = try await (0..<12).asyncMap { _ in try Self.id(try await client.post("/v1/responses", question).json) }
        kill(dead.id, SIGKILL)
        let recorder = LogRecorder()
        try await RunningServer.run(arguments, environment: environment, logger: recorder.logger) { one in
            try await RunningServer.run(arguments, environment: environment, logger: recorder.logger) { other in
                for (index, id) in ids.enumerated() {
                    let events = try await [one, other][index % 2].client.get("/v1/responses/\(id)?stream=true").events
                    #expect(events.last?.name == "response.incomplete")
                }
            }
        }
        recorder.finish()
        var begun: [String: Int] = [:]
        for await line in recorder.lines where line.message == "response begun again" {
            begun[line.metadata["response-id"] ?? "", default: 0] += 1
        }
        #expect(begun.values.allSatisfy { $0 == 1 })
        try await dead.end()
    }

    #if PostgreSQL
        @Test(.enabled(if: PostgreSQLServer.absence == nil, Comment(rawValue: PostgreSQLServer.absence ?? "")))
        func aDatabaseThatIsAwayIsSaidToBe() async throws {
            let database = try await blocking { try PostgreSQLServer() }
            try await RunningServer.run(Self.settings(lease: 60), environment: ["CHORALE_STORE_URL": database.database()]) { server in
                let first = try await server.client.post("/v1/responses", Self.question).json
                let id = try Self.id(first)
                let running = try Self.id(try await server.client.post("/v1/responses", Self.endless).json)
                async let stream = server.client.get("/v1/responses/\(running)?stream=true")
                try await blocking { database.stop() }
                let refused = try await server.client.get("/v1/responses/\(id)")
                #expect(refused.status == 503)
                #expect(try refused.json["error"]?["code"] == "store_unavailable")
                #expect(refused.headers["retry-after"] != nil)
                #expect(try await server.client.post("/v1/responses", Self.question.with("background", true)).status == 503)
                // What needs no store is answered.
                #expect(try await server.client.post("/v1/responses", Self.question.with("store", false)).status == 200)
                try await blocking { try database.start() }
                #expect(try await server.client.get("/v1/responses/\(id)").json == first)
                #expect(try await server.client.post("/v1/responses/\(running)/cancel", [:]).json["status"] == "cancelled")
                let events = try await stream.events
                #expect(events.last?.name == "response.incomplete")
                #expect(try Self.numbers(events) == Array(0..<events.count))
            }
        }
    #endif
}

extension TestStore {
    /// Settings of servers that share a new store of this kind.
    fileprivate func settings(lease seconds: Int) throws -> (arguments: [String], environment: [String: String]) {
        let settings = SharedStoreTests.settings(lease: seconds)
        return switch try place() {
        case .memory: (settings, [:])
        case .file(let path): (settings + ["--store-path", path, "--store-shared", "true"], [:])
        case .postgreSQL(let url, _): (settings, ["CHORALE_STORE_URL": url])
        }
    }
}

extension Sequence {
    fileprivate func asyncMap<Result>(_ work: (Element) async throws -> Result) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await work(element)) }
        return results
    }
}
