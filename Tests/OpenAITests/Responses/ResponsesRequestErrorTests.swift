import JSON
import OpenAI
import Testing

struct ResponsesRequestErrorTests {
    static let refusals: [Refusal] = [
        Refusal(#"{"model": null}"#, "model", "missing_required_parameter"),
        Refusal(#"{"input": null}"#, "input", "missing_required_parameter"),
        Refusal(#"{"input": []}"#, "input", "empty_array"),
        Refusal(#"{"input": 1}"#, "input", "invalid_type"),
        Refusal(#"{"input": ["Hi"]}"#, "input[0]", "invalid_type"),
        Refusal(#"{"input": [{}]}"#, "input[0].type", "missing_required_parameter"),
        Refusal(#"{"input": [{"type": "thought"}]}"#, "input[0].type", "invalid_value"),
        Refusal(#"{"input": [{"role": "tool", "content": "a"}]}"#, "input[0].role", "invalid_value"),
        Refusal(#"{"input": [{"type": "message", "content": "a"}]}"#, "input[0].role", "missing_required_parameter"),
        Refusal(#"{"input": [{"role": "user"}]}"#, "input[0].content", "missing_required_parameter"),
        Refusal(
            #"{"input": [{"role": "user", "content": [{"type": "input_image"}]}]}"#, "input[0].content[0].type", "unsupported_value"),
        Refusal(
            #"{"input": [{"role": "user", "content": [{"type": "input_text"}]}]}"#, "input[0].content[0].text",
            "missing_required_parameter"),
        Refusal(#"{"input": [{"role": "assistant", "content": "a", "phase": "end"}]}"#, "input[0].phase", "invalid_value"),
        Refusal(#"{"input": [{"type": "function_call", "name": "f", "arguments": ""}]}"#, "input[0].call_id", "missing_required_parameter"),
        Refusal(
            #"{"input": [{"type": "function_call", "call_id": "c", "name": "f<|message|>", "arguments": ""}]}"#, "input[0].name",
            "invalid_value"),
        Refusal(#"{"input": [{"type": "function_call_output", "call_id": "c"}]}"#, "input[0].output", "missing_required_parameter"),
        Refusal(#"{"input": [{"type": "function_call_output", "call_id": "c", "output": "x"}]}"#, "input[0].call_id", "invalid_value"),
        Refusal(#"{"input": [{"type": "reasoning", "content": "a", "summary": []}, 1]}"#, "input[1]", "invalid_type"),
        Refusal(#"{"input": [{"type": "item_reference", "id": "msg_1"}]}"#, "input[0].id", nil),
        Refusal(#"{"instructions": ["a"]}"#, "instructions", "invalid_type"),
        Refusal(#"{"previous_response_id": 1}"#, "previous_response_id", "invalid_type"),
        Refusal(#"{"max_output_tokens": 0}"#, "max_output_tokens", "integer_below_min_value"),
        Refusal(#"{"top_logprobs": 21}"#, "top_logprobs", "integer_above_max_value"),
        Refusal(#"{"include": ["everything"]}"#, "include[0]", "invalid_value"),
        Refusal(#"{"include": "everything"}"#, "include", "invalid_type"),
        Refusal(#"{"truncation": "most"}"#, "truncation", "invalid_value"),
        Refusal(#"{"reasoning": {"effort": "huge"}}"#, "reasoning.effort", "invalid_value"),
        Refusal(#"{"reasoning": {"summary": "long"}}"#, "reasoning.summary", "invalid_value"),
        Refusal(#"{"reasoning": {"context": "some"}}"#, "reasoning.context", "invalid_value"),
        Refusal(#"{"text": {"format": {"type": "xml"}}}"#, "text.format.type", "invalid_value"),
        Refusal(#"{"text": {"format": {"type": "json_schema", "schema": {}}}}"#, "text.format.name", "missing_required_parameter"),
        Refusal(#"{"text": {"verbosity": 1}}"#, "text.verbosity", "invalid_type"),
        Refusal(#"{"tools": [{"type": "function", "name": "a b"}]}"#, "tools[0].name", "invalid_value"),
        Refusal(#"{"tools": [{"type": "function", "function": {"name": "f"}}]}"#, "tools[0].name", "missing_required_parameter"),
        Refusal(
            #"{"tools": [{"type": "function", "name": "f"}], "tool_choice": {"type": "function", "name": "g"}}"#, "tool_choice.name",
            "invalid_value"),
        Refusal(#"{"tool_choice": {"type": "web_search_preview"}}"#, "tool_choice.type", "unsupported_value"),
        Refusal(#"{"background": true}"#, "background", "unsupported_value"),
        Refusal(#"{"conversation": 1}"#, "conversation", "invalid_type"),
        Refusal(#"{"conversation": {}}"#, "conversation.id", "missing_required_parameter"),
        Refusal(
            #"{"conversation": "conv_1", "previous_response_id": "resp_1"}"#, "previous_response_id", "mutually_exclusive_parameters"),
        Refusal(#"{"prompt": {"id": "p"}}"#, "prompt", "unsupported_parameter"),
        Refusal(#"{"max_tool_calls": "1"}"#, "max_tool_calls", "invalid_type"),
    ]

    @Test func refusesABackgroundThatIsNotStored() throws {
        var context = RequestContext()
        context.capabilities.runsInBackground = true
        let error = try #require(throws: APIError.self) { try responsesRequest(["background": true, "store": false], in: context) }
        #expect(error.param == "background")
        #expect(try responsesRequest(["background": true], in: context).isBackground)
    }

    @Test(arguments: refusals)
    func refuses(_ refusal: Refusal) throws {
        let members = try JSONValue(parsing: refusal.members)
        let error = try #require(throws: APIError.self) { try responsesRequest(members).validated() }
        #expect(error.status == 400)
        #expect(error.param == refusal.param)
        #expect(error.code == refusal.code)
    }
}
