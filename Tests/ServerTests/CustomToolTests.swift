import JSON
import Testing

/// Custom tools hold to their format whatever the model wants.
@Suite struct CustomToolTests {
    private static let format: JSONValue = ["type": "grammar", "syntax": "regex", "definition": #"[a-c]{2}"\n[0-9]{1,3}"#]
    private static let tool: JSONValue = ["type": "custom", "name": "note", "description": "Takes a note.", "format": format]
    private static let question: JSONValue = [
        "model": "parrot", "input": "Hi", "tools": [tool], "tool_choice": ["type": "custom", "name": "note"], "max_output_tokens": 300,
    ]

    @Test func theirInputFollowsTheRegularExpressionStreamedAndWhole() async throws {
        try await RunningServer.run { server in
            for seed in 0..<4 {
                let body = Self.question.with("seed", .integer(seed)).with("temperature", .double([0, 1][seed % 2]))
                let whole = try await server.client.post("/v1/responses", body).json
                let call = try #require(whole["output"]?.arrayValue?.last)
                #expect(call["type"] == "custom_tool_call")
                #expect(call["name"] == "note")
                let input = try #require(call["input"]?.stringValue)
                #expect(input.wholeMatch(of: /[a-c]{2}"\n[0-9]{1,3}/) != nil, "\(input)")

                let events = try await server.client.post("/v1/responses", body.with("stream", true)).events
                let deltas = try events.filter { $0.name == "response.custom_tool_call_input.delta" }.compactMap {
                    try JSONValue(parsing: $0.data)["delta"]?.stringValue
                }
                #expect(deltas.joined() == input)
            }
        }
    }

    @Test func theirResultsGoOn() async throws {
        try await RunningServer.run { server in
            let first = try await server.client.post("/v1/responses", Self.question).json
            let call = try #require(first["output"]?.arrayValue?.last?["call_id"])
            let output: JSONValue = ["type": "custom_tool_call_output", "call_id": call, "output": "noted"]
            let next: JSONValue = ["model": "parrot", "input": [output], "previous_response_id": first["id"] ?? .null, "temperature": 0]
            let second = try await server.client.post("/v1/responses", next)
            #expect(second.status == 200)
            #expect(second.headers["chorale-warning"] == nil)
            let path = "/v1/responses/\(try second.json["id"]?.stringValue ?? "")/input_items?order=asc"
            let types = try await server.client.get(path).json["data"]?.arrayValue?.map { $0["type"]?.stringValue }
            #expect(types?.first == "message")
            #expect(types?.suffix(2) == ["custom_tool_call", "custom_tool_call_output"])
        }
    }
}
