import Foundation
import JSON
import OrderedCollections
import Server
import Testing

/// A server with several models, from a client's side.
@Suite struct SeveralModelsTests {
    private static let question: JSONValue = ["messages": [["role": "user", "content": "What is 2 + 2?"]], "temperature": 0]

    private static func yaml(_ loading: String = "", secondPath: String = RunningServer.parrot) -> String {
        """
        models:
          first:
            path: "\(RunningServer.parrot)"
            aliases: [gpt-4o-mini]
          second:
            path: "\(secondPath)"
        \(loading)
        """
    }

    private func ask(_ client: RawClient, _ model: String, _ members: JSONValue = [:]) async throws -> RawClient.Answer {
        var body = Self.question.with("model", .string(model))
        for (name, value) in members.objectValue ?? [:] { body = body.with(name, value) }
        return try await client.post("/v1/chat/completions", body)
    }

    /// A stream of which something has come.
    private func begin(_ client: RawClient, _ model: String, tokens: Int) async throws -> (socket: RawSocket, beginning: String) {
        let body = Self.question.with("model", .string(model)).with("stream", true).with("ignore_eos", true)
            .with("max_tokens", .integer(tokens)).with("stream_options", ["include_usage": true]).serialized
        return try await blocking {
            let socket = try RawSocket(client.address)
            try socket.write(
                "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
                    + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
            return (socket, String(decoding: socket.read(), as: UTF8.self))
        }
    }

    private func end(_ stream: (socket: RawSocket, beginning: String)) async throws -> String {
        try await blocking { stream.beginning + String(decoding: stream.socket.readToEnd(), as: UTF8.self) }
    }

    private func statuses(_ client: RawClient) async throws -> [String: String] {
        let list = try await client.get("/v1/models").json["data"]?.arrayValue ?? []
        return Dictionary(uniqueKeysWithValues: list.map { ($0["id"]?.stringValue ?? "", $0["status"]?["value"]?.stringValue ?? "") })
    }

    @Test func modelsAreLoadedWhenTheyAreAskedFor() async throws {
        try await RunningServer.run(configuration: Self.yaml()) { server in
            #expect(try await statuses(server.client) == ["first": "unloaded", "second": "unloaded"])
            #expect(try await server.client.get("/readyz").status == 200)
            let answer = try await ask(server.client, "second").json
            #expect(answer["model"] == "second")
            #expect(answer["choices"]?[0]?["message"]?["content"] == .string(RunningServer.answer))
            #expect(try await statuses(server.client) == ["first": "unloaded", "second": "loaded"])
            #expect(try await server.client.get("/health").json["models"] == ["first": "unloaded", "second": "loaded"])
            #expect(try await ask(server.client, "third").status == 404)
        }
    }

    /// On every API, and answers have the id.
    @Test func anAliasIsTheModel() async throws {
        try await RunningServer.run(configuration: Self.yaml()) { server in
            let client = server.client
            #expect(try await ask(client, "gpt-4o-mini").json["model"] == "first")
            let response = try await client.post("/v1/responses", ["model": "gpt-4o-mini", "input": "?"]).json
            #expect(response["model"] == "first")
            let next: JSONValue = ["model": "first", "input": "?", "previous_response_id": response["id"] ?? .null]
            #expect(try await client.post("/v1/responses", next).status == 200)
            let message: JSONValue = ["model": "gpt-4o-mini", "max_tokens": 40, "messages": [["role": "user", "content": "?"]]]
            #expect(try await client.post("/v1/messages", message).json["model"] == "first")
            #expect(try await client.post("/v1/completions", ["model": "gpt-4o-mini", "prompt": "a"]).json["model"] == "first")
            let description = try await client.get("/v1/models/gpt-4o-mini").json
            #expect(description["id"] == "first")
            #expect(description["aliases"] == ["gpt-4o-mini"])
            #expect(try await statuses(client)["second"] == "unloaded")
            let figures = try await client.get("/metrics").body
            #expect(figures.contains("chorale_model_loaded{model=\"first\"} 1"))
            #expect(figures.contains("chorale_model_loaded{model=\"second\"} 0"))
            #expect(!figures.contains("gpt-4o-mini"))
        }
    }

    /// The second waits until the first has said all.
    @Test func aStreamIsNotCutByAnUnload() async throws {
        try await RunningServer.run(configuration: Self.yaml("loading:\n  maximum-models: 1")) { server in
            let stream = try await begin(server.client, "first", tokens: 300)
            let other = try await ask(server.client, "second")
            #expect(other.status == 200)
            let whole = try await end(stream)
            #expect(whole.contains(#""completion_tokens":300"#))
            #expect(whole.contains("data: [DONE]"))
            #expect(try await statuses(server.client) == ["first": "unloaded", "second": "loaded"])
        }
    }

    @Test func whoWaitsTooLongIsToldToComeAgain() async throws {
        try await RunningServer.run(configuration: Self.yaml("loading:\n  maximum-models: 1\n  wait-seconds: 0.05")) { server in
            let client = server.client
            // It may have to be asked for more than once: it is loaded all the same.
            while try await ask(client, "first").status == 503 { await Task.yield() }
            let stream = try await begin(client, "first", tokens: 3000)
            let late = try await ask(client, "second")
            #expect(late.status == 503)
            #expect(try late.json["error"]?["code"] == "model_loading")
            #expect(late.headers["retry-after"] != nil)
            #expect(try await statuses(client)["second"] == "loading")
            #expect(try await end(stream).contains("data: [DONE]"))
        }
    }

    @Test func aModelThatCannotBeLoadedFailsAlone() async throws {
        try await RunningServer.run(configuration: Self.yaml(secondPath: "/nowhere")) { server in
            for _ in 0..<2 {
                let answer = try await ask(server.client, "second")
                #expect(answer.status == 503)
                #expect(try answer.json["error"]?["code"] == "model_not_loaded")
                #expect(!answer.body.contains("/nowhere"))
            }
            #expect(try await ask(server.client, "first").status == 200)
            #expect(try await statuses(server.client) == ["first": "loaded", "second": "failed"])
            #expect(
                try await server.client.get("/metrics").body.contains("chorale_model_loads_total{model=\"second\",result=\"failed\"} 1"))
        }
    }

    /// A key is for a model by whichever of its names.
    @Test(arguments: [("first", true), ("gpt-4o-mini", true), ("second", false)])
    func limitsOfKeysHoldForAliases(allowed: String, isFirst: Bool) async throws {
        let key = NewKey(name: "a", secret: "secret of a", limits: KeyLimits(models: [allowed])).key
        let file = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID().uuidString)")
        try Data("\(KeyFile.line(for: key))\n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        try await RunningServer.run(["--keys-file", file.path], configuration: Self.yaml()) { server in
            let headers = ["Authorization": "Bearer secret of a"]
            for (name, isAllowed) in [("first", isFirst), ("gpt-4o-mini", isFirst), ("second", !isFirst)] {
                let body = Self.question.with("model", .string(name))
                let answer = try await server.client.post("/v1/chat/completions", body, headers: headers)
                #expect(answer.status == (isAllowed ? 200 : 403), "\(name)")
                #expect(try await server.client.get("/v1/models/\(name)", headers: headers).status == (isAllowed ? 200 : 404))
            }
        }
    }

    @Test func whereNoneIsNamedTheFirstIsMeant() async throws {
        try await RunningServer.run(configuration: Self.yaml()) { server in
            let tokens = try await server.client.post("/tokenize", ["prompt": "a"]).json
            #expect(tokens["count"] == 1)
            #expect(try await statuses(server.client) == ["first": "loaded", "second": "unloaded"])
            #expect(try await server.client.post("/v1/chat/completions", Self.question).json["error"]?["param"] == "model")
        }
    }
}
