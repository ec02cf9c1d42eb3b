import Harmony
import JSON
import OpenAI
import OrderedCollections
import Testing

struct ResponsesRequestTests {
    @Test func hasThePublishedDefaults() throws {
        let request = try responsesRequest()
        let validated = try request.validated()
        #expect(validated.sampling == SamplingOptions())
        #expect(validated.isStored)
        #expect(validated.choices == 1)
        #expect(validated.effort == .medium)
        #expect(validated.maximumTokens == nil)
        #expect(validated.warnings.isEmpty)
        #expect(request.previousResponseID == nil)
        #expect(!request.isBackground)
    }

    @Test func readsEveryOption() throws {
        let request = try responsesRequest([
            "instructions": "Be brief.", "max_output_tokens": 5, "temperature": 0, "top_p": 0.5, "seed": 7, "stream": true, "store": false,
            "metadata": ["k": "v"], "previous_response_id": "resp_0", "include": ["message.output_text.logprobs"], "top_logprobs": 3,
            "reasoning": ["effort": "low", "summary": "auto", "context": "all_turns"], "truncation": "disabled", "tools": [responsesTool],
            "text": ["format": ["type": "json_object"], "verbosity": "medium"], "parallel_tool_calls": false, "max_tool_calls": 3,
            "stream_options": ["include_obfuscation": false], "service_tier": "auto", "safety_identifier": "s", "user": "u",
        ])
        let validated = try request.validated()
        #expect(request.previousResponseID == "resp_0")
        #expect(validated.maximumTokens == 5)
        #expect(validated.sampling.temperature == 0)
        #expect(validated.sampling.topP == 0.5)
        #expect(validated.sampling.seed == 7)
        #expect(validated.sampling.topLogprobs == 3)
        #expect(validated.isStreaming)
        #expect(!validated.isStored)
        #expect(validated.effort == .low)
        #expect(validated.retention == .all)
        #expect(validated.functions.names == ["f"])
        #expect(validated.answerFormat == .jsonObject)
        #expect(validated.user == "s")
        #expect(validated.warnings.sentences.count == 1)
        #expect(validated.warnings.headerValue?.contains("'text.format'") == true)
    }

    @Test(
        arguments: [
            (["reasoning_effort": "low"], "reasoning_effort"), (["include": ["web_search_call.results"]], "web_search_call.results"),
            (["top_logprobs": 2], "top_logprobs"),
            (["tools": [["type": "mcp", "server_label": "x"]]], "mcp"),
            (["input": [["type": "web_search_call", "id": "ws_1"], ["role": "user", "content": "Hi"]]], "web_search_call"),
            (["input": [["type": "reasoning", "summary": [], "encrypted_content": "x"]]], "input[].encrypted_content"),
            (["tools": [["type": "function", "name": "f", "strict": true]]], "tools[].strict"),
            (["context_management": []], "context_management"),
        ] as [(JSONValue, String)])
    func namesWhatHasNoEffect(members: JSONValue, name: String) throws {
        let warnings = try responsesRequest(members).validated().warnings
        #expect(warnings.sentences.count == 1)
        #expect(warnings.headerValue?.contains("'\(name)'") == true)
    }

    @Test func allowsLongerNamesThanChat() throws {
        let name = String(repeating: "n", count: 128)
        #expect(try responses("Hi", ["tools": [["type": "function", "name": .string(name)]]]).functions.names == [name])
        #expect(throws: APIError.self) { try responses("Hi", ["tools": [["type": "function", "name": .string(name + "n")]]]) }
    }

    @Test func doesNotStoreWhereTheServerCannot() throws {
        var context = RequestContext()
        context.capabilities.storesResponses = false
        #expect(try !responses("Hi", in: context).isStored)
    }

    @Test func storesItsInputWithIDsAndParts() throws {
        let request = try responsesRequest([
            "input": [
                ["role": "user", "content": "Hi"],
                ["type": "message", "id": "msg_x", "role": "assistant", "content": "Ho", "phase": "commentary"],
                ["type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"],
                ["type": "function_call_output", "call_id": "c", "output": "1"], ["id": "rs_9"],
            ]
        ])
        #expect(request.referencedItemIDs == ["rs_9"])
        let reasoning: JSONValue = [
            "id": "rs_9", "type": "reasoning", "summary": [], "content": [["type": "reasoning_text", "text": "Hm"]],
        ]
        let stored = request.storedInput(referenced: ["rs_9": reasoning], ids: .counting())
        let part: JSONValue = ["type": "output_text", "text": "Ho", "annotations": [], "logprobs": []]
        #expect(
            stored.map(\.serialized) == [
                #"{"role":"user","content":[{"type":"input_text","text":"Hi"}],"type":"message","id":"msg_1","status":"completed"}"#,
                #"{"type":"message","id":"msg_x","role":"assistant","content":[\#(part.serialized)],"phase":"commentary","status":"completed"}"#,
                #"{"type":"function_call","call_id":"c","name":"f","arguments":"{}","id":"fc_2","status":"completed"}"#,
                #"{"type":"function_call_output","call_id":"c","output":"1","id":"fco_3","status":"completed"}"#, reasoning.serialized,
            ])
        let again = try responsesRequest(["input": "More"]).validated(history: stored)
        #expect(
            again.conversation.lines.dropFirst() == [
                "user | Hi", "assistant commentary | Ho", "assistant to=functions.f commentary <|constrain|>json | {}",
                "tool:functions.f to=assistant commentary | 1", "assistant analysis | Hm", "user | More",
            ])
        #expect(again.warnings.isEmpty)
    }
}
