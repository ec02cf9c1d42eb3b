import Harmony
import JSON
import OpenAI
import OrderedCollections
import Testing

struct ChatConversationTests {
    @Test func opensWithTheServersSystemMessage() throws {
        let profile = SystemProfile(
            identity: "You are Chorale.", knowledgeCutoff: "2025-01", currentDate: "2026-11-23", defaultEffort: .high)
        let request = try chat([["role": "user", "content": "Hi"]], in: RequestContext(profile: profile))
        let expected = SystemContent(
            modelIdentity: "You are Chorale.", reasoningEffort: .high, conversationStartDate: "2026-11-23", knowledgeCutoff: "2025-01",
            channels: .standard)
        #expect(
            request.conversation.messages == [
                Message(Author(.system), content: [.system(expected)]), Message(.user, "Hi"),
            ])
    }

    @Test func joinsLeadingInstructionsAndKeepsLaterOnesInPlace() throws {
        let conversation = try chat([
            ["role": "system", "content": "A"],
            ["role": "developer", "content": [["type": "text", "text": "B"], ["type": "text", "text": "C"]]],
            ["role": "user", "content": "Hi"], ["role": "system", "content": "D"],
        ]).conversation
        #expect(conversation.lines == ["system | …", "developer | …", "user | Hi", "developer | …"])
        #expect(conversation.developer == DeveloperContent(instructions: "A\n\nB\nC"))
        #expect(conversation.messages.last?.content == [.developer(DeveloperContent(instructions: "D"))])
    }

    @Test func declaresToolsAndFormats() throws {
        let schema: JSONValue = ["type": "object", "properties": ["a": ["type": "integer"]]]
        let request = try chat(
            [["role": "user", "content": "Hi"]],
            [
                "tools": [
                    ["type": "function", "function": ["name": "python", "description": "Runs it.", "parameters": schema]],
                    ["type": "function", "function": ["name": "now", "parameters": [:]]],
                ],
                "response_format": [
                    "type": "json_schema", "json_schema": ["name": "n", "description": "d", "schema": schema, "strict": true],
                ],
            ])
        let tools = [Tool(name: "python", description: "Runs it.", parameters: schema), Tool(name: "now", description: "")]
        let format = ResponseFormat(name: "n", description: "d", schema: schema)
        #expect(
            request.conversation.developer
                == DeveloperContent(
                    tools: ["functions": ToolNamespace(name: "functions", tools: tools)], responseFormats: [format]))
        #expect(request.answerFormat == .jsonSchema(format, isStrict: true))
        #expect(request.functions.names == ["python", "now"])
    }

    @Test func hintsAtJSONObjects() throws {
        let request = try chat([["role": "user", "content": "Hi"]], ["response_format": ["type": "json_object"]])
        #expect(request.conversation.developer?.responseFormats.map(\.schema) == [["type": "object"]])
    }

    @Test func tellsCallsAndResults() throws {
        let conversation = try chat([
            ["role": "user", "content": "Weather?"],
            [
                "role": "assistant", "content": "I will look.", "reasoning": "Two cities.",
                "tool_calls": [
                    ["id": "c1", "type": "function", "function": ["name": "f", "arguments": "{\"city\": \"Bonn\"}"]],
                    ["id": "c2", "type": "function", "function": ["name": "browser.search", "arguments": "not JSON"]],
                ],
            ],
            ["role": "tool", "tool_call_id": "c2", "content": [["type": "text", "text": "sun"], ["type": "text", "text": "wind"]]],
            ["role": "tool", "tool_call_id": "c1", "content": "rain"],
            ["role": "assistant", "content": "Rain.", "reasoning_content": "Say it."],
            ["role": "user", "content": "Thanks", "name": "alice"],
        ]).conversation
        #expect(
            conversation.lines == [
                "system | …", "user | Weather?", "assistant analysis | Two cities.", "assistant commentary | I will look.",
                "assistant to=functions.f commentary <|constrain|>json | {\"city\": \"Bonn\"}",
                "tool:functions.f to=assistant commentary | rain",
                "assistant to=functions.browser.search commentary <|constrain|>json | not JSON",
                "tool:functions.browser.search to=assistant commentary | sun\nwind", "assistant analysis | Say it.",
                "assistant final | Rain.",
                "user:alice | Thanks",
            ])
    }

    @Test(
        arguments: [
            (["role": "assistant", "content": ""], ["assistant final | "]),
            (["role": "assistant", "content": nil, "refusal": "No."], ["assistant final | No."]),
            (["role": "assistant", "content": [["type": "refusal", "refusal": "No."]]], ["assistant final | No."]),
            (["role": "assistant", "content": nil, "reasoning": "Hm"], ["assistant analysis | Hm"]),
            (
                ["role": "assistant", "content": "", "tool_calls": [["id": "c", "function": ["name": "f", "arguments": ""]]]],
                ["assistant to=functions.f commentary <|constrain|>json | "]
            ),
            (
                [
                    "role": "assistant", "content": "a", "refusal": nil, "annotations": [], "audio": nil, "function_call": nil,
                    "tool_calls": nil,
                    "reasoning": "r", "reasoning_content": "r",
                ], ["assistant analysis | r", "assistant final | a"]
            ),
        ] as [(JSONValue, [String])])
    func tellsAssistantMessages(message: JSONValue, expected: [String]) throws {
        let request = try chat([["role": "user", "content": "Hi"], message])
        #expect(Array(request.conversation.lines.dropFirst(2)) == expected)
        #expect(request.warnings.isEmpty)
    }

    /// Two calls of one function can only be told apart by what stands behind them.
    @Test func putsResultsBehindTheirCallsWhereverTheyCome() throws {
        let calls = (1...3).map { (number: Int) -> JSONValue in
            ["id": .string("c\(number)"), "function": ["name": "f", "arguments": .string("\(number)")]]
        }
        let result = { (number: Int) -> JSONValue in
            ["role": "tool", "tool_call_id": .string("c\(number)"), "content": .string("r\(number)")]
        }
        let turn: JSONValue = ["role": "assistant", "tool_calls": .array(calls)]
        let texts = { (messages: [JSONValue]) throws -> [String] in
            try chat(.array(messages)).conversation.lines.dropFirst().map { String($0.split(separator: " ").last ?? "") }
        }
        #expect(try texts([turn, result(3), result(1), result(2)]) == ["1", "r1", "2", "r2", "3", "r3"])
        #expect(try texts([turn, result(2)]) == ["1", "2", "r2", "3"])
        // What was said later stays later.
        let user: JSONValue = ["role": "user", "content": "Hi"]
        #expect(try texts([turn, result(2), user, result(1)]) == ["1", "2", "r2", "3", "Hi", "r1"])
    }

    @Test func matchesResultsToTheLatestCallOfTheirID() throws {
        let call = { (name: String) -> JSONValue in
            ["role": "assistant", "tool_calls": [["id": "call_0", "function": ["name": .string(name), "arguments": "{}"]]]]
        }
        let result: JSONValue = ["role": "tool", "tool_call_id": "call_0", "content": "x"]
        let lines = try chat([call("f"), result, call("g"), result]).conversation.lines
        #expect(
            lines.filter { $0.hasPrefix("tool") } == [
                "tool:functions.f to=assistant commentary | x", "tool:functions.g to=assistant commentary | x",
            ])
    }

    @Test func refusesResultsBeforeTheirCall() throws {
        let error = try #require(throws: APIError.self) {
            try chat([
                ["role": "tool", "tool_call_id": "c", "content": "x"],
                ["role": "assistant", "tool_calls": [["id": "c", "function": ["name": "f", "arguments": "{}"]]]],
            ])
        }
        #expect(error.param == "messages[0].tool_call_id")
    }

    @Test func letsTheServerRestoreReasoning() throws {
        var request = try chatRequest(["messages": [["role": "user", "content": "Hi"], ["role": "assistant", "content": "a"]]])
        request.messages[1].reasoning = "restored"
        #expect(try request.validated().conversation.lines.suffix(2) == ["assistant analysis | restored", "assistant final | a"])
    }
}
