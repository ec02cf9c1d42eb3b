import Harmony
import JSON
import OpenAI
import OrderedCollections
import Testing

struct MessagesRequestTests {
    private static let tool: JSONValue = ["name": "f", "description": "d", "input_schema": ["type": "object", "properties": [:]]]

    private func request(_ members: JSONValue) throws -> MessagesRequest {
        let base: JSONValue = ["model": "m", "max_tokens": 9, "messages": [["role": "user", "content": "Hi"]]]
        return try MessagesRequest(base.with(members), in: RequestContext())
    }

    @Test func becomesAConversation() throws {
        let messages: JSONValue = [
            ["role": "user", "content": "Weather?"],
            [
                "role": "assistant",
                "content": [
                    ["type": "thinking", "thinking": "Call f.", "signature": "s"], ["type": "text", "text": "I will look."],
                    ["type": "tool_use", "id": "t", "name": "f", "input": ["a": 1]],
                ],
            ],
            [
                "role": "user",
                "content": [
                    ["type": "tool_result", "tool_use_id": "t", "content": [["type": "text", "text": "None"]], "is_error": true],
                    ["type": "text", "text": "And?"],
                ],
            ],
        ]
        let system: JSONValue = [["type": "text", "text": "Be brief."]]
        let validated = try request(["system": system, "messages": messages, "tools": [Self.tool]]).validated()
        #expect(validated.conversation.developer?.instructions == "Be brief.")
        #expect(validated.functions.names == ["f"])
        #expect(
            Array(validated.conversation.lines.dropFirst(2)) == [
                "user | Weather?", "assistant analysis | Call f.", "assistant commentary | I will look.",
                "assistant to=functions.f commentary <|constrain|>json | {\"a\":1}",
                "tool:functions.f to=assistant commentary | Error: None", "user | And?",
            ])
    }

    /// What is asked for; effort, budget, whether reasoning is told.
    @Test(
        arguments: [
            ([:], .medium, nil, false), (["thinking": ["type": "enabled", "budget_tokens": 9]], .medium, 9, true),
            (["thinking": ["type": "disabled"]], .low, nil, false),
            (["thinking": ["type": "adaptive"], "output_config": ["effort": "high"]], .high, nil, true),
        ] as [(JSONValue, RequestedEffort, Int?, Bool)])
    func readsHowToThink(members: JSONValue, effort: RequestedEffort, budget: Int?, isIncluded: Bool) throws {
        let validated = try request(members).validated()
        #expect(validated.effort == effort)
        #expect(validated.reasoningBudget == budget)
        #expect(validated.includesReasoning == isIncluded)
    }

    @Test func leavesOutHostedTools() throws {
        let request = try request(["tools": [["type": "web_search_20250305", "name": "web_search"], Self.tool]])
        #expect(try request.validated().functions.names == ["f"])
        #expect(request.warnings.sentences == ["tool type 'web_search_20250305' is not available here and was left out"])
    }

    @Test(
        arguments: [
            (["messages": []], "messages"), (["max_tokens": nil], "max_tokens"),
            (["messages": [["role": "user", "content": [["type": "image"]]]]], "messages[0].content[0].type"),
            (["messages": [["role": "user", "content": "a"], ["role": "assistant", "content": "b"]]], "messages[1]"),
            (
                ["messages": [["role": "user", "content": [["type": "tool_result", "tool_use_id": "x"]]]]],
                "messages[0].content[0].tool_use_id"
            ),
            (["tools": [["name": "a b", "input_schema": [:]]]], "tools[0].name"), (["tool_choice": ["type": "some"]], "tool_choice.type"),
            (["thinking": ["budget_tokens": 5]], "thinking.type"), (["stop_sequences": [""]], "stop_sequences[0]"),
            (["temperature": 3], "temperature"),
        ] as [(JSONValue, String)])
    func refuses(members: JSONValue, param: String) throws {
        let error = try #require(throws: APIError.self) { try request(members).validated() }
        #expect(error.status == 400)
        #expect(error.param == param)
    }

    @Test(arguments: Script.corpus)
    func eventsAddUpToTheWhole(_ script: Script) throws {
        var request = try request(["thinking": ["type": "adaptive"]]).validated()
        request.functions = FunctionSet(["f"])
        var interpreter = AnswerInterpreter(functions: request.functions, stopStrings: ["STOP"], ids: .counting())
        var builder = MessagesEventBuilder(AnswerIdentity(id: "msg_1", created: 0, model: "m"), for: request, promptTokens: 20)
        var events = builder.start()
        for event in script.run(&interpreter) { events += builder.push(event) }
        events += builder.complete(usage)
        #expect(events.allSatisfy { $0.json["type"]?.stringValue == $0.name })
        var blocks: [(json: JSONValue, text: String)] = []
        for event in events.map(\.json) {
            if event["type"] == "content_block_start" {
                #expect(event["index"]?.intValue == blocks.count)
                blocks.append((event["content_block"] ?? .null, ""))
            }
            guard let delta = event["delta"], event["type"] == "content_block_delta", !blocks.isEmpty else { continue }
            #expect(event["index"]?.intValue == blocks.count - 1)
            blocks[blocks.count - 1].text += (delta["text"] ?? delta["thinking"] ?? delta["partial_json"])?.stringValue ?? ""
        }
        let whole = builder.message["content"]?.arrayValue ?? []
        #expect(blocks.map { $0.json["type"] } == whole.map { $0["type"] })
        for (block, whole) in zip(blocks, whole) where whole["type"] != "tool_use" {
            #expect(block.text == (whole["text"] ?? whole["thinking"])?.stringValue)
        }
        #expect(events.last?.name == (builder.error == nil ? "message_stop" : "error"))
    }

    @Test(arguments: ["output_format", "output_config"])
    func holdsAnswersToASchema(name: String) throws {
        let schema: JSONValue = ["type": "object"]
        let format: JSONValue = ["type": "json_schema", "schema": schema]
        let body: JSONValue = [
            "model": "m", "max_tokens": 9, "messages": [["role": "user", "content": "Hi"]],
            name: name == "output_format" ? format : ["format": format],
        ]
        var context = RequestContext()
        context.capabilities.enforcesFormats = true
        let request = try MessagesRequest(body, in: context).validated()
        guard case .jsonSchema(let read, _) = request.answerFormat else {
            Issue.record("no schema")
            return
        }
        #expect(read.schema == schema)
        #expect(request.answerFormatParam == (name == "output_format" ? "output_format.schema" : "output_config.format.schema"))
        #expect(request.warnings.isEmpty)
        let error = #expect(throws: APIError.self) { try MessagesRequest(body.with([name: ["format": ["type": "xml"]]]), in: context) }
        #expect(error?.param == (name == "output_format" ? "output_format.type" : "output_config.format.type"))
    }
}
