import JSON
import Testing

@Suite struct ChatExtensionsTests {
    private static let question: JSONValue = [
        "model": "parrot", "messages": [["role": "user", "content": "What is 2 + 2?"]], "temperature": 0,
    ]
    private static let path = "/v1/chat/completions"

    @Test func givesSeveralAnswersStreamedAndWhole() async throws {
        try await RunningServer.run { server in
            let body = Self.question.with("n", 3).with("temperature", 1).with("seed", 7)
            let whole = try await server.client.post(Self.path, body).json
            let choices = try #require(whole["choices"]?.arrayValue)
            #expect(choices.map { $0["index"] } == [0, 1, 2])
            let one = try await server.client.post(Self.path, body.with("n", 1)).json
            #expect(choices[0]["message"] == one["choices"]?[0]?["message"], "the first is that of n = 1")
            #expect(whole["usage"]?["prompt_tokens"] == one["usage"]?["prompt_tokens"])
            let stream = try await server.client.post(Self.path, body.with("stream", true))
            var texts = ["", "", ""]
            for event in stream.events where event.data != "[DONE]" {
                let choice = try JSONValue(parsing: event.data)["choices"]?[0]
                let index = try #require(choice?["index"]?.intValue)
                texts[index] += choice?["delta"]?["content"]?.stringValue ?? ""
            }
            #expect(texts == choices.map { $0["message"]?["content"]?.stringValue ?? "" })
            #expect(try await server.client.post(Self.path, body.with("n", 100)).json["error"]?["param"] == "n")
        }
    }

    @Test func storesCompletionsForWhoAsks() async throws {
        try await RunningServer.run { server in
            let parts: JSONValue = [["role": "user", "content": [["type": "text", "text": "One"], ["type": "text", "text": "Two"]]]]
            let stored = try await server.client.post(
                Self.path, Self.question.with("store", true).with("metadata", ["a": "b"]).with("messages", parts)
            ).json
            let other = try await server.client.post(Self.path, Self.question.with("store", true)).json
            _ = try await server.client.post(Self.path, Self.question)
            let path = Self.path + "/" + (try #require(stored["id"]?.stringValue))
            #expect(try await server.client.get(path).json == stored)
            let list = try await server.client.get(Self.path).json
            #expect(list["data"]?.arrayValue?.map { $0["id"] } == [stored["id"], other["id"]])
            let filtered = try await server.client.get(Self.path + "?metadata%5Ba%5D=b&model=parrot&limit=1").json
            #expect(filtered["data"] == [stored])
            #expect(filtered["has_more"] == false)
            #expect(try await server.client.get(Self.path + "?order=desc&limit=1").json["has_more"] == true)
            #expect(try await server.client.get(Self.path + "?after=x").status == 400)
            let messages = try await server.client.get(path + "/messages").json
            #expect(messages["data"]?[0]?["content"] == "One\nTwo")
            #expect(messages["data"]?[0]?["content_parts"]?[1]?["text"] == "Two")
            #expect(try await server.client.post(path, ["metadata": ["c": "d"]]).json["metadata"] == ["c": "d"])
            #expect(try await server.client.get(path).json["metadata"] == ["c": "d"])
            #expect(try await server.client.post(path, [:]).json["error"]?["param"] == "metadata")
            #expect(try await server.client.delete(path).json["object"] == "chat.completion.deleted")
            #expect(try await server.client.get(path).status == 404)
        }
    }

    @Test func tellsTheTokensOfPromptAndAnswer() async throws {
        try await RunningServer.run { server in
            let body = Self.question.with("return_token_ids", true)
            let whole = try await server.client.post(Self.path, body).json
            let prompt = try #require(whole["prompt_token_ids"]?.arrayValue)
            let tokens = try #require(whole["choices"]?[0]?["token_ids"]?.arrayValue)
            #expect(prompt.count == whole["usage"]?["prompt_tokens"]?.intValue)
            #expect(tokens.count == whole["usage"]?["completion_tokens"]?.intValue)
            let text = try await server.client.post("/detokenize", ["tokens": .array(tokens)]).json["prompt"]?.stringValue
            #expect(text?.contains("<|message|>\(RunningServer.answer)<|return|>") == true)
            let events = try await server.client.post(Self.path, body.with("stream", true)).events
            let chunks = try events.dropLast().map { try JSONValue(parsing: $0.data) }
            #expect(chunks.compactMap { $0["prompt_token_ids"]?.arrayValue } == [prompt])
            #expect(chunks.flatMap { $0["choices"]?[0]?["token_ids"]?.arrayValue ?? [] } == tokens)
            let again = try await server.client.post(
                Self.path, ["model": "parrot", "prompt_token_ids": .array(prompt), "temperature": 0]
            ).json
            #expect(again["choices"]?[0]?["message"] == whole["choices"]?[0]?["message"])
            let wrong = try await server.client.post(Self.path, ["model": "parrot", "prompt_token_ids": [100_000]])
            #expect(try wrong.json["error"]?["param"] == "prompt_token_ids[0]")
        }
    }

    /// Tokens of reasoning allowed, and how much of it comes.
    @Test(arguments: [0, 1, 5, 100])
    func closesTheReasoningAtItsBudget(budget: Int) async throws {
        try await RunningServer.run { server in
            let json = try await server.client.post(
                Self.path, Self.question.with("reasoning", ["max_tokens": .integer(budget)]).with("max_completion_tokens", 60)
            ).json
            #expect(json["usage"]?["completion_tokens_details"]?["reasoning_tokens"] == .integer(min(budget, 10)))
            let message = json["choices"]?[0]?["message"]
            #expect(RunningServer.analysis.hasPrefix(message?["reasoning"]?.stringValue ?? ""))
            #expect(message?["content"]?.stringValue?.isEmpty == false)
            let response = try await server.client.post(
                "/v1/responses",
                ["model": "parrot", "input": "?", "temperature": 0, "reasoning": ["max_tokens": .integer(budget)], "max_output_tokens": 60]
            ).json
            #expect(response["usage"]?["output_tokens_details"]?["reasoning_tokens"] == .integer(min(budget, 10)))
        }
    }

    @Test func goesOnToTheLimitWhereTheEndIsIgnored() async throws {
        try await RunningServer.run { server in
            let json = try await server.client.post(
                Self.path, Self.question.with("ignore_eos", true).with("max_tokens", 90).with("temperature", 1)
            ).json
            #expect(json["usage"]?["completion_tokens"] == 90)
            #expect(json["choices"]?[0]?["finish_reason"] == "length")
        }
    }
}
