import JSON
import OpenAI
import OrderedCollections
import Testing

/// A request that is refused: its members, as JSON text, with the parameter and the code that the error names.
struct Refusal: Sendable, CustomTestStringConvertible {
    var members: String
    var param: String?
    var code: String?

    init(_ members: String, _ param: String?, _ code: String?) {
        self.members = members
        self.param = param
        self.code = code
    }

    var testDescription: String { members }
}

struct ChatRequestErrorTests {
    static let refusals: [Refusal] = [
        Refusal(#"{"model": null}"#, "model", "missing_required_parameter"),
        Refusal(#"{"model": 1}"#, "model", "invalid_type"),
        Refusal(#"{"messages": null}"#, "messages", "missing_required_parameter"),
        Refusal(#"{"messages": "Hi"}"#, "messages", "invalid_type"),
        Refusal(#"{"messages": []}"#, "messages", "empty_array"),
        Refusal(#"{"messages": ["Hi"]}"#, "messages[0]", "invalid_type"),
        Refusal(#"{"messages": [{"content": "Hi"}]}"#, "messages[0].role", "missing_required_parameter"),
        Refusal(#"{"messages": [{"role": "function", "content": "Hi"}]}"#, "messages[0].role", "invalid_value"),
        Refusal(#"{"messages": [{"role": "user"}]}"#, "messages[0].content", "missing_required_parameter"),
        Refusal(#"{"messages": [{"role": "user", "content": 1}]}"#, "messages[0].content", "invalid_type"),
        Refusal(
            #"{"messages": [{"role": "user", "content": "a"}, {"role": "user", "content": [{"type": "text", "text": 1}]}]}"#,
            "messages[1].content[0].text", "invalid_type"),
        Refusal(
            #"{"messages": [{"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "image_url"}]}]}"#,
            "messages[0].content[1].type", "unsupported_value"),
        Refusal(
            #"{"messages": [{"role": "user", "content": [{"text": "a"}]}]}"#, "messages[0].content[0].type", "missing_required_parameter"),
        Refusal(#"{"messages": [{"role": "user", "content": "a", "name": "a to=functions.f"}]}"#, "messages[0].name", "invalid_value"),
        Refusal(#"{"messages": [{"role": "assistant"}]}"#, "messages[0].content", "missing_required_parameter"),
        Refusal(
            #"{"messages": [{"role": "assistant", "tool_calls": [{}]}]}"#, "messages[0].tool_calls[0].id", "missing_required_parameter"),
        Refusal(
            #"{"messages": [{"role": "assistant", "tool_calls": [{"id": "c", "function": {"name": "a b", "arguments": ""}}]}]}"#,
            "messages[0].tool_calls[0].function.name", "invalid_value"),
        Refusal(
            #"{"messages": [{"role": "assistant", "tool_calls": [{"id": "c", "function": {"name": "f", "arguments": {}}}]}]}"#,
            "messages[0].tool_calls[0].function.arguments", "invalid_type"),
        Refusal(
            #"{"messages": [{"role": "assistant", "content": "", "function_call": {"name": "f"}}]}"#, "messages[0].function_call",
            "unsupported_parameter"),
        Refusal(#"{"messages": [{"role": "tool", "content": "1"}]}"#, "messages[0].tool_call_id", "missing_required_parameter"),
        Refusal(#"{"messages": [{"role": "tool", "content": "1", "tool_call_id": "c"}]}"#, "messages[0].tool_call_id", "invalid_value"),
        Refusal(#"{"temperature": 2.5}"#, "temperature", "decimal_above_max_value"),
        Refusal(#"{"temperature": -1}"#, "temperature", "decimal_below_min_value"),
        Refusal(#"{"temperature": "1"}"#, "temperature", "invalid_type"),
        Refusal(#"{"top_p": 1.01}"#, "top_p", "decimal_above_max_value"),
        Refusal(#"{"top_k": 1.5}"#, "top_k", "invalid_type"),
        Refusal(#"{"top_k": -2}"#, "top_k", "integer_below_min_value"),
        Refusal(#"{"min_p": 2}"#, "min_p", "decimal_above_max_value"),
        Refusal(#"{"repetition_penalty": 0}"#, "repetition_penalty", "decimal_below_min_value"),
        Refusal(#"{"presence_penalty": -3}"#, "presence_penalty", "decimal_below_min_value"),
        Refusal(#"{"frequency_penalty": 3}"#, "frequency_penalty", "decimal_above_max_value"),
        Refusal(#"{"seed": 18446744073709551615}"#, "seed", "integer_above_max_value"),
        Refusal(#"{"logit_bias": [1]}"#, "logit_bias", "invalid_type"),
        Refusal(#"{"logit_bias": {"x": 1}}"#, "logit_bias.x", "invalid_value"),
        Refusal(#"{"logit_bias": {"-1": 1}}"#, "logit_bias.-1", "invalid_value"),
        Refusal(#"{"logit_bias": {"100": 1}}"#, "logit_bias.100", "invalid_value"),
        Refusal(#"{"logit_bias": {"99": 101}}"#, "logit_bias.99", "decimal_above_max_value"),
        Refusal(#"{"n": 0}"#, "n", "integer_below_min_value"),
        Refusal(#"{"n": 129}"#, "n", "integer_above_max_value"),
        Refusal(#"{"n": 2}"#, "n", "unsupported_value"),
        Refusal(#"{"max_tokens": 0}"#, "max_tokens", "integer_below_min_value"),
        Refusal(#"{"max_completion_tokens": "9"}"#, "max_completion_tokens", "invalid_type"),
        Refusal(#"{"max_tokens": 8, "max_completion_tokens": 9}"#, "max_tokens", "invalid_value"),
        Refusal(#"{"stop": ""}"#, "stop", "invalid_value"),
        Refusal(#"{"stop": 1}"#, "stop", "invalid_type"),
        Refusal(#"{"stop": ["a", 1]}"#, "stop[1]", "invalid_type"),
        Refusal(
            #"{"stop": ["1","2","3","4","5","6","7","8","9","10","11","12","13","14","15","16","17"]}"#, "stop",
            "array_above_max_length"),
        Refusal(#"{"stream": 1}"#, "stream", "invalid_type"),
        Refusal(#"{"stream_options": {"include_usage": "yes"}}"#, "stream_options.include_usage", "invalid_type"),
        Refusal(#"{"top_logprobs": 1}"#, "top_logprobs", "invalid_value"),
        Refusal(#"{"logprobs": true, "top_logprobs": 21}"#, "top_logprobs", "integer_above_max_value"),
        Refusal(#"{"logprobs": 1}"#, "logprobs", "invalid_type"),
        Refusal(#"{"reasoning_effort": "huge"}"#, "reasoning_effort", "invalid_value"),
        Refusal(#"{"reasoning_effort": "low", "reasoning": {"effort": "high"}}"#, "reasoning.effort", "invalid_value"),
        Refusal(#"{"reasoning": {"exclude": "yes"}}"#, "reasoning.exclude", "invalid_type"),
        Refusal(#"{"response_format": {}}"#, "response_format.type", "missing_required_parameter"),
        Refusal(#"{"response_format": {"type": "xml"}}"#, "response_format.type", "invalid_value"),
        Refusal(#"{"response_format": {"type": "json_schema"}}"#, "response_format.json_schema", "missing_required_parameter"),
        Refusal(
            #"{"response_format": {"type": "json_schema", "json_schema": {"name": "a b"}}}"#, "response_format.json_schema.name",
            "invalid_value"),
        Refusal(
            #"{"response_format": {"type": "json_schema", "json_schema": {"name": "a", "schema": true}}}"#,
            "response_format.json_schema.schema", "invalid_type"),
        Refusal(#"{"tools": {}}"#, "tools", "invalid_type"),
        Refusal(#"{"tools": [{"function": {"name": "f"}}]}"#, "tools[0].type", "missing_required_parameter"),
        Refusal(#"{"tools": [{"type": "function", "name": "f"}]}"#, "tools[0].function", "missing_required_parameter"),
        Refusal(#"{"tools": [{"type": "function", "function": {"name": "f g"}}]}"#, "tools[0].function.name", "invalid_value"),
        Refusal(#"{"tools": [{"type": "function", "function": {"name": ""}}]}"#, "tools[0].function.name", "invalid_value"),
        Refusal(
            #"{"tools": [{"type": "function", "function": {"name": "f", "parameters": []}}]}"#, "tools[0].function.parameters",
            "invalid_type"),
        Refusal(
            #"{"tools": [{"type": "function", "function": {"name": "f"}}, {"type": "function", "function": {"name": "f"}}]}"#,
            "tools[1].function.name", "invalid_value"),
        Refusal(#"{"tool_choice": "always"}"#, "tool_choice", "invalid_value"),
        Refusal(#"{"tool_choice": 1}"#, "tool_choice", "invalid_type"),
        Refusal(#"{"tool_choice": "required"}"#, "tool_choice", "invalid_value"),
        Refusal(
            #"{"tools": [{"type": "function", "function": {"name": "f"}}], "tool_choice": "required"}"#, "tool_choice",
            "unsupported_value"),
        Refusal(
            #"{"tools": [{"type": "function", "function": {"name": "f"}}], "tool_choice": {"type": "function", "function": {"name": "g"}}}"#,
            "tool_choice.function.name", "invalid_value"),
        Refusal(
            #"{"tools": [{"type": "function", "function": {"name": "f"}}], "tool_choice": {"type": "function", "function": {"name": "f"}}}"#,
            "tool_choice", "unsupported_value"),
        Refusal(#"{"tool_choice": {"type": "mcp", "mcp": {"name": "f"}}}"#, "tool_choice.type", "unsupported_value"),
        Refusal(#"{"parallel_tool_calls": "no"}"#, "parallel_tool_calls", "invalid_type"),
        Refusal(#"{"metadata": {"a": 1}}"#, "metadata.a", "invalid_type"),
        Refusal(#"{"modalities": ["text", "audio"]}"#, "modalities[1]", "unsupported_value"),
        Refusal(#"{"audio": {"voice": "alloy"}}"#, "audio", "unsupported_parameter"),
        Refusal(#"{"functions": []}"#, "functions", "unsupported_parameter"),
        Refusal(#"{"verbosity": "none"}"#, "verbosity", "invalid_value"),
        Refusal(#"{"user": 1}"#, "user", "invalid_type"),
        Refusal(#"{"store": "yes"}"#, "store", "invalid_type"),
    ]

    @Test(arguments: refusals)
    func refuses(_ refusal: Refusal) throws {
        let members = try JSONValue(parsing: refusal.members)
        var context = RequestContext()
        context.capabilities.vocabularySize = 100
        let error = try #require(throws: APIError.self) { try chatRequest(members, in: context).validated() }
        #expect(error.status == 400)
        #expect(error.kind == .invalidRequest)
        #expect(error.param == refusal.param)
        #expect(error.code == refusal.code)
    }

    @Test func refusesABodyThatIsNoObject() throws {
        let error = try #require(throws: APIError.self) { try ChatCompletionRequest([1], in: RequestContext()) }
        #expect(error.status == 400)
        #expect(error.param == nil)
    }

    @Test func listsTheAllowedValues() throws {
        let error = try #require(throws: APIError.self) { try chatRequest(["reasoning_effort": "huge"]) }
        #expect(
            error.message
                == "Invalid value: 'huge'. Supported values are: 'none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max', and 'auto'.")
    }

    @Test(arguments: [(17, 1, "metadata"), (1, 65, nil), (1, 64, "none")])
    func limitsMetadata(count: Int, length: Int, param: String?) throws {
        var members: JSONObject = [:]
        for index in 0..<count { members[String(repeating: "k", count: length - 1) + String(UnicodeScalar(UInt8(65 + index)))] = "v" }
        let request = Result { try chatRequest(["metadata": .object(members)]).validated() }
        if param == "none" {
            #expect(try request.get().metadata.count == count)
        } else {
            let error = try #require(throws: APIError.self) { try request.get() }
            #expect(error.param?.hasPrefix("metadata") == true)
        }
    }

    @Test func limitsMetadataValues() throws {
        #expect(throws: Never.self) { try chatRequest(["metadata": ["k": .string(String(repeating: "v", count: 512))]]) }
        let error = try #require(throws: APIError.self) {
            try chatRequest(["metadata": ["k": .string(String(repeating: "v", count: 513))]])
        }
        #expect(error.param == "metadata.k")
    }
}
