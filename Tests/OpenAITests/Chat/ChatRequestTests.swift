import Harmony
import JSON
import OpenAI
import OrderedCollections
import Testing

struct ChatRequestTests {
    @Test func hasThePublishedDefaults() throws {
        let request = try chatRequest().validated()
        #expect(request.sampling == SamplingOptions())
        #expect(request.maximumTokens == nil)
        #expect(request.stopStrings == [])
        #expect(request.choices == 1)
        #expect(!request.isStreaming)
        #expect(!request.includesUsage)
        #expect(request.includesReasoning)
        #expect(request.effort == .medium)
        #expect(request.retention == .currentTurn)
        #expect(request.toolChoice == .auto)
        #expect(!request.makesParallelToolCalls)
        #expect(!request.isStored)
        #expect(request.warnings.isEmpty)
    }

    @Test func samplesAsTheCheckpointSaysWhereTheRequestSaysNothing() throws {
        var context = RequestContext()
        context.sampling.temperature = 0
        context.sampling.topK = 20
        context.sampling.repetitionPenalty = 1.1
        #expect(try chatRequest(in: context).validated().sampling == context.sampling)
        let request = try chatRequest(["temperature": 0.5, "top_k": nil], in: context).validated()
        #expect(request.sampling.temperature == 0.5)
        #expect(request.sampling.topK == 20)
    }

    @Test func readsEveryOption() throws {
        let request = try chatRequest([
            "model": "gpt-oss-20b", "temperature": 0.5, "top_p": 0.9, "top_k": 40, "min_p": 0.05, "repetition_penalty": 1.1,
            "presence_penalty": 0.25, "frequency_penalty": -0.25, "logit_bias": ["7": -100, "8": 1.5], "seed": -1, "logprobs": true,
            "top_logprobs": 5, "max_completion_tokens": 100.0, "stop": ["a", "b"], "stream": true,
            "stream_options": ["include_usage": true], "metadata": ["k": "v"], "user": "u", "prompt_cache_key": "p",
            "parallel_tool_calls": true,
        ]).validated()
        var sampling = SamplingOptions()
        sampling.temperature = 0.5
        sampling.topP = 0.9
        sampling.topK = 40
        sampling.minP = 0.05
        sampling.repetitionPenalty = 1.1
        sampling.presencePenalty = 0.25
        sampling.frequencyPenalty = -0.25
        sampling.logitBias = [7: -100, 8: 1.5]
        sampling.seed = .max
        sampling.topLogprobs = 5
        #expect(request.sampling == sampling)
        #expect(request.model == "gpt-oss-20b")
        #expect(request.maximumTokens == 100)
        #expect(request.stopStrings == ["a", "b"])
        #expect(request.isStreaming && request.includesUsage)
        #expect(request.metadata == ["k": "v"])
        #expect(request.user == "u")
        #expect(request.promptCacheKey == "p")
        #expect(request.makesParallelToolCalls)
        #expect(request.warnings.isEmpty)
    }

    @Test func takesNullForAbsent() throws {
        let request = try chatRequest([
            "temperature": nil, "stop": nil, "n": nil, "tools": nil, "tool_choice": nil, "response_format": nil, "metadata": nil,
            "stream": nil, "stream_options": nil, "audio": nil, "reasoning_effort": nil, "unheard_of": nil,
        ])
        #expect(try request.validated() == chatRequest().validated())
    }

    @Test(
        arguments: [
            (["max_tokens": 9], 9), (["max_completion_tokens": 8], 8), (["max_tokens": 8, "max_completion_tokens": 8], 8),
        ] as [(JSONValue, Int)])
    func knowsBothNamesOfTheTokenLimit(members: JSONValue, expected: Int) throws {
        #expect(try chatRequest(members).validated().maximumTokens == expected)
    }

    @Test(arguments: [
        (RequestedEffort.none, ReasoningEffort.low, "none"), (.minimal, .low, "low"), (.low, .low, "low"),
        (.medium, .medium, "medium"), (.high, .high, "high"), (.xhigh, .high, "high"), (.max, .high, "high"),
    ])
    func mapsTheEffort(effort: RequestedEffort, harmony: ReasoningEffort, effective: String) throws {
        for members in [["reasoning_effort": .string(effort.rawValue)], ["reasoning": ["effort": .string(effort.rawValue)]]] as [JSONValue]
        {
            let request = try chatRequest(members).validated()
            #expect(request.effort == effort)
            #expect(request.effort.effective.rawValue == effective)
            #expect(request.conversation.system?.reasoningEffort == harmony)
        }
    }

    @Test(arguments: [("auto", AnalysisRetention.currentTurn), ("current_turn", .currentTurn), ("all_turns", .all)])
    func mapsTheReasoningContext(name: String, expected: AnalysisRetention) throws {
        #expect(try chatRequest(["reasoning": ["context": .string(name)]]).validated().retention == expected)
    }

    /// A request's members, and what the warning names.
    @Test(
        arguments: [
            (["best_of": 2], "best_of"), (["chat_template_kwargs": [:]], "chat_template_kwargs"),
            (["response_format": ["type": "json_object"]], "response_format"),
            (["tools": [["type": "web_search"]]], "web_search"),
            (["tools": [["type": "function", "function": ["name": "f", "strict": true]]]], "tools[].function.strict"),
            (["service_tier": "scale"], "service_tier"), (["store": true], "store"), (["verbosity": "low"], "verbosity"),
            (["prediction": ["type": "content", "content": ""]], "prediction"),
            (["stream_options": ["include_usage": true]], "stream_options"), (["web_search_options": [:]], "web_search"),
            (
                ["messages": [["role": "user", "content": [["type": "text", "text": "a", "cache_control": [:]]]]]],
                "messages[].content[].cache_control"
            ),
            (["messages": [["role": "system", "content": "a", "name": "s"]]], "messages[].name"),
        ] as [(JSONValue, String)])
    func namesWhatHasNoEffect(members: JSONValue, name: String) throws {
        let warnings = try chatRequest(members).validated().warnings
        #expect(warnings.sentences.count == 1)
        #expect(warnings.headerValue?.contains("'\(name)'") == true)
    }

    @Test func enforcedFormatsNeedNoWarning() throws {
        var context = RequestContext()
        context.capabilities.enforcesFormats = true
        let tool: JSONValue = ["type": "function", "function": ["name": "f", "strict": true]]
        #expect(try chatRequest(["response_format": ["type": "json_object"], "tools": [tool]], in: context).validated().warnings.isEmpty)
    }

    @Test(
        arguments: [
            ("required", ToolChoice.required), (["type": "function", "function": ["name": "f"]], .function("f")),
            (["type": "allowed_tools", "allowed_tools": ["mode": "required", "tools": [chatTool]]], .required),
        ] as [(JSONValue, ToolChoice)])
    func forcesCallsWhereTheServerCan(choice: JSONValue, expected: ToolChoice) throws {
        var context = RequestContext()
        context.capabilities.forcesToolCalls = true
        #expect(try chatRequest(["tools": [chatTool], "tool_choice": choice], in: context).validated().toolChoice == expected)
    }

    @Test func showsOnlyAllowedTools() throws {
        let g: JSONValue = ["type": "function", "function": ["name": "g"]]
        let choice: JSONValue = ["type": "allowed_tools", "allowed_tools": ["mode": "auto", "tools": [g]]]
        let request = try chatRequest(["tools": [chatTool, g], "tool_choice": choice]).validated()
        #expect(request.functions.names == ["g"])
        #expect(request.toolChoice == .auto)
        #expect(request.conversation.developer?.tools?["functions"]?.tools.map(\.name) == ["g"])
    }

    @Test func showsNoToolsWhereNoneMayBeCalled() throws {
        let request = try chatRequest(["tools": [chatTool], "tool_choice": "none"]).validated()
        #expect(request.functions.isEmpty)
        #expect(request.conversation.developer == nil)
    }
}
