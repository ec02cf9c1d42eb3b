import JSON
import Testing

/// What an answer shows of itself, token by token, where a request asks for it.
@Suite struct AnswerViewTests {
    private static let chat: JSONValue = [
        "model": "parrot", "messages": [["role": "user", "content": "What is 2 + 2?"]], "temperature": 0,
        "include": ["harmony", "routing"], "return_token_ids": true,
    ]
    private static let response: JSONValue = [
        "model": "parrot", "input": "What is 2 + 2?", "temperature": 0, "include": ["harmony", "routing"], "top_logprobs": 2,
    ]

    private func check(harmony: JSONValue?, tokens: JSONValue?, logprobs: Bool) throws {
        let messages = try #require(harmony?.arrayValue)
        #expect(messages.map { $0["channel"] } == ["analysis", "final"])
        #expect(messages.map { $0["content"] } == [.string(RunningServer.analysis), .string(RunningServer.answer)])
        #expect(messages.map { $0["end_reason"] } == ["end", "return"])
        #expect(.array(messages.flatMap { $0["token_ids"]?.arrayValue ?? [] }) == tokens)
        for message in messages {
            let entries = message["logprobs"]?.arrayValue
            #expect(entries?.count == (logprobs ? message["token_ids"]?.arrayValue?.count : nil))
            if logprobs { #expect(entries?.first?["token"] == (message["channel"] == "analysis" ? "<|channel|>" : "<|start|>")) }
        }
    }

    private func check(routing: JSONValue?) throws {
        let chosen = try #require(routing?["chosen"]?.arrayValue)
        let layers = try #require(routing?["layers"]?.intValue)
        #expect(layers > 0)
        #expect(chosen.count == routing?["token_ids"]?.arrayValue?.count)
        #expect(chosen.last == .null, "the last token was never read")
        for token in chosen.dropLast() {
            #expect(token.arrayValue?.count == layers)
            #expect(token[0]?.arrayValue?.count == routing?["experts_per_token"]?.intValue)
        }
    }

    @Test func chatsTellTheirMessagesAndExperts() async throws {
        try await RunningServer.run(["--reproducible", "true"]) { server in
            let whole = try await server.client.post("/v1/chat/completions", Self.chat.with("logprobs", true)).json
            let choice = try #require(whole["choices"]?[0])
            try check(harmony: choice["harmony"], tokens: choice["token_ids"], logprobs: true)
            try check(routing: choice["routing"])
            #expect(choice["routing"]?["token_ids"] == choice["token_ids"])

            let stream = try await server.client.post("/v1/chat/completions", Self.chat.with("logprobs", true).with("stream", true))
            let chunks = try stream.events.dropLast().map { try JSONValue(parsing: $0.data)["choices"]?[0] }
            #expect(chunks.filter { $0?["harmony"] != nil }.count == 1)
            let last = try #require(chunks.last { $0?["finish_reason"] == "stop" })
            #expect(last?["harmony"] == choice["harmony"])
            #expect(last?["routing"] == choice["routing"])
        }
    }

    @Test func responsesTellThemToo() async throws {
        try await RunningServer.run(["--reproducible", "true"]) { server in
            let whole = try await server.client.post("/v1/responses", Self.response).json
            let tokens = try #require(whole["routing"]?["token_ids"])
            try check(harmony: whole["harmony"], tokens: tokens, logprobs: true)
            try check(routing: whole["routing"])
            let bare = try await server.client.post("/v1/responses", Self.response.with("top_logprobs", .null)).json
            try check(harmony: bare["harmony"], tokens: tokens, logprobs: false)

            let stream = try await server.client.post("/v1/responses", Self.response.with("stream", true))
            let completed = try #require(stream.events.last { $0.name == "response.completed" })
            let response = try JSONValue(parsing: completed.data)["response"]
            #expect(response?["harmony"] == whole["harmony"])
            #expect(response?["routing"] == whole["routing"])
        }
    }

    @Test func theyAreNotThereWhereNobodyAsks() async throws {
        try await RunningServer.run { server in
            let chat = try await server.client.post("/v1/chat/completions", Self.chat.with("include", .null)).json
            #expect(chat["choices"]?[0]?["harmony"] == nil)
            #expect(chat["choices"]?[0]?["routing"] == nil)
            let one = try await server.client.post("/v1/chat/completions", Self.chat.with("include", ["routing"])).json
            #expect(one["choices"]?[0]?["harmony"] == nil)
            #expect(one["choices"]?[0]?["routing"] != nil)
            let wrong = try await server.client.post("/v1/chat/completions", Self.chat.with("include", ["all"]))
            #expect(try wrong.json["error"]?["param"] == "include[0]")
        }
    }
}
