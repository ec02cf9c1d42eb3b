import JSON
import OrderedCollections
import Testing

/// What a request asks for strictly holds whatever the model wants: the parrot, which knows one answer, at temperatures at which it
/// says anything.
@Suite struct StrictAnswerTests {
    private static let schema: JSONValue = [
        "type": "object",
        "properties": [
            "city": ["type": "string", "maxLength": 12], "kind": ["enum": ["town", "village"]],
            "people": ["type": "integer", "minimum": 1, "maximum": 99],
        ],
        "required": ["city", "kind", "people"], "additionalProperties": false,
    ]
    private static let weather: JSONValue = ["name": "weather", "parameters": schema, "strict": true]
    private static let python: JSONValue = ["name": "python", "parameters": ["type": "object"]]

    private func obeys(_ text: String) -> Bool {
        guard let value = try? JSONValue(parsing: text), let object = value.objectValue else { return false }
        return Array(object.keys) == ["city", "kind", "people"] && (object["city"]?.stringValue?.unicodeScalars.count ?? 99) <= 12
            && ["town", "village"].contains(object["kind"]) && (1...99).contains(object["people"]?.intValue ?? 0)
    }

    private func chat(_ members: JSONValue, seed: Int, streams: Bool, in server: RunningServer) async throws -> DemoAnswer {
        var body: JSONObject = [
            "model": "parrot", "messages": [["role": "user", "content": "Hi"]], "temperature": .double([0, 1, 1.5][seed % 3]),
            "seed": .integer(seed),
            "max_tokens": 400, "stream": .bool(streams),
        ]
        body.merge(members.objectValue ?? [:]) { $1 }
        let answer = try await server.client.post("/v1/chat/completions", .object(body))
        #expect(answer.status == 200, "\(answer.body)")
        guard streams else { return DemoAnswer(choice: try answer.json["choices"]?[0]) }
        return DemoAnswer(chunks: try answer.events.filter { $0.data != "[DONE]" }.map { try JSONValue(parsing: $0.data) })
    }

    @Test func aSchemaHoldsFromTheFirstTokenOfTheAnswer() async throws {
        try await RunningServer.run { server in
            let format: JSONValue = ["type": "json_schema", "json_schema": ["name": "place", "strict": true, "schema": Self.schema]]
            var complete = 0
            for seed in 0..<12 {
                let answer = try await chat(["response_format": format], seed: seed, streams: seed % 2 == 1, in: server)
                if answer.end == "stop" {
                    complete += 1
                    #expect(obeys(answer.content), "\(answer.content)")
                } else {
                    #expect(answer.end == "length")
                }
            }
            #expect(complete > 0)
        }
    }

    @Test func aSchemaHoldsInResponses() async throws {
        try await RunningServer.run { server in
            let format: JSONValue = ["type": "json_schema", "name": "place", "strict": true, "schema": Self.schema]
            for seed in 0..<6 {
                let answer = try await server.client.post(
                    "/v1/responses",
                    [
                        "model": "parrot", "input": "Hi", "text": ["format": format], "temperature": .double([0, 1, 1.5][seed % 3]),
                        "seed": .integer(seed),
                        "max_output_tokens": 400,
                    ])
                let read = DemoAnswer(response: try answer.json)
                if read.end == "stop" { #expect(obeys(read.content), "\(read.content)") } else { #expect(read.end == "incomplete") }
            }
        }
    }

    @Test func aForcedCallIsMadeAndItsArgumentsFollowTheSchema() async throws {
        try await RunningServer.run { server in
            let tools: JSONValue = [["type": "function", "function": Self.python], ["type": "function", "function": Self.weather]]
            for seed in 0..<9 {
                let answer = try await chat(
                    ["tools": tools, "tool_choice": ["type": "function", "function": ["name": "weather"]]], seed: seed,
                    streams: seed % 2 == 0, in: server)
                #expect(answer.calls.map(\.name) == ["weather"])
                #expect(answer.end == "tool_calls")
                #expect(answer.calls.allSatisfy { obeys($0.arguments) }, "\(answer.calls)")
            }
            let answer = try await chat(
                ["tools": tools, "tool_choice": "required", "max_tokens": 200], seed: 2, streams: false, in: server)
            #expect(answer.calls.count == 1)
            #expect(["python", "weather"].contains(answer.calls.first?.name))
        }
    }

    @Test func jsonModeAndTheExtensionsHold() async throws {
        try await RunningServer.run { server in
            for seed in 0..<3 {
                let choice = try await chat(["guided_choice": ["red", "green"]], seed: seed, streams: false, in: server)
                if choice.end == "stop" { #expect(["red", "green"].contains(choice.content)) }
                let regex = try await chat(["structured_outputs": ["regex": "[a-c]{2}-[0-9]"]], seed: seed, streams: true, in: server)
                if regex.end == "stop" { #expect(regex.content.wholeMatch(of: /[a-c]{2}-[0-9]/) != nil, "\(regex.content)") }
                let gbnf = try await chat(["grammar": "root ::= \"(\" root \")\" | \"x\""], seed: seed, streams: false, in: server)
                if gbnf.end == "stop" {
                    #expect(gbnf.content.count % 2 == 1)
                    #expect(gbnf.content.allSatisfy { "(x)".contains($0) })
                }
                let json = try await chat(["response_format": ["type": "json_object"]], seed: seed, streams: false, in: server)
                if json.end == "stop" { #expect(try JSONValue(parsing: json.content).objectValue != nil) }
            }
        }
    }

    @Test func whatIsNotStrictAndCannotBeHeldToIsLeftToTheModelWithAWarning() async throws {
        try await RunningServer.run { server in
            let schema: JSONValue = ["type": "object", "properties": ["x": ["not": [:]]]]
            let format: JSONValue = ["type": "json_schema", "json_schema": ["name": "a", "schema": schema]]
            let chat = try await server.client.post(
                "/v1/chat/completions",
                [
                    "model": "parrot", "messages": [["role": "user", "content": "Hi"]], "max_tokens": 4, "temperature": 0,
                    "response_format": format,
                ])
            #expect(chat.status == 200)
            #expect(chat.headers["chorale-warning"]?.contains("'response_format.json_schema.schema' is passed") == true)
            // Functions of responses are strict unless they say otherwise, where that is possible.
            for (strict, isWarned) in [(nil, true), (false, false)] as [(JSONValue, Bool)] {
                let tool: JSONValue = ["type": "function", "name": "f", "parameters": schema, "strict": strict]
                let response = try await server.client.post(
                    "/v1/responses",
                    ["model": "parrot", "input": "Hi", "max_output_tokens": 4, "temperature": 0, "tools": [tool]])
                #expect(response.status == 200)
                #expect((response.headers["chorale-warning"] != nil) == isWarned)
            }
        }
    }

    @Test(
        arguments: [
            (
                [
                    "response_format": [
                        "type": "json_schema", "json_schema": ["name": "a", "strict": true, "schema": ["properties": ["x": ["not": [:]]]]],
                    ]
                ],
                "response_format.json_schema.schema", "/properties/x/not"
            ),
            (
                [
                    "tools": [
                        [
                            "type": "function",
                            "function": ["name": "f", "strict": true, "parameters": ["type": "object", "uniqueItems": 1, "if": [:]]],
                        ]
                    ]
                ],
                "tools[0].function.parameters", "/if"
            ),
            (["guided_regex": "(?=a)"], "guided_regex", "look-ahead"),
            (["guided_json": ["type": "string"], "guided_regex": "a"], "guided_regex", "guided_json"),
            (["structured_outputs": ["grammar": "root ::= missing"]], "structured_outputs.grammar", "missing"),
        ] as [(JSONValue, String, String)])
    func whatCannotBeHeldToIsRefusedWithItsPlace(members: JSONValue, param: String, words: String) async throws {
        try await RunningServer.run { server in
            var body: JSONObject = ["model": "parrot", "messages": [["role": "user", "content": "Hi"]]]
            body.merge(members.objectValue ?? [:]) { $1 }
            let answer = try await server.client.post("/v1/chat/completions", .object(body))
            #expect(answer.status == 400)
            #expect(try answer.json["error"]?["param"] == .string(param))
            #expect(try answer.json["error"]?["message"]?.stringValue?.contains(words) == true, "\(answer.body)")
        }
    }
}
