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

    private static let lark = """
        start: "say " expression NL
        expression: NUMBER | "(" expression "+" expression ")" | QUOTED
        QUOTED: /"[a-c]{1,3}"/
        NUMBER: /[0-9]{1,3}/
        NL: /\\n/
        """

    /// Quotes, line ends and rules that call themselves.
    @Test(arguments: [true, false])
    func theirInputFollowsTheLarkGrammar(isStreamed: Bool) async throws {
        try await RunningServer.run { server in
            let format: JSONValue = ["type": "grammar", "syntax": "lark", "definition": .string(Self.lark)]
            let tool: JSONValue = ["type": "custom", "name": "note", "format": format]
            for seed in 0..<6 {
                let body = Self.question.with("tools", [tool]).with("seed", .integer(seed)).with("temperature", 1)
                let answer = try await server.client.post("/v1/responses", body.with("stream", .bool(isStreamed)))
                #expect(answer.headers["chorale-warning"] == nil)
                let response =
                    isStreamed ? try JSONValue(parsing: try #require(answer.events.last).data)["response"] ?? .null : try answer.json
                // The tokens may run out in a deep sum.
                guard response["status"] == "completed" else { continue }
                let input = try #require(response["output"]?.arrayValue?.last?["input"]?.stringValue)
                var inner = try #require(input.wholeMatch(of: /say (.*)\n/)?.1).replacing(/[0-9]{1,3}|"[a-c]{1,3}"/) { _ in "x" }
                while let sum = inner.firstRange(of: "(x+x)") { inner.replaceSubrange(sum, with: "x") }
                #expect(inner == "x", "\(input)")
            }
        }
    }

    /// What agents send: a grammar that is beyond what can be held to is left to the model; one that is none is refused.
    @Test func grammarsThatCannotBeHeldToWarnAndBrokenOnesAreRefused() async throws {
        try await RunningServer.run { server in
            func answer(_ definition: String) async throws -> RawClient.Answer {
                let format: JSONValue = ["type": "grammar", "syntax": "lark", "definition": .string(definition)]
                let tool: JSONValue = ["type": "custom", "name": "note", "format": format]
                return try await server.client.post("/v1/responses", Self.question.with("tools", [tool]))
            }
            let beyond = try await answer("start: A\nA.2: \"a\"")
            #expect(beyond.status == 200)
            #expect(beyond.headers["chorale-warning"]?.contains("not enforced") == true)
            #expect(try beyond.json["output"]?.arrayValue?.last?["type"] == "custom_tool_call")
            let broken = try await answer("start: missing")
            #expect(broken.status == 400)
            #expect(try broken.json["error"]?["param"] == "tools[0].format.definition")
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
