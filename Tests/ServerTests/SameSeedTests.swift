import JSON
import OrderedCollections
import Testing

/// The same seed says the same, streamed and whole, on every API.
@Suite struct SameSeedTests {
    /// What is asked for beside the question, as each API says it.
    private static let members: [JSONValue] = [
        [:], ["temperature": 0], ["temperature": 1.5], ["top_p": 0.9, "top_k": 20, "min_p": 0.01], ["stop": ["e"]],
        ["presence_penalty": 1, "frequency_penalty": 0.5, "repetition_penalty": 1.1], ["ignore_eos": true],
        ["logit_bias": ["5": 3]],
    ]
    private static let chat: [JSONValue] = [
        ["n": 3], ["max_tokens": 7], ["response_format": ["type": "json_object"]], ["logprobs": true, "top_logprobs": 2],
        ["tools": [["type": "function", "function": ["name": "f"]]], "tool_choice": "required"], ["reasoning_effort": "none"],
        ["reasoning": ["max_tokens": 3]], ["include_reasoning": false], ["return_token_ids": true],
    ]
    private static let responses: [JSONValue] = [
        ["max_output_tokens": 7], ["text": ["format": ["type": "json_object"]]], ["include": ["message.output_text.logprobs"]],
        ["tools": [["type": "function", "name": "f"]], "tool_choice": "required"], ["reasoning": ["effort": "none"]],
        ["tools": [["type": "custom", "name": "f"]], "tool_choice": "required"],
    ]
    private static let messages: [JSONValue] = [
        ["thinking": ["type": "enabled", "budget_tokens": 3]], ["stop_sequences": ["e"]],
        ["tools": [["name": "f", "input_schema": ["type": "object"]]], "tool_choice": ["type": "any"]],
    ]

    private static func seeded(_ base: JSONValue, _ members: JSONValue, limit name: String) -> JSONValue {
        var body = base.objectValue ?? [:]
        body["model"] = "parrot"
        body["seed"] = 11
        body[name] = 60
        body.merge(members.objectValue ?? [:]) { $1 }
        return .object(body)
    }

    /// Whole and streamed, and the stream's JSON.
    private func both(_ path: String, _ body: JSONValue, in server: RunningServer) async throws -> (JSONValue, [JSONValue]) {
        let whole = try await server.client.post(path, body)
        #expect(whole.status == 200, "\(body.serialized) \(whole.body)")
        let stream = try await server.client.post(path, body.with("stream", true))
        return (try whole.json, try stream.events.filter { $0.data != "[DONE]" }.map { try JSONValue(parsing: $0.data) })
    }

    @Test func inChatCompletions() async throws {
        try await RunningServer.run(["--reproducible", "true"]) { server in
            let base: JSONValue = ["messages": [["role": "user", "content": "What is 2 + 2?"]]]
            for members in Self.members + Self.chat {
                let body = Self.seeded(base, members, limit: "max_tokens")
                let (whole, chunks) = try await both("/v1/chat/completions", body, in: server)
                for choice in whole["choices"]?.arrayValue ?? [] {
                    let own = chunks.compactMap { chunk in chunk["choices"]?.arrayValue?.first { $0["index"] == choice["index"] } }
                    for name in ["content", "reasoning"] {
                        let text = own.compactMap { $0["delta"]?[name]?.stringValue }.joined()
                        #expect(text == choice["message"]?[name]?.stringValue ?? "", "\(members.serialized)")
                    }
                    let arguments = own.compactMap { $0["delta"]?["tool_calls"]?[0]?["function"]?["arguments"]?.stringValue }.joined()
                    #expect(arguments == choice["message"]?["tool_calls"]?[0]?["function"]?["arguments"]?.stringValue ?? "")
                    let logprobs = own.flatMap { $0["logprobs"]?["content"]?.arrayValue ?? [] }
                    #expect(logprobs == choice["logprobs"]?["content"]?.arrayValue ?? [])
                    #expect(own.flatMap { $0["token_ids"]?.arrayValue ?? [] } == choice["token_ids"]?.arrayValue ?? [])
                    #expect(own.last?["finish_reason"] == choice["finish_reason"])
                }
            }
        }
    }

    @Test func inResponses() async throws {
        try await RunningServer.run(["--reproducible", "true"]) { server in
            for members in Self.members + Self.responses {
                let body = Self.seeded(["input": "What is 2 + 2?"], members, limit: "max_output_tokens")
                let (whole, events) = try await both("/v1/responses", body, in: server)
                let streamed = try #require(events.last?["response"])
                func said(_ response: JSONValue) -> [JSONValue] {
                    (response["output"]?.arrayValue ?? []).map { $0.with("id", nil).with("call_id", nil) }
                }
                #expect(said(streamed) == said(whole), "\(members.serialized)")
                #expect(streamed["status"] == whole["status"])
                #expect(streamed["usage"]?["output_tokens"] == whole["usage"]?["output_tokens"])
            }
        }
    }

    @Test func inCompletions() async throws {
        try await RunningServer.run(["--reproducible", "true"]) { server in
            for members in Self.members + [["n": 3], ["logprobs": 1], ["echo": true], ["prompt": [[5, 6], [7]]]] {
                let body = Self.seeded(["prompt": "What"], members, limit: "max_tokens")
                let (whole, chunks) = try await both("/v1/completions", body, in: server)
                for choice in whole["choices"]?.arrayValue ?? [] {
                    let own = chunks.compactMap { chunk in chunk["choices"]?.arrayValue?.first { $0["index"] == choice["index"] } }
                    #expect(own.compactMap { $0["text"]?.stringValue }.joined() == choice["text"]?.stringValue, "\(members.serialized)")
                    #expect(
                        own.flatMap { $0["logprobs"]?["token_logprobs"]?.arrayValue ?? [] }
                            == choice["logprobs"]?["token_logprobs"]?.arrayValue ?? [])
                    #expect(own.last?["finish_reason"] == choice["finish_reason"])
                }
            }
        }
    }

    @Test func inMessages() async throws {
        try await RunningServer.run(["--reproducible", "true"]) { server in
            let base: JSONValue = ["messages": [["role": "user", "content": "What is 2 + 2?"]]]
            for members in [[:], ["temperature": 0], ["top_k": 20, "top_p": 0.9]] + Self.messages {
                let body = Self.seeded(base, members, limit: "max_tokens")
                let (whole, events) = try await both("/v1/messages", body, in: server)
                let blocks = whole["content"]?.arrayValue ?? []
                for (index, block) in blocks.enumerated() {
                    let deltas = events.filter { $0["index"] == .integer(index) }.compactMap { $0["delta"] }
                    for (delta, member) in [("text", "text"), ("thinking", "thinking")] where block[member] != nil {
                        #expect(
                            deltas.compactMap { $0[delta]?.stringValue }.joined() == block[member]?.stringValue, "\(members.serialized)")
                    }
                    guard let input = block["input"] else { continue }
                    let json = deltas.compactMap { $0["partial_json"]?.stringValue }.joined()
                    // Arguments that the limit cut off are handed over as they are.
                    let parsed = try? JSONValue(parsing: json.isEmpty ? "{}" : json)
                    #expect(parsed ?? ["arguments": .string(json)] == input)
                }
                #expect(events.filter { $0["type"] == "content_block_start" }.count == blocks.count)
            }
        }
    }
}
