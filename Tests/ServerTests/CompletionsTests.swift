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

    @Test(arguments: [false, true])
    func streamWhatTheyWouldSayWhole(isEchoed: Bool) async throws {
        try await RunningServer.run(["--reproducible", "true"]) { server in
            let body = Self.question.with("logprobs", 2).with("echo", .bool(isEchoed))
            let whole = try await server.client.post(Self.path, body).json
            let logprobs = whole["choices"]?[0]?["logprobs"]
            let text = (isEchoed ? Self.prompt : "") + RunningServer.answer
            #expect(logprobs?["tokens"]?.arrayValue?.compactMap(\.stringValue).joined() == text + "<|return|>")
            #expect(logprobs?["text_offset"]?[0] == 0)
            #expect(logprobs?["top_logprobs"]?.arrayValue?.last?.objectValue?.count == 2)
            let events = try await server.client.post(
                Self.path, body.with("stream", true).with("stream_options", ["include_usage": true])
            ).events
            #expect(events.last?.data == "[DONE]")
            let chunks = try events.dropLast().map { try JSONValue(parsing: $0.data) }
            #expect(chunks.last?["usage"]?["total_tokens"] == whole["usage"]?["total_tokens"])
            #expect(chunks.compactMap { $0["choices"]?[0]?["text"]?.stringValue }.joined() == text)
            for name in ["tokens", "token_logprobs", "top_logprobs", "text_offset"] {
                #expect(chunks.flatMap { $0["choices"]?[0]?["logprobs"]?[name]?.arrayValue ?? [] } == logprobs?[name]?.arrayValue)
            }
        }
    }

    /// As lm-evaluation-harness asks: a context with its continuation, scored at once. What it sums are the log-probabilities from the
    /// context's end to the one token before the last, which is the generated one.
    @Test(arguments: [0, 1])
    func scoreTheirPrompts(maximumTokens: Int) async throws {
        try await RunningServer.run { server in
            let text = Self.prompt + RunningServer.answer
            let ids = try #require(try await server.client.post("/tokenize", ["prompt": .string(text)]).json["tokens"]?.arrayValue)
            let context = try #require(try await server.client.post("/tokenize", ["prompt": .string(Self.prompt)]).json["count"]?.intValue)
            let body = Self.question.with("prompt", .array([.array(ids)])).with("echo", true).with("logprobs", 1)
                .with("max_tokens", .integer(maximumTokens))
            // The second time all of it is in the cache.
            for _ in 0..<2 {
                let choice = try #require(try await server.client.post(Self.path, body).json["choices"]?[0])
                let logprobs = choice["logprobs"]
                let values = try #require(logprobs?["token_logprobs"]?.arrayValue)
                #expect(values.count == ids.count + maximumTokens)
                #expect(values[0] == .null)
                #expect(logprobs?["top_logprobs"]?[0] == .null)
                for index in context..<ids.count {
                    let value = try #require(values[index].doubleValue)
                    #expect(value < 0 && value > -0.7, "the parrot says nothing else")
                    let best = logprobs?["top_logprobs"]?[index]?.objectValue?.values.compactMap(\.doubleValue).max()
                    #expect(best == value, "it is what the model would have chosen")
                }
                let spoken = try #require(choice["text"]?.stringValue)
                let offsets = try #require(logprobs?["text_offset"]?.arrayValue).compactMap(\.intValue)
                for (offset, token) in zip(offsets, logprobs?["tokens"]?.arrayValue ?? []).prefix(ids.count) {
                    let rest = String(String.UnicodeScalarView(spoken.unicodeScalars.dropFirst(offset)))
                    #expect(rest.hasPrefix(token.stringValue ?? "?"))
                }
                #expect(choice["finish_reason"] == (maximumTokens == 0 ? "length" : "stop"))
            }
        }
    }

    @Test func repeatAPromptAndSayNothing() async throws {
        try await RunningServer.run { server in
            let json = try await server.client.post(Self.path, Self.question.with("echo", true).with("max_tokens", 0)).json
            #expect(json["choices"]?[0]?["text"] == .string(Self.prompt))
            #expect(json["choices"]?[0]?["finish_reason"] == "length")
            #expect(json["usage"]?["completion_tokens"] == 0)
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
            ("logprobs", 21), ("max_tokens", -1), ("n", 65),
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
