import Harmony
import JSON
import OpenAI
import OrderedCollections
import Testing

/// Tools that are no plain functions: the model knows them as functions, the client as what it declared.
struct ToolDeclarationTests {
    private static let custom: JSONValue = ["type": "custom", "name": "shell", "description": "Runs a command."]
    private static let namespace: JSONValue = [
        "type": "namespace", "name": "crm", "description": "Our customers.",
        "tools": [
            ["type": "function", "name": "find", "description": "Finds one.", "parameters": ["type": "object"], "strict": false],
            ["type": "custom", "name": "note", "format": ["type": "text"]],
        ],
    ]

    @Test func aCustomToolIsAFunctionOfOneText() throws {
        let request = try responses("Hi", ["tools": [Self.custom]])
        let tool = try #require(request.conversation.developer?.tools?["functions"]?.tools.first)
        #expect(tool.name == "shell")
        #expect(tool.description == "Runs a command.")
        #expect(tool.parameters?["required"] == ["input"])
        #expect(request.declarations.first?.strictness == .always)
        #expect(request.warnings.isEmpty)
    }

    @Test func aRegularExpressionBecomesThePatternOfTheText() throws {
        let format: JSONValue = ["type": "grammar", "syntax": "regex", "definition": "a|b"]
        let request = try responses("Hi", ["tools": [["type": "custom", "name": "f", "format": format]]])
        #expect(request.declarations.first?.parameters?["properties"]?["input"]?["pattern"] == "^(?:a|b)$")
        #expect(request.declarations.first?.param == "tools[0].format.definition")
        let nested: JSONValue = ["type": "grammar", "grammar": ["syntax": "regex", "definition": "a|b"]]
        let chat = try chatRequest(["tools": [["type": "custom", "custom": ["name": "f", "format": nested]]]]).validated()
        #expect(chat.declarations.first?.parameters == request.declarations.first?.parameters)
        #expect(chat.declarations.first?.param == "tools[0].custom.format.grammar.definition")
    }

    @Test func aLarkGrammarIsShownToTheModelWithAWarning() throws {
        let format: JSONValue = ["type": "grammar", "syntax": "lark", "definition": "start: A"]
        let request = try responses("Hi", ["tools": [["type": "custom", "name": "f", "format": format]]])
        #expect(request.declarations.first?.description?.hasSuffix("start: A") == true)
        #expect(request.warnings.headerValue?.contains("tools[].format") == true)
    }

    @Test func aNamespacesToolsHaveItsNameInFront() throws {
        let request = try responses("Hi", ["tools": [Self.namespace]])
        #expect(request.functions.names == ["crm__find", "crm__note"])
        #expect(request.declarations.map(\.description) == ["Our customers.\nFinds one.", nil])
        #expect(request.warnings.isEmpty)
    }

    @Test func theResponseRepeatsToolsAsTheyWereDeclared() throws {
        let answer = try responseAnswer(Script.corpus[0], ["tools": [Self.custom, Self.namespace, responsesTool]])
        let tools = try #require(answer.whole["tools"]?.arrayValue)
        #expect(tools.map { $0["type"] } == ["custom", "namespace", "function"])
        #expect(tools[0] == Self.custom.with(["format": ["type": "text"]]))
        #expect(tools[1] == Self.namespace)
    }

    @Test func callsAreToldByTheNamesOfTheClient() throws {
        let script = Script().message("commentary", to: "functions.crm__find", ["{}"], .call)
        let answer = try responseAnswer(script, ["tools": [Self.namespace]])
        let call = answer.whole["output"]?[0]
        #expect(call?["type"] == "function_call")
        #expect(call?["namespace"] == "crm")
        #expect(call?["name"] == "find")
    }

    @Test func aHistoryWithSuchCallsIsTheModelsOwn() throws {
        let input: JSONValue = [
            ["role": "user", "content": "Hi"],
            ["type": "custom_tool_call", "call_id": "c1", "name": "shell", "input": "ls \"a\""],
            ["type": "custom_tool_call_output", "call_id": "c1", "output": [["type": "input_text", "text": "b"]]],
            ["type": "function_call", "call_id": "c2", "namespace": "crm", "name": "find", "arguments": "{}"],
            ["type": "function_call_output", "call_id": "c2", "output": "d"],
        ]
        let request = try responses(input, ["tools": [Self.custom, Self.namespace]])
        #expect(
            request.conversation.lines.suffix(5) == [
                "user | Hi", #"assistant to=functions.shell commentary <|constrain|>json | {"input":"ls \"a\""}"#,
                "tool:functions.shell to=assistant commentary | b",
                "assistant to=functions.crm__find commentary <|constrain|>json | {}",
                "tool:functions.crm__find to=assistant commentary | d",
            ])
        #expect(request.warnings.isEmpty)
    }

    @Test func aCustomCallInAChatsHistoryIsTheModelsOwn() throws {
        let messages: JSONValue = [
            ["role": "user", "content": "Hi"],
            ["role": "assistant", "tool_calls": [["id": "c", "type": "custom", "custom": ["name": "shell", "input": "ls"]]]],
            ["role": "tool", "tool_call_id": "c", "content": "b"],
        ]
        let request = try chat(messages)
        #expect(request.conversation.lines.contains(#"assistant to=functions.shell commentary <|constrain|>json | {"input":"ls"}"#))
    }

    @Test func aCustomToolCanBeForced() throws {
        var context = RequestContext()
        context.capabilities.forcesToolCalls = true
        let members: JSONValue = ["tools": [Self.custom, responsesTool], "tool_choice": ["type": "custom", "name": "shell"]]
        let request = try responsesRequest(members, in: context)
        #expect(try request.validated().toolChoice == .function("shell"))
        let builder = ResponseEventBuilder(AnswerIdentity(id: "r", created: 0, model: "m"), for: request, ids: .counting())
        #expect(builder.response["tool_choice"] == ["type": "custom", "name": "shell"])
        let error = #expect(throws: APIError.self) {
            try responsesRequest(["tools": [Self.custom], "tool_choice": ["type": "function", "name": "shell"]], in: context)
        }
        #expect(error?.param == "tool_choice.name")
    }

    @Test(
        arguments: [
            (["type": "custom", "name": "f", "format": ["type": "xml"]], "tools[0].format.type"),
            (["type": "custom", "name": "f", "format": ["type": "grammar", "syntax": "x", "definition": ""]], "tools[0].format.syntax"),
            (["type": "custom", "name": "f", "format": ["type": "grammar", "syntax": "regex"]], "tools[0].format.definition"),
            (["type": "namespace", "name": "a b", "tools": []], "tools[0].name"),
            (["type": "namespace", "name": "n", "tools": [["type": "function"]]], "tools[0].tools[0].name"),
        ] as [(JSONValue, String)])
    func whatIsWrongIsNamed(tool: JSONValue, param: String) {
        let error = #expect(throws: APIError.self) { try responsesRequest(["tools": [tool]]) }
        #expect(error?.param == param)
    }
}
