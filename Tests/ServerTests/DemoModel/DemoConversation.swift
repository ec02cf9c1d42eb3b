import JSON
import OrderedCollections
import Testing

/// A conversation with the demonstration model, which takes the most probable token each time.
struct DemoConversation {
    /// How it is asked.
    enum Way: CaseIterable {
        case chat, chatStream, responses, responsesStream

        var isChat: Bool { self == .chat || self == .chatStream }
        var isStreamed: Bool { self == .chatStream || self == .responsesStream }
    }

    private let client: RawClient
    private let way: Way
    /// What all requests have in common.
    private var request: JSONObject
    /// Chat messages, or the items of responses.
    private var history: [JSONValue] = []

    /// - Parameter function: that the model may call: name, description, parameters.
    init(_ server: RunningServer, _ way: Way, effort: String = "medium", instructions: String? = nil, function: JSONObject? = nil) {
        client = server.client
        self.way = way
        request = ["model": "chorale-demo", "temperature": 0, "stream": .bool(way.isStreamed)]
        if way.isChat {
            request["reasoning_effort"] = .string(effort)
            request["max_completion_tokens"] = 1000
            if let function { request["tools"] = [["type": "function", "function": .object(function)]] }
        } else {
            request["reasoning"] = ["effort": .string(effort)]
            request["max_output_tokens"] = 1000
            if let function { request["tools"] = [.object(function.merging(["type": "function"]) { $1 })] }
        }
        if let instructions { history.append(["role": "developer", "content": .string(instructions)]) }
    }

    mutating func say(_ text: String) async throws -> DemoAnswer {
        try await add(["role": "user", "content": .string(text)])
    }

    /// Sends a call's result back.
    mutating func give(_ result: JSONValue, to call: DemoAnswer.Call) async throws -> DemoAnswer {
        let (id, output) = (JSONValue.string(call.id), JSONValue.string(result.serialized))
        return try await add(
            way.isChat
                ? ["role": "tool", "tool_call_id": id, "content": output]
                : ["type": "function_call_output", "call_id": id, "output": output])
    }

    private mutating func add(_ item: JSONValue) async throws -> DemoAnswer {
        history.append(item)
        request[way.isChat ? "messages" : "input"] = .array(history)
        let reply = try await client.post(way.isChat ? "/v1/chat/completions" : "/v1/responses", .object(request))
        try #require(reply.status == 200, "\(reply.body)")
        return try way.isChat ? chatAnswer(reply) : responsesAnswer(reply)
    }

    /// The message joins the history without its reasoning, which most chat clients do not send back.
    private mutating func chatAnswer(_ reply: RawClient.Answer) throws -> DemoAnswer {
        let answer =
            way.isStreamed
            ? DemoAnswer(chunks: try reply.events.dropLast().map { try JSONValue(parsing: $0.data) })
            : DemoAnswer(choice: try reply.json["choices"]?[0])
        var message: JSONObject = ["role": "assistant", "content": .string(answer.content)]
        if !answer.calls.isEmpty {
            message["tool_calls"] = .array(
                answer.calls.map {
                    [
                        "id": .string($0.id), "type": "function",
                        "function": ["name": .string($0.name), "arguments": .string($0.arguments)],
                    ]
                })
        }
        history.append(.object(message))
        return answer
    }

    /// The items join the history as they came, reasoning among them.
    private mutating func responsesAnswer(_ reply: RawClient.Answer) throws -> DemoAnswer {
        guard way.isStreamed else {
            let response = try reply.json
            history += response["output"]?.arrayValue ?? []
            return DemoAnswer(response: response)
        }
        let events = try reply.events.map { try JSONValue(parsing: $0.data) }
        let response = events.last?["response"]
        let answer = DemoAnswer(response: response)
        func joined(_ type: JSONValue) -> String { events.filter { $0["type"] == type }.compactMap { $0["delta"]?.stringValue }.joined() }
        #expect(joined("response.output_text.delta") == answer.content)
        #expect(joined("response.reasoning_text.delta") == answer.reasoning)
        #expect(joined("response.function_call_arguments.delta") == answer.calls.map(\.arguments).joined())
        history += response?["output"]?.arrayValue ?? []
        return answer
    }
}
