import Foundation
import JSON
import Logging
import OrderedCollections
import Server
import Testing

/// Keys from a client's side.
@Suite struct KeyedServerTests {
    private static let question: JSONValue = [
        "model": "parrot", "messages": [["role": "user", "content": "What is 2 + 2?"]], "temperature": 0,
    ]
    private static let key = ["Authorization": "Bearer secret of a"]

    /// Runs a server with one key, whose limits are these, and a usage log.
    private func run(
        _ limits: String = "", _ settings: [String] = [], logger: Logger = RunningServer.silent,
        _ body: @escaping @Sendable (RunningServer, _ usageLog: String) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "keys").path
        let line = KeyFile.line(for: NewKey(name: "a", secret: "secret of a", limits: KeyLimits()).key)
        try Data("\(line) \(limits)\n".utf8).write(to: URL(filePath: file))
        let usage = folder.appending(path: "usage.jsonl").path
        try await RunningServer.run(["--keys-file", file, "--keys-usage-log", usage] + settings, logger: logger) { server in
            try await body(server, usage)
        }
    }

    @Test func asksForAKeyBeforeItReadsABody() async throws {
        try await run { server, _ in
            // A body is promised and never comes.
            let answer = try await server.client.send(
                "POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n"
                    + "Connection: close\r\n\r\n")
            #expect(answer.status == 401)
            #expect(answer.headers["www-authenticate"] == "Bearer realm=\"Chorale\"")
            let error = try answer.json["error"]
            #expect(error?["type"] == "authentication_error")
            #expect(error?["code"] == .null)
            #expect(error?["param"] == .null)
            let wrong = try await server.client.get("/v1/models", headers: ["Authorization": "Bearer sk-mine"])
            #expect(wrong.status == 401)
            #expect(try wrong.json["error"]?["code"] == "invalid_api_key")
            #expect(!wrong.body.contains("sk-mine"))
        }
    }

    @Test(arguments: ["/livez", "/readyz", "/health", "/"]) func needsNoKeyFor(path: String) async throws {
        try await run { server, _ in
            let answer = try await server.client.get(path)
            #expect(answer.status == 200)
        }
    }

    @Test(arguments: ["/v1/models", "/metrics", "/nothing", "/v1/chat/completions"]) func needsAKeyFor(path: String) async throws {
        try await run { server, _ in
            let answer = try await server.client.get(path)
            #expect(answer.status == 401)
        }
    }

    @Test(arguments: [false, true]) func answersWithAKey(isStreamed: Bool) async throws {
        try await run("requests-per-minute=1 tokens-per-minute=100000") { server, _ in
            guard case .object(var members) = Self.question else { return }
            members["stream"] = .bool(isStreamed)
            let answer = try await server.client.post("/v1/chat/completions", .object(members), headers: Self.key)
            #expect(answer.status == 200)
            #expect(answer.headers["x-ratelimit-limit-requests"] == "1")
            #expect(answer.headers["x-ratelimit-remaining-requests"] == "0")
            #expect(answer.headers["x-ratelimit-limit-tokens"] == "100000")
            #expect(answer.headers["x-ratelimit-reset-tokens"]?.hasSuffix("s") == true)
        }
    }

    @Test func refusesMoreRequestsThanTheKeyHas() async throws {
        try await run("requests-per-minute=1") { server, _ in
            #expect(try await server.client.post("/v1/chat/completions", Self.question, headers: Self.key).status == 200)
            let answer = try await server.client.post("/v1/chat/completions", Self.question, headers: Self.key)
            #expect(answer.status == 429)
            #expect(try answer.json["error"]?["type"] == "rate_limit_error")
            #expect(try answer.json["error"]?["code"] == "rate_limit_exceeded")
            #expect(try (50...60).contains(#require(answer.headers["retry-after"].flatMap { Int($0) })))
            #expect(answer.headers["retry-after-ms"] != nil)
            #expect(try await server.client.get("/v1/models", headers: Self.key).status == 200)
        }
    }

    @Test func refusesMoreTokensThanTheKeyHas() async throws {
        try await run("tokens-per-minute=5") { server, _ in
            let answer = try await server.client.post("/v1/chat/completions", Self.question, headers: Self.key)
            #expect(answer.status == 429)
            #expect(answer.headers["x-should-retry"] == "false")
        }
    }

    @Test func keepsAKeyToItsModels() async throws {
        try await run("models=other") { server, _ in
            let answer = try await server.client.post("/v1/chat/completions", Self.question, headers: Self.key)
            #expect(answer.status == 403)
            #expect(try answer.json["error"]?["type"] == "permission_error")
            #expect(try await server.client.get("/v1/models", headers: Self.key).json["data"] == [])
        }
    }

    @Test func writesWhatAnswersCostAndNothingOfWhatWasSaid() async throws {
        let recorder = LogRecorder()
        try await run(logger: recorder.logger) { server, usage in
            let headers = Self.key.merging(["x-request-id": "mine"]) { $1 }
            _ = try await server.client.post("/v1/chat/completions", Self.question, headers: headers)
            _ = await recorder.next("answer")
            // The line is written behind the answer, by a queue of its own: it is there when the server has stopped, or before.
            var text = ""
            while text.isEmpty {
                text = try String(contentsOfFile: usage, encoding: .utf8)
                await Task.yield()
            }
            let line = try JSONValue(parsing: text)
            #expect(line["request_id"] == "mine")
            #expect(line["key"] == "a")
            #expect(line["model"] == "parrot")
            #expect(line["route"] == "/v1/chat/completions")
            #expect(line["end"] == "stop")
            #expect(line["output_tokens"] == 26)
            #expect(line["reasoning_tokens"] == 10)
            #expect(try #require(line["prompt_tokens"]?.intValue) > 10)
            #expect(line["time"]?.stringValue?.hasSuffix("Z") == true)
            #expect(!text.contains("2 + 2"))
            #expect(!text.contains("sum"))
            #expect(!text.contains("secret"))
        }
    }

    @Test func namesTheKeyInItsLog() async throws {
        let recorder = LogRecorder()
        try await run("requests-per-minute=1", logger: recorder.logger) { server, _ in
            for _ in 0..<2 { _ = try await server.client.post("/v1/chat/completions", Self.question, headers: Self.key) }
        }
        #expect(await recorder.next("answer")?.metadata["key"] == "a")
        #expect(await recorder.next("request refused")?.metadata["status"] == "429")
    }

    @Test func takesKeysFromTheEnvironment() async throws {
        try await RunningServer.run(environment: ["CHORALE_API_KEYS": "one, two"]) { server in
            let without = try await server.client.get("/v1/models")
            let with = try await server.client.get("/v1/models", headers: ["x-api-key": "two"])
            #expect(without.status == 401)
            #expect(with.status == 200)
        }
    }

    /// What one key's requests have stored is not there for another's.
    @Test func keepsDocumentsApart() async throws {
        try await RunningServer.run(environment: ["CHORALE_API_KEYS": "one,two"]) { server in
            func key(_ secret: String) -> [String: String] { ["Authorization": "Bearer \(secret)"] }
            guard case .object(var members) = Self.question else { return }
            members["store"] = true
            let made = try await server.client.post("/v1/chat/completions", .object(members), headers: key("one"))
            let id = try #require(made.json["id"]?.stringValue)
            let path = "/v1/chat/completions"
            #expect(try await server.client.get("\(path)/\(id)", headers: key("one")).status == 200)
            #expect(try await server.client.get("\(path)/\(id)", headers: key("two")).status == 404)
            #expect(try await server.client.get(path, headers: key("one")).json["data"]?.arrayValue?.count == 1)
            #expect(try await server.client.get(path, headers: key("two")).json["data"] == [])
        }
    }

    @Test func takesNoKeysFromElsewhere() throws {
        #expect(throws: ConfigurationError.self) { try ConfigurationSources(arguments: ["--api-keys", "one"]) }
        let path = try configurationFile("api-keys: [one]\n")
        #expect(throws: ConfigurationError.self) { try ConfigurationSources(filePath: path) }
    }
}
