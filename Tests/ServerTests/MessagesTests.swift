import JSON
import Testing

@Suite struct MessagesTests {
    private static let path = "/v1/messages"
    private static let question: JSONValue = [
        "model": "parrot", "max_tokens": 60, "messages": [["role": "user", "content": "What is 2 + 2?"]], "temperature": 0,
    ]

    @Test func answerInBlocks() async throws {
        try await RunningServer.run { server in
            let answer = try await server.client.post(Self.path, Self.question)
            let json = try answer.json
            #expect(json["content"] == [["type": "text", "text": .string(RunningServer.answer)]])
            #expect(json["stop_reason"] == "end_turn")
            #expect(answer.headers["request-id"] == answer.headers["x-request-id"])
            let thinking = try await server.client.post(
                Self.path, Self.question.with("thinking", ["type": "enabled", "budget_tokens": 1024])
            ).json
            #expect(thinking["content"]?[0]?["thinking"] == .string(RunningServer.analysis))
            #expect(thinking["content"]?[0]?["signature"]?.stringValue?.isEmpty == false)
            let count = try await server.client.post(Self.path + "/count_tokens", Self.question).json["input_tokens"]?.intValue
            let usage = thinking["usage"]
            #expect(count == (usage?["input_tokens"]?.intValue ?? 0) + (usage?["cache_read_input_tokens"]?.intValue ?? 0))
        }
    }

    @Test func streamWhatTheyWouldSayWhole() async throws {
        try await RunningServer.run { server in
            let body = Self.question.with("thinking", ["type": "adaptive"]).with("stop_sequences", [" 4"])
            let whole = try await server.client.post(Self.path, body).json
            #expect(whole["stop_reason"] == "stop_sequence")
            #expect(whole["stop_sequence"] == " 4")
            let events = try await server.client.post(Self.path, body.with("stream", true)).events
            let bodies = try events.map { try JSONValue(parsing: $0.data) }
            for (event, body) in zip(events, bodies) { #expect(body["type"]?.stringValue == event.name) }
            var names: [String] = []
            for name in events.compactMap(\.name) where names.last != name { names.append(name) }
            #expect(
                names == [
                    "message_start", "ping", "content_block_start", "content_block_delta", "content_block_stop", "content_block_start",
                    "content_block_delta", "content_block_stop", "message_delta", "message_stop",
                ])
            let texts = bodies.compactMap { $0["delta"]?["text"]?.stringValue }
            #expect(texts.joined() == whole["content"]?[1]?["text"]?.stringValue)
            #expect(bodies.compactMap { $0["delta"]?["thinking"]?.stringValue }.joined() == RunningServer.analysis)
            #expect(bodies.suffix(2).first?["delta"] == ["stop_reason": "stop_sequence", "stop_sequence": " 4"])
        }
    }

    @Test func tellErrorsInTheirOwnForm() async throws {
        try await RunningServer.run { server in
            let missing = try await server.client.post(Self.path, Self.question.with("max_tokens", nil))
            #expect(missing.status == 400)
            #expect(try missing.json["type"] == "error")
            #expect(try missing.json["error"]?["type"] == "invalid_request_error")
            #expect(try missing.json["request_id"]?.stringValue == missing.headers["request-id"])
            let unknown = try await server.client.post(Self.path, Self.question.with("model", "claude"))
            #expect(unknown.status == 404)
            #expect(try unknown.json["error"]?["type"] == "not_found_error")
        }
    }
}
