import JSON
import Testing

@Suite struct CompactionTests {
    private static let question: JSONValue = ["model": "parrot", "input": "What is 2 + 2?", "temperature": 0]

    @Test func aConversationGoesOnFromItsSummary() async throws {
        try await RunningServer.run { server in
            let first = try await server.client.post("/v1/responses", Self.question).json
            let body: JSONValue = ["model": "parrot", "input": "And now?", "previous_response_id": first["id"] ?? .null]
            let compacted = try await server.client.post("/v1/responses/compact", body).json
            #expect(compacted["object"] == "response.compaction")
            let output = try #require(compacted["output"]?.arrayValue)
            #expect(output.map { $0["type"] } == ["message", "message", "compaction"])
            #expect(output.prefix(2).map { $0["content"]?[0]?["text"] } == ["What is 2 + 2?", "And now?"])
            #expect(try #require(compacted["usage"]?["output_tokens"]?.intValue) > 0)
            #expect(try await server.client.get("/v1/responses/\(compacted["id"]?.stringValue ?? "")").status == 404, "it is not stored")

            let next = try await server.client.post("/v1/responses", Self.question.with("input", .array(output)))
            #expect(next.status == 200)
            #expect(next.headers["chorale-warning"] == nil)
            let id = try #require(try next.json["id"]?.stringValue)
            let items = try await server.client.get("/v1/responses/\(id)/input_items?order=asc").json
            #expect(items["data"]?[2]?["summary"] == .string(RunningServer.answer))

            let forged = output.dropLast() + [["type": "compaction", "encrypted_content": "AAAA"]]
            let refused = try await server.client.post("/v1/responses", Self.question.with("input", .array(Array(forged))))
            #expect(refused.status == 400)
            #expect(try refused.json["error"]?["param"] == "input[2].encrypted_content")
        }
    }

    @Test func thereMustBeSomethingToCompact() async throws {
        try await RunningServer.run { server in
            let answer = try await server.client.post("/v1/responses/compact", ["model": "parrot"])
            #expect(answer.status == 400)
            #expect(try answer.json["error"]?["param"] == "input")
        }
    }
}
