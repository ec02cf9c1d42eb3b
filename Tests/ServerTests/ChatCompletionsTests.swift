import JSON
import OrderedCollections
import Testing

/// From socket to token and back, on a checkpoint in the published layout.
@Suite struct ChatCompletionsTests {
    private let question: JSONValue = [
        "model": "parrot", "messages": [["role": "user", "content": "What is 2 + 2?"]], "temperature": 0,
    ]

    private func with(_ members: (String, JSONValue)...) -> JSONValue {
        guard case .object(var object) = question else { return question }
        for (name, value) in members { object[name] = value }
        return .object(object)
    }

    @Test func answersWithTheReasoningApart() async throws {
        try await RunningServer.run { server in
            let answer = try await server.client.post("/v1/chat/completions", question)
            #expect(answer.status == 200)
            #expect(answer.headers["content-type"] == "application/json")
            #expect(answer.headers["chorale-reasoning-effort"] == "medium")
            let json = try answer.json
            let message = json["choices"]?[0]?["message"]
            #expect(message?["content"] == .string(RunningServer.answer))
            #expect(message?["reasoning"] == .string(RunningServer.analysis))
            #expect(message?["reasoning_content"] == .string(RunningServer.analysis))
            #expect(json["choices"]?[0]?["finish_reason"] == "stop")
            #expect(json["usage"]?["completion_tokens"] == 26)
            #expect(json["usage"]?["completion_tokens_details"]?["reasoning_tokens"] == 10)
        }
    }

    @Test func streamsTheSameAnswer() async throws {
        try await RunningServer.run { server in
            let whole = try await server.client.post("/v1/chat/completions", question).json
            let answer = try await server.client.post(
                "/v1/chat/completions", with(("stream", true), ("stream_options", ["include_usage": true])))
            #expect(answer.headers["content-type"]?.hasPrefix("text/event-stream") == true)
            #expect(answer.headers["x-accel-buffering"] == "no")
            #expect(answer.events.last?.data == "[DONE]")
            let chunks = try answer.events.dropLast().map { try JSONValue(parsing: $0.data) }
            func joined(_ name: String) -> String {
                chunks.compactMap { $0["choices"]?[0]?["delta"]?[name]?.stringValue }.joined()
            }
            #expect(chunks.first?["choices"]?[0]?["delta"]?["role"] == "assistant")
            #expect(joined("content") == RunningServer.answer)
            #expect(joined("reasoning") == RunningServer.analysis)
            #expect(chunks.compactMap { $0["choices"]?[0]?["finish_reason"]?.stringValue } == ["stop"])
            #expect(chunks.last?["choices"] == [])
            #expect(chunks.last?["usage"]?["completion_tokens"] == whole["usage"]?["completion_tokens"])
        }
    }

    @Test func reusesThePrefixOfTheRequestBefore() async throws {
        try await RunningServer.run { server in
            let first = try await server.client.post("/v1/chat/completions", question).json["usage"]
            let second = try await server.client.post("/v1/chat/completions", question).json["usage"]
            #expect(first?["prompt_tokens_details"]?["cached_tokens"] == 0)
            let prompt = try #require(first?["prompt_tokens"]?.intValue)
            #expect(second?["prompt_tokens_details"]?["cached_tokens"] == .integer(prompt - 1))
        }
    }

    @Test func keepsTheReasoningBackWhereAsked() async throws {
        try await RunningServer.run { server in
            let answer = try await server.client.post("/v1/chat/completions", with(("include_reasoning", false)))
            let message = try answer.json["choices"]?[0]?["message"]
            #expect(message?["content"] == .string(RunningServer.answer))
            #expect(message?["reasoning"] == nil)
            #expect(!answer.body.contains(RunningServer.analysis))
        }
    }

    @Test func cutsAtAStopString() async throws {
        try await RunningServer.run { server in
            let json = try await server.client.post("/v1/chat/completions", with(("stop", " is"))).json
            #expect(json["choices"]?[0]?["message"]?["content"] == "The sum")
            #expect(json["choices"]?[0]?["finish_reason"] == "stop")
        }
    }

    @Test func saysLengthAtTheTokenLimit() async throws {
        try await RunningServer.run { server in
            let json = try await server.client.post("/v1/chat/completions", with(("max_completion_tokens", 5))).json
            #expect(json["choices"]?[0]?["finish_reason"] == "length")
            #expect(json["choices"]?[0]?["message"]?["reasoning"] == "We add")
            #expect(json["usage"]?["completion_tokens"] == 5)
        }
    }

    @Test func reportsLogprobsOfTheAnswer() async throws {
        try await RunningServer.run { server in
            let json = try await server.client.post("/v1/chat/completions", with(("logprobs", true), ("top_logprobs", 2))).json
            let entries = try #require(json["choices"]?[0]?["logprobs"]?["content"]?.arrayValue)
            #expect(entries.compactMap { $0["token"]?.stringValue }.joined() == RunningServer.answer)
            #expect(entries.allSatisfy { ($0["logprob"]?.doubleValue ?? 1) <= 0 })
            #expect(entries.allSatisfy { $0["top_logprobs"]?.arrayValue?.count == 2 })
        }
    }

    @Test(arguments: ["low", "medium", "high", "minimal", "none", "xhigh"])
    func takesEveryEffort(effort: String) async throws {
        try await RunningServer.run { server in
            let answer = try await server.client.post("/v1/chat/completions", with(("reasoning_effort", .string(effort))))
            #expect(answer.status == 200)
            let effective = ["minimal": "low", "xhigh": "high"][effort] ?? effort
            #expect(answer.headers["chorale-reasoning-effort"] == effective)
            if effort == "none" {
                #expect(try answer.json["usage"]?["completion_tokens_details"]?["reasoning_tokens"] == 0)
            }
        }
    }

    @Test func refusesWithTheErrorContract() async throws {
        try await RunningServer.run(["--context-tokens", "200"]) { server in
            func refusal(_ body: JSONValue) async throws -> (Int, JSONValue?) {
                let answer = try await server.client.post("/v1/chat/completions", body)
                let error = try answer.json["error"]
                for key in ["message", "type", "param", "code"] { #expect(error?[key] != nil, "\(key) of \(answer.body)") }
                return (answer.status, error)
            }
            let unknown = try await refusal(with(("model", "gpt-5")))
            #expect(unknown.0 == 404)
            #expect(unknown.1?["code"] == "model_not_found")
            let long = try await refusal(
                with(("messages", [["role": "user", "content": .string(String(repeating: "long ", count: 500))]])))
            #expect(long.0 == 400)
            #expect(long.1?["code"] == "context_length_exceeded")
            #expect(long.1?["param"] == "messages")
            let effort = try await refusal(with(("reasoning_effort", "extreme")))
            #expect(effort.0 == 400)
            #expect(effort.1?["param"] == "reasoning_effort")
            let broken = try await server.client.post("/v1/chat/completions", "{\"model\": ")
            #expect(broken.status == 400)
            let plain = try await server.client.post("/v1/chat/completions", "{}", headers: ["Content-Type": "text/plain"])
            #expect(plain.status == 415)
            let nowhere = try await server.client.get("/v1/nothing")
            #expect(nowhere.status == 404)
            #expect(try nowhere.json["error"]?["type"] == "not_found_error")
            let wrongMethod = try await server.client.get("/v1/completions")
            #expect(wrongMethod.status == 405)
            #expect(wrongMethod.headers["allow"]?.contains("POST") == true)
        }
    }

    @Test func aClientThatLeavesStopsItsGeneration() async throws {
        try await RunningServer.run { server in
            // Without the answer's end, the parrot would go on to the context's end.
            let body = with(("stream", true), ("logit_bias", ["592": -100, "596": -100]), ("temperature", 1)).serialized
            try await blocking {
                let socket = try RawSocket(port: server.client.port)
                try socket.write(
                    "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
                )
                var seen = ""
                while !seen.contains("\"delta\"") { seen += String(decoding: socket.read(), as: UTF8.self) }
                socket.abandon()
            }
            while try await server.client.get("/health").json["running"] != 0 { await Task.yield() }
        }
    }
}
