import JSON
import OrderedCollections
import Testing

@Suite struct CompletionsTests {
    private static let path = "/v1/completions"
    private static let prompt = "<|start|>user<|message|>?<|end|><|start|>assistant<|channel|>final<|message|>"
    private static let question: JSONValue = ["model": "parrot", "prompt": .string(prompt), "temperature": 0, "max_tokens": 40]

    @Test func goOnWithATextAsItIs() async throws {
        try await RunningServer.run { server in
            let json = try await server.client.post(Self.path, Self.question).json
            #expect(json["object"] == "text_completion")
            #expect(json["choices"]?[0]?["text"] == .string(RunningServer.answer))
            #expect(json["choices"]?[0]?["finish_reason"] == "stop")
            let special = try await server.client.post(Self.path, Self.question.with("skip_special_tokens", false)).json
            #expect(special["choices"]?[0]?["text"] == .string(RunningServer.answer + "<|return|>"))
            let stopped = try await server.client.post(Self.path, Self.question.with("stop", " is")).json
            #expect(stopped["choices"]?[0]?["text"] == "The sum")
            let short = try await server.client.post(Self.path, Self.question.with("max_tokens", 2)).json
            #expect(short["choices"]?[0]?["finish_reason"] == "length")
        }
    }

    @Test func streamWhatTheyWouldSayWhole() async throws {
        try await RunningServer.run { server in
            let body = Self.question.with("logprobs", 2).with("echo", false)
            let whole = try await server.client.post(Self.path, body).json
            let logprobs = whole["choices"]?[0]?["logprobs"]
            #expect(logprobs?["tokens"]?.arrayValue?.compactMap(\.stringValue).joined() == RunningServer.answer)
            #expect(logprobs?["text_offset"]?[0] == 0)
            #expect(logprobs?["top_logprobs"]?[0]?.objectValue?.count == 2)
            let events = try await server.client.post(
                Self.path, body.with("stream", true).with("stream_options", ["include_usage": true])
            ).events
            #expect(events.last?.data == "[DONE]")
            let chunks = try events.dropLast().map { try JSONValue(parsing: $0.data) }
            #expect(chunks.last?["usage"]?["total_tokens"] == whole["usage"]?["total_tokens"])
            #expect(chunks.compactMap { $0["choices"]?[0]?["text"]?.stringValue }.joined() == RunningServer.answer)
            for name in ["tokens", "token_logprobs", "top_logprobs", "text_offset"] {
                #expect(chunks.flatMap { $0["choices"]?[0]?["logprobs"]?[name]?.arrayValue ?? [] } == logprobs?[name]?.arrayValue)
            }
        }
    }

    @Test func takeIDsAndSeveralPromptsAndRepeatThem() async throws {
        try await RunningServer.run { server in
            let ids = try #require(try await server.client.post("/tokenize", ["prompt": .string(Self.prompt)]).json["tokens"])
            let one = try await server.client.post(Self.path, Self.question.with("prompt", ids).with("echo", true)).json
            #expect(one["choices"]?[0]?["text"] == .string(Self.prompt + RunningServer.answer))
            let body = Self.question.with("prompt", [.string(Self.prompt), .string(Self.prompt)]).with("n", 2)
            let several = try await server.client.post(Self.path, body).json
            #expect(several["choices"]?.arrayValue?.map { $0["index"] } == [0, 1, 2, 3])
            #expect(several["usage"]?["prompt_tokens"]?.intValue == one["usage"]?["prompt_tokens"]?.intValue.map { $0 * 2 })
        }
    }

    @Test(
        arguments: [
            ("prompt", []), ("prompt", nil), ("prompt", [[]]), ("prompt", [100_000]), ("prompt", 1), ("best_of", 3), ("suffix", "x"),
            ("logprobs", 21), ("max_tokens", 0), ("n", 65),
        ] as [(String, JSONValue)])
    func refuse(name: String, value: JSONValue) async throws {
        try await RunningServer.run { server in
            let answer = try await server.client.post(Self.path, Self.question.with(name, value))
            #expect(answer.status == 400)
            #expect(try answer.json["error"]?["param"]?.stringValue?.hasPrefix(name) == true)
        }
    }

    @Test func textBecomesTokensAndBack() async throws {
        try await RunningServer.run { server in
            let text = "We add <|end|>"
            let json = try await server.client.post("/tokenize", ["prompt": .string(text), "return_token_strs": true]).json
            #expect(json["count"]?.intValue == json["tokens"]?.arrayValue?.count)
            #expect(json["token_strs"]?.arrayValue?.compactMap(\.stringValue).joined() == text)
            #expect(json["tokens"]?.arrayValue?.last == 596)
            #expect(try await server.client.post("/detokenize", ["tokens": json["tokens"] ?? .null]).json["prompt"] == .string(text))
            let plain = try await server.client.post("/tokenize", ["content": .string(text), "parse_special": false]).json
            #expect(plain["tokens"]?.arrayValue?.contains(596) == false)
            let chat = try await server.client.post("/tokenize", ["messages": [["role": "user", "content": "?"]]]).json
            #expect(chat["tokens"]?[0] == 595)
            #expect(try await server.client.post("/tokenize", [:]).json["error"]?["param"] == "prompt")
            #expect(try await server.client.post("/detokenize", ["tokens": [-1]]).json["error"]?["param"] == "tokens[0]")
        }
    }
}
