import JSON
import OpenAI
import Testing

struct RestoredReasoningTests {
    private func recall(_ id: String) -> String? { id == "call_1" ? "Because" : nil }

    @Test func chatGetsItBackByTheCall() throws {
        let call: JSONValue = ["id": "call_1", "type": "function", "function": ["name": "f", "arguments": "{}"]]
        let other = call.with(["id": "call_2"])
        var request = try chatRequest([
            "messages": [
                ["role": "user", "content": "?"], ["role": "assistant", "tool_calls": [call]],
                ["role": "assistant", "tool_calls": [call], "reasoning": "Mine"], ["role": "assistant", "tool_calls": [other]],
            ]
        ])
        request.restoreReasoning(recall)
        #expect(request.messages.map(\.reasoning) == [nil, "Because", "Mine", nil])
    }

    @Test func messagesGetItBackByTheCall() throws {
        let use: JSONValue = ["type": "tool_use", "id": "call_1", "name": "f", "input": [:]]
        var request = try MessagesRequest(
            [
                "model": "m", "max_tokens": 1,
                "messages": [
                    ["role": "user", "content": "?"], ["role": "assistant", "content": [use]],
                    ["role": "user", "content": [["type": "tool_result", "tool_use_id": "call_1", "content": "4"]]],
                ],
            ], in: RequestContext())
        request.restoreReasoning(recall)
        #expect(try request.validated().conversation.lines.contains("assistant analysis | Because"))
    }
}
