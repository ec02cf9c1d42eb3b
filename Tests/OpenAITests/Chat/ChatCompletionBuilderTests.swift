import Harmony
import JSON
import OpenAI
import OrderedCollections
import Testing

struct ChatCompletionBuilderTests {
    /// A chunk's delta, finish reason and log-probabilities in one line.
    private func short(_ chunk: JSONValue) -> String {
        guard let choice = chunk["choices"]?[0] else { return chunk["usage"] == nil ? chunk.serialized : "usage" }
        let reason = choice["finish_reason"]?.stringValue.map { " \($0)" } ?? ""
        return (choice["delta"]?.serialized ?? "") + reason
    }

    @Test func streamsReasoningPreambleAndCallInOrder() throws {
        let script = Script().message("analysis", ["Hm", "."]).message("commentary", ["Look."])
            .message("commentary", to: "functions.f", ["{", "}"], .call)
        #expect(
            try chatAnswer(script).chunks.map(short) == [
                #"{"role":"assistant","content":null,"refusal":null}"#,
                #"{"reasoning":"Hm","reasoning_content":"Hm"}"#,
                #"{"reasoning":".","reasoning_content":"."}"#,
                #"{"content":"Look."}"#,
                #"{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"f","arguments":""}}]}"#,
                #"{"tool_calls":[{"index":0,"function":{"arguments":"{"}}]}"#,
                #"{"tool_calls":[{"index":0,"function":{"arguments":"}"}}]}"#,
                #"{} tool_calls"#,
            ])
    }

    @Test func putsTheIdentityOnEveryChunk() throws {
        for chunk in try chatAnswer(Script.corpus[0]).chunks {
            #expect(chunk["id"] == "chatcmpl-1")
            #expect(chunk["object"] == "chat.completion.chunk")
            #expect(chunk["created"] == 1_754_352_000)
            #expect(chunk["model"] == "gpt-oss")
            #expect(chunk["system_fingerprint"] == "fp_1")
        }
    }

    @Test func endsWithUsageOnlyWhereAskedFor() throws {
        #expect(try chatAnswer(Script.corpus[0]).chunks.allSatisfy { $0["usage"] == nil })
        let chunks = try chatAnswer(Script.corpus[0], ["stream_options": ["include_usage": true]]).chunks
        #expect(chunks.dropLast().allSatisfy { $0["usage"] == .null })
        #expect(chunks.last?["choices"] == [])
        #expect(chunks.last?["usage"] == usage.chatJSON)
    }

    @Test func countsUsageInDetail() {
        let json = usage.chatJSON
        #expect(json["total_tokens"] == 29)
        #expect(json["prompt_tokens_details"]?["cached_tokens"] == 16)
        #expect(json["completion_tokens_details"]?["reasoning_tokens"] == 3)
    }

    @Test func separatesSeveralMessagesOfOneKind() throws {
        let script = Script().message("analysis", ["A"]).message("analysis", ["B"]).message("commentary", ["C"]).message(
            "final", ["D"], .return)
        let message = try chatAnswer(script).whole["choices"]?[0]?["message"]
        #expect(message?["reasoning"] == "A\n\nB")
        #expect(message?["content"] == "C\n\nD")
    }

    @Test(arguments: [
        ["include_reasoning": false] as JSONValue, ["reasoning": ["exclude": true]],
    ])
    func leavesReasoningOutWhereAskedTo(members: JSONValue) throws {
        let answer = try chatAnswer(Script().message("analysis", ["Hm"]).message("final", ["42"], .return), members)
        #expect(!answer.chunks.contains { $0.serialized.contains("reasoning") })
        #expect(!(answer.whole["choices"]?.serialized.contains("reasoning") ?? true))
        #expect(answer.whole["usage"]?["completion_tokens_details"]?["reasoning_tokens"] == 3)
    }

    @Test func namesReasoningOnceWhereSetTo() throws {
        let request = try chatRequest().validated()
        var builder = ChatCompletionBuilder(AnswerIdentity(id: "c", created: 0, model: "m"), for: request, repeatsReasoning: false)
        _ = builder.push(.itemStarted(.reasoning), choice: 0)
        let chunks = builder.push(.delta("Hm", tokens: []), choice: 0)
        #expect(chunks.first?["choices"]?[0]?["delta"] == ["reasoning": "Hm"])
        #expect(builder.completion["choices"]?[0]?["message"]?["reasoning_content"] == nil)
    }

    @Test(arguments: [
        ("an answer", "stop", "Hello, world" as JSONValue), ("a call", "tool_calls", nil), ("cut off in the reasoning", "length", nil),
        ("cut off in the header", "length", nil), ("cut off in the answer", "length", "It is"), ("an empty answer", "stop", ""),
        ("nothing", "stop", ""),
        ("only reasoning", "stop", "The answer is 4"), ("a stop string", "stop", "One "),
    ])
    func tellsWhyItEnded(name: String, reason: String, content: JSONValue) throws {
        let script = try #require(Script.corpus.first { $0.name == name })
        let choice = try chatAnswer(script).whole["choices"]?[0]
        #expect(choice?["finish_reason"]?.stringValue == reason)
        #expect(choice?["message"]?["content"] == content)
    }

    @Test(arguments: ["failed", "cancelled"])
    func endsTheStreamWithAnErrorWhereThereIsNoAnswer(name: String) throws {
        let script = try #require(Script.corpus.first { $0.name == name })
        let answer = try chatAnswer(script, ["stream_options": ["include_usage": true]])
        let error = try #require(answer.error)
        #expect(answer.chunks.last == error.json)
        #expect(error.status >= 500)
    }

    @Test func coversContentAloneWithLogprobs() throws {
        let script = Script().message("analysis", ["Hm"]).message("final", ["4", "2"], .return)
        let answer = try chatAnswer(script, ["logprobs": true, "top_logprobs": 1])
        let logprobs = answer.whole["choices"]?[0]?["logprobs"]
        #expect(logprobs?["content"]?.arrayValue?.map { $0["token"] } == ["4", "2"])
        #expect(logprobs?["reasoning_content"]?.arrayValue?.map { $0["token"] } == ["Hm"])
        let four: JSONValue = [
            "token": "4", "logprob": -0.75, "bytes": [52], "top_logprobs": [["token": "4", "logprob": -0.75, "bytes": [52]]],
        ]
        #expect(logprobs?["content"]?[0] == four)
        #expect(try chatAnswer(script).whole["choices"]?[0]?["logprobs"] == .null)
    }

    @Test func writesLogprobsShortAndFinite() throws {
        let request = try chatRequest(["logprobs": true]).validated()
        var builder = ChatCompletionBuilder(AnswerIdentity(id: "c", created: 0, model: "m"), for: request)
        _ = builder.push(.itemStarted(.final), choice: 0)
        let tokens = [
            GeneratedToken(id: 1, bytes: [97], logprob: -0.1), GeneratedToken(id: 2, bytes: [0xC3], logprob: -.infinity),
        ]
        _ = builder.push(.delta("a", tokens: tokens), choice: 0)
        let content = builder.completion["choices"]?[0]?["logprobs"]?["content"]
        #expect(content?[0]?["logprob"] == -0.1)
        #expect(content?[1]?["logprob"] == -9999.0)
        #expect(content?[1]?["bytes"] == [195])
    }

    @Test func keepsSeveralChoicesApart() throws {
        var context = RequestContext()
        context.capabilities.maximumChoices = 4
        let request = try chatRequest(["n": 2, "stream": true], in: context).validated()
        var builder = ChatCompletionBuilder(AnswerIdentity(id: "c", created: 0, model: "m"), for: request)
        #expect(builder.start().map { $0["choices"]?[0]?["index"] } == [0, 1])
        let answers = [Script().message("final", ["A"], .return).answer(), Script().message("final", ["B"], .return).answer()]
        for (one, other) in zip(answers[0], answers[1]) {
            for chunk in builder.push(one, choice: 0) { #expect(chunk["choices"]?[0]?["index"] == 0) }
            for chunk in builder.push(other, choice: 1) { #expect(chunk["choices"]?[0]?["index"] == 1) }
        }
        let choices = builder.completion["choices"]?.arrayValue
        #expect(choices?.map { $0["message"]?["content"] } == ["A", "B"])
        #expect(choices?.map { $0["finish_reason"] } == ["stop", "stop"])
    }

    /// What a client gathers from the stream is what it would get without one.
    @Test(arguments: Script.corpus)
    func chunksAddUpToTheWhole(_ script: Script) throws {
        let answer = try chatAnswer(script, ["logprobs": true])
        guard answer.error == nil else { return }
        var gathered = ChatAccumulator()
        for chunk in answer.chunks { gathered.add(chunk) }
        let choice = answer.whole["choices"]?[0]
        #expect(gathered.message == choice?["message"])
        #expect(gathered.logprobs == choice?["logprobs"])
        #expect(gathered.finishReason == choice?["finish_reason"])
    }
}

/// Adds chunks up as clients do.
private struct ChatAccumulator {
    private var members: JSONObject = [
        "role": .null, "content": .null, "refusal": .null, "annotations": [], "reasoning": .null, "reasoning_content": .null,
    ]
    private var calls: [JSONObject] = []
    private var entries: JSONObject = ["content": [], "refusal": .null, "reasoning_content": []]
    private(set) var finishReason: JSONValue?

    var message: JSONValue {
        var members = members
        if !calls.isEmpty { members["tool_calls"] = .array(calls.map(JSONValue.object)) }
        return .object(members)
    }

    var logprobs: JSONValue { .object(entries) }

    mutating func add(_ chunk: JSONValue) {
        guard let choice = chunk["choices"]?[0] else { return }
        for (name, value) in choice["delta"]?.objectValue ?? [:] {
            if name == "tool_calls" {
                for call in value.arrayValue ?? [] { add(call: call) }
            } else if let text = value.stringValue {
                members[name] = name == "role" ? value : .string((members[name]?.stringValue ?? "") + text)
            }
        }
        for name in ["content", "reasoning_content"] {
            entries[name] = .array((entries[name]?.arrayValue ?? []) + (choice["logprobs"]?[name]?.arrayValue ?? []))
        }
        if let reason = choice["finish_reason"], reason != .null { finishReason = reason }
    }

    private mutating func add(call: JSONValue) {
        guard let index = call["index"]?.intValue, var members = call.objectValue else { return }
        members["index"] = nil
        if index == calls.count {
            calls.append(members)
        } else if let function = calls[index]["function"] {
            let arguments = (function["arguments"]?.stringValue ?? "") + (call["function"]?["arguments"]?.stringValue ?? "")
            calls[index]["function"] = ["name": function["name"] ?? .null, "arguments": .string(arguments)]
        }
    }
}
