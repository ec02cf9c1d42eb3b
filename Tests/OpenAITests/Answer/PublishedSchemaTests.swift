import JSON
import OpenAI
import OrderedCollections
import Testing

/// Every answer and every event is valid by the published schemas, and has no member beyond them but our own.
@Suite(.enabled(if: Schema.isAvailable, "the published schemas do not lie beside the package"))
struct PublishedSchemaTests {
    /// The members that we add: reasoning in chat, schemas of parameters where the published one is empty, the bytes of tokens where the schema of events forgot them, and `store`, which the
    /// published service sends too.
    private static let extras: Set<String> = [
        "$.choices[].delta.reasoning", "$.choices[].delta.reasoning_content", "$.choices[].message.reasoning",
        "$.choices[].message.reasoning_content", "$.choices[].logprobs.reasoning_content", "$.logprobs[].bytes",
        "$.logprobs[].top_logprobs[].bytes", "$.store", "$.response.store", "$.tools[].tools[].parameters.type",
        "$.response.tools[].tools[].parameters.type", "$.item.status", "$.output[].status",
        "$.response.output[].status", "$.data[].choices[].message.reasoning",
        "$.data[].choices[].message.reasoning_content", "$.data[].status", "$.data[].aliases", "$.status", "$.aliases",
        "$.data[].max_model_len", "$.max_model_len",
    ]
    private static let members: JSONValue = [
        "metadata": ["a": "b"], "user": "u", "safety_identifier": "s", "prompt_cache_key": "k", "top_logprobs": 2,
    ]

    private func expectValid(_ value: JSONValue, _ name: String) throws {
        let problems = try Schema.published.get().problems(of: value, as: name, allowing: Self.extras)
        #expect(problems.isEmpty, "\(name): \(value.serialized)")
    }

    @Test(arguments: Script.corpus)
    func chatAnswersAreValid(_ script: Script) throws {
        let members: JSONValue = ["logprobs": true, "stream_options": ["include_usage": true]]
        let answer = try chatAnswer(script, Self.members.with(members))
        for chunk in answer.chunks where chunk["error"] == nil { try expectValid(chunk, "CreateChatCompletionStreamResponse") }
        if let error = answer.error {
            try expectValid(error.json["error"] ?? .null, "Error")
        } else {
            try expectValid(answer.whole, "CreateChatCompletionResponse")
        }
    }

    @Test(arguments: Script.corpus)
    func responsesAreValid(_ script: Script) throws {
        let schema: JSONValue = ["type": "json_schema", "name": "n", "description": "d", "schema": ["type": "object"], "strict": true]
        let members: JSONValue = [
            "include": ["message.output_text.logprobs"], "instructions": "Be brief.", "text": ["format": schema],
            "reasoning": ["effort": "xhigh", "summary": "auto", "context": "all_turns"], "max_output_tokens": 100,
            "tool_choice": ["type": "allowed_tools", "mode": "auto", "tools": [["type": "function", "name": "f"]]],
        ]
        let answer = try responseAnswer(script, Self.members.with(members))
        for event in answer.events { try expectValid(event.json, "ResponseStreamEvent") }
        try expectValid(answer.whole, "Response")
    }

    @Test(arguments: Script.corpus)
    func callsOfOtherToolsAreValid(_ script: Script) throws {
        let namespace: JSONValue = ["type": "namespace", "name": "n", "description": "d", "tools": [responsesTool]]
        let answer = try responseAnswer(script, ["tools": [["type": "custom", "name": "f"], namespace]])
        for event in answer.events { try expectValid(event.json, "ResponseStreamEvent") }
        try expectValid(answer.whole, "Response")
        let chat = try chatAnswer(script, ["tools": [["type": "custom", "custom": ["name": "f"]]]])
        if chat.error == nil { try expectValid(chat.whole, "CreateChatCompletionResponse") }
    }

    @Test func compactionsAreValid() throws {
        let response = try responseAnswer(Script.corpus[1]).whole
        let items = StoredItems.items(StoredItemsTests.items, ids: .counting())
        let answer = CompactionRequest.answer(response, keeping: items, sealed: "s", ids: .counting())
        try expectValid(answer, "CompactResource")
    }

    @Test(arguments: [true, false])
    func completionsAreValid(isStreaming: Bool) throws {
        let body: JSONValue = ["model": "m", "prompt": "a", "logprobs": 1, "stream": .bool(isStreaming)]
        let request = try CompletionRequest(body, in: RequestContext()).validated(prompt: [1])
        var interpreter = PlainTextInterpreter(stopStrings: [], keepsTokens: true)
        var builder = CompletionBuilder(AnswerIdentity(id: "cmpl-1", created: 0, model: "m"), for: request, openings: ["a"])
        var chunks = builder.start()
        let token = GeneratedToken(id: 1, bytes: [65], logprob: -1, alternatives: [.init(id: 1, bytes: [65], logprob: -1)])
        for event in interpreter.push("A", of: token) + interpreter.finish("", because: .stopped) {
            chunks += builder.push(event, choice: 0)
        }
        chunks += builder.complete(usage)
        try expectValid(builder.completion, "CreateCompletionResponse")
        #expect(builder.completion["choices"]?[0]?["text"] == "aA")
        #expect(chunks.map { $0["choices"]?[0]?["text"] } == ["a", "A", ""])
    }

    @Test func storedChatCompletionsAreValid() throws {
        let stored = StoredChatCompletion(
            completion: try chatAnswer(Script.corpus[0]).whole, messages: [["role": "assistant", "content": "Hi"]])
        try expectValid(PageRequest.list([stored.completion], hasMore: true), "ChatCompletionList")
        try expectValid(PageRequest.list(stored.listedMessages, hasMore: false), "ChatCompletionMessageList")
        try expectValid(StoredChatCompletion.deleted("chatcmpl-1"), "ChatCompletionDeleted")
    }

    @Test func theErrorEventIsValid() throws {
        let request = try responsesRequest()
        var builder = ResponseEventBuilder(AnswerIdentity(id: "r", created: 0, model: "m"), for: request, ids: .counting())
        for event in builder.fail(.internalError) { try expectValid(event.json, "ResponseErrorEvent") }
    }

    @Test func modelListsAreValid() throws {
        let list = ModelList([ModelDescription(id: "m", created: 0, owner: "o")])
        try expectValid(list.json, "ListModelsResponse")
        try expectValid(try list.model("m").json, "Model")
    }

    @Test func responsesThatWaitInAConversationAreValid() throws {
        var context = RequestContext()
        context.capabilities.runsInBackground = true
        let members: JSONValue = [
            "conversation": "conv_1", "include": ["reasoning.encrypted_content"], "truncation": "auto", "background": true,
        ]
        let request = try responsesRequest(members, in: context)
        let identity = AnswerIdentity(id: "resp_1", created: 0, model: "m")
        var builder = ResponseEventBuilder(identity, for: request, ids: .counting()) { "sealed \($0)" }
        var events = builder.create(isQueued: true) + builder.begin()
        for event in [AnswerEvent.itemStarted(.reasoning), .delta("Hm", tokens: []), .itemEnded(isComplete: true), .finished(.stop)] {
            events += builder.push(event)
        }
        events += builder.complete(usage, at: 1)
        for event in events { try expectValid(event.json, "ResponseStreamEvent") }
        try expectValid(builder.response, "Response")
        #expect(builder.response["output"]?[0]?["encrypted_content"] == "sealed Hm")
        #expect(ResponseReplay(builder.response, pieces: builder.pieces).events.last == events.last)
    }

    @Test func listsOfItemsAreValid() throws {
        let items = StoredItems.items(StoredItemsTests.items, ids: .counting())
        let output = try responseAnswer(Script.corpus[1]).whole["output"]?.arrayValue ?? []
        let list = PageRequest.list(items + output, hasMore: false)
        for name in ["ResponseItemList", "ConversationItemList"] { try expectValid(list, name) }
        try expectValid(PageRequest.list([], hasMore: false), "ResponseItemList")
    }

    @Test func conversationsAreValid() throws {
        let conversation = ConversationDescription(id: "conv_1", created: 0, metadata: ["a": "b"])
        try expectValid(conversation.json, "ConversationResource")
        try expectValid(ConversationDescription.deleted("conv_1"), "DeletedConversationResource")
    }

    /// The validator itself: it must see what is wrong.
    @Test(arguments: [
        (#"{"id": "m", "object": "model", "created": 0}"#, "$.owned_by: missing"),
        (#"{"id": "m", "object": "models", "created": 0, "owned_by": "o"}"#, "$.object: \"models\" is not allowed"),
        (#"{"id": 1, "object": "model", "created": 0, "owned_by": "o"}"#, "$.id: expected \"string\", found 1"),
        (#"{"id": "m", "object": "model", "created": 0, "owned_by": "o", "x": 1}"#, "$.x"),
    ])
    func theValidatorFindsProblems(value: String, expected: String) throws {
        #expect(try Schema.published.get().problems(of: JSONValue(parsing: value), as: "Model") == [expected])
    }

    @Test func theValidatorLooksIntoAlternatives() throws {
        let item: JSONValue = ["type": "function_call", "call_id": "c", "name": 1, "arguments": "", "x": 2]
        let schema = try Schema.published.get()
        #expect(schema.problems(of: item, as: "OutputItem") == ["$.name: expected \"string\", found 1"])
    }
}
