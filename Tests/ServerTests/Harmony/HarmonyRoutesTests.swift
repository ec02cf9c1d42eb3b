import Foundation
import JSON
import OrderedCollections
import Server
import Testing

/// What the model sees of a conversation, and what it wrote, token by token.
@Suite struct HarmonyRoutesTests {
    private static let conversation: JSONValue = [
        "messages": [["role": "user", "content": "What is 2 + 2?"], ["role": "assistant", "reasoning": "Add.", "content": "4"]]
    ]

    @Test func rendersWhatAnAnswerWouldContinue() async throws {
        try await RunningServer.run { server in
            let chat: JSONValue = ["model": "parrot", "messages": [["role": "user", "content": "What is <|start|> + 2?"]]]
            let rendering = try await server.client.post("/v1/harmony/render", chat).json
            let prompt = try await server.client.post("/tokenize", chat).json
            #expect(rendering["object"] == "harmony.rendering")
            #expect(rendering["model"] == "parrot")
            #expect(rendering["token_ids"] == prompt["tokens"])
            #expect(
                rendering["text"]?.stringValue?.hasSuffix("<|start|>user<|message|>What is <|start|> + 2?<|end|><|start|>assistant") == true
            )
            #expect(rendering["messages"]?.arrayValue?.map { $0["role"] } == ["system", "user"])
            let columns = try #require(rendering["tokens"]?.objectValue)
            for (name, column) in columns {
                #expect(column.arrayValue?.count == rendering["token_ids"]?.arrayValue?.count, "\(name)")
            }
            #expect(columns["message"]?.arrayValue?.last == .null, "what the model goes on from is no message")
            #expect(columns["loss_mask"]?.arrayValue?.allSatisfy { $0 == 0 } == true)
            let end = (columns["byte_offset"]?.arrayValue?.last?.intValue ?? 0) + (columns["byte_length"]?.arrayValue?.last?.intValue ?? 0)
            #expect(end == rendering["text"]?.stringValue?.utf8.count)
        }
    }

    @Test func rendersForTrainingWithALossMask() async throws {
        try await RunningServer.run { server in
            let body = Self.conversation.with("purpose", "training").with("targets", ["final"])
            let rendering = try await server.client.post("/v1/harmony/render", body).json
            #expect(rendering["messages"]?.arrayValue?.map { $0["channel"] } == [nil, nil, "analysis", "final"])
            let final = try #require(rendering["messages"]?[3])
            let mask = try #require(rendering["tokens"]?["loss_mask"]?.arrayValue)
            let first = try #require(mask.firstIndex(of: 1))
            #expect(mask[first...].allSatisfy { $0 == 1 })
            #expect(first > final["start"]?.intValue ?? .max)
            #expect(final["end"]?.intValue == mask.count)
            #expect(rendering["tokens"]?["channel"]?[first] == "final")
            #expect(rendering["text"]?.stringValue?.hasSuffix("4<|return|>") == true)
            let bare = try await server.client.post("/v1/harmony/render", body.with("analysis", "none")).json
            #expect(bare["messages"]?.arrayValue?.map { $0["index"] } == [0, 1, 3])
        }
    }

    @Test func rendersResponsesAndHarmonyToo() async throws {
        try await RunningServer.run { server in
            let chat = try await server.client.post("/v1/harmony/render", Self.conversation.with("instructions", .null)).json
            let items: JSONValue = [
                "input": [
                    ["role": "user", "content": "What is 2 + 2?"],
                    ["type": "reasoning", "content": [["type": "reasoning_text", "text": "Add."]]], ["role": "assistant", "content": "4"],
                ]
            ]
            #expect(try await server.client.post("/v1/harmony/render", items).json["token_ids"] == chat["token_ids"])
            let harmony: JSONValue = ["conversation": ["messages": [["role": "user", "content": "Hi"]]]]
            #expect(
                try await server.client.post("/v1/harmony/render", harmony).json["text"]
                    == "<|start|>user<|message|>Hi<|end|><|start|>assistant")
        }
    }

    @Test func refusesWhatItDoesNotUnderstand() async throws {
        try await RunningServer.run { server in
            let path = "/v1/harmony/render"
            for (body, param) in [
                (Self.conversation.with("purpose", "fun"), "purpose"), (Self.conversation.with("analysis", "some"), "analysis"),
                (Self.conversation.with("targets", [1]), "targets[0]"), ([:], "messages"),
                (["conversation": ["messages": [["role": "nobody", "content": ""]]]], "conversation.messages[0].role"),
                (["input": "Hi", "previous_response_id": "resp_1"], "previous_response_id"),
            ] as [(JSONValue, JSONValue)] {
                let answer = try await server.client.post(path, body)
                #expect(answer.status == 400)
                #expect(try answer.json["error"]?["param"] == param)
            }
            #expect(try await server.client.post(path, Self.conversation.with("model", "other")).status == 404)
            #expect(try await server.client.post("/v1/harmony/parse", [:]).json["error"]?["param"] == "text")
            #expect(
                try await server.client.post("/v1/harmony/parse", ["token_ids": [99_999_999]]).json["error"]?["param"] == "token_ids[0]")
        }
    }

    @Test func parsesTextAndIds() async throws {
        try await RunningServer.run { server in
            let text = "<|channel|>analysis<|message|>Hm<|end|><|start|>assistant<|channel|>final<|message|>4<|return|>"
            let parse = try await server.client.post("/v1/harmony/parse", ["text": .string(text)]).json
            #expect(parse["object"] == "harmony.parse")
            #expect(parse["messages"]?.arrayValue?.map { $0["channel"] } == ["analysis", "final"])
            #expect(parse["messages"]?[1]?["content"] == "4")
            #expect(parse["messages"]?[1]?["end_reason"] == "return")
            #expect(parse["repairs"] == [])
            #expect(parse["complete"] == true)
            let ids = (parse["messages"]?.arrayValue ?? []).flatMap { $0["token_ids"]?.arrayValue ?? [] }
            #expect(try await server.client.post("/v1/harmony/parse", ["token_ids": .array(ids)]).json == parse)
            let cut = try await server.client.post("/v1/harmony/parse", ["text": "<|channel|>final<|message|>4"]).json
            #expect(cut["complete"] == false)
            let mended = try await server.client.post("/v1/harmony/parse", ["text": "<|start|>user<|message|>Hi<|end|>", "role": .null])
                .json
            #expect(mended["messages"]?[0]?["role"] == "user")
            let repaired = try await server.client.post("/v1/harmony/parse", ["text": "Hello<|return|>"]).json
            #expect(repaired["repairs"]?[0]?["kind"] == "missing_header")
        }
    }

    /// A rendering for training parses to the same messages.
    @Test func parsesWhatItRenders() async throws {
        try await RunningServer.run { server in
            let rendering = try await server.client.post("/v1/harmony/render", Self.conversation.with("purpose", "training")).json
            let parse = try await server.client.post(
                "/v1/harmony/parse", ["token_ids": rendering["token_ids"] ?? .null, "role": .null]
            ).json
            #expect(parse["messages"]?.arrayValue?.map { $0["start"] } == rendering["messages"]?.arrayValue?.map { $0["start"] })
            #expect(parse["messages"]?.arrayValue?.map { $0["end"] } == rendering["messages"]?.arrayValue?.map { $0["end"] })
        }
    }

    @Test func commandsSayWhatTheRoutesSay() async throws {
        let command = try HarmonyCommand(model: RunningServer.parrot)
        var options = HarmonyCommand.Options()
        options.purpose = "training"
        let text = try command.render(Self.conversation.serialized, options: options, output: .text)
        #expect(text.hasSuffix("<|start|>assistant<|channel|>final<|message|>4<|return|>"))
        let ids = try command.render(Self.conversation.serialized, options: options, output: .ids)
        let parse = try JSONValue(
            parsing: command.parse("{\"token_ids\": [\(ids.replacingOccurrences(of: " ", with: ","))]}", role: "none"))
        #expect(parse["messages"]?.arrayValue?.last?["content"] == "4")
        let bare = try JSONValue(parsing: command.parse("<|channel|>final<|message|>{4}<|return|>", role: nil))
        #expect(bare["messages"]?[0]?["content"] == "{4}")
    }
}
