import Foundation
import JSON
import Testing

@Suite struct ResponsesTests {
    private let question: JSONValue = ["model": "parrot", "input": "What is 2 + 2?", "temperature": 0]

    @Test func answersInItems() async throws {
        try await RunningServer.run { server in
            let json = try await server.client.post("/v1/responses", question).json
            #expect(json["status"] == "completed")
            #expect(json["output"]?[0]?["type"] == "reasoning")
            #expect(json["output"]?[0]?["content"]?[0]?["text"] == .string(RunningServer.analysis))
            #expect(json["output"]?[1]?["type"] == "message")
            #expect(json["output"]?[1]?["phase"] == "final_answer")
            #expect(json["output"]?[1]?["content"]?[0]?["text"] == .string(RunningServer.answer))
            #expect(json["usage"]?["output_tokens_details"]?["reasoning_tokens"] == 10)
        }
    }

    @Test func streamsInOrderWithConsecutiveNumbers() async throws {
        try await RunningServer.run { server in
            let answer = try await server.client.post(
                "/v1/responses", ["model": "parrot", "input": "What is 2 + 2?", "temperature": 0, "stream": true])
            let events = answer.events
            let bodies = try events.map { try JSONValue(parsing: $0.data) }
            #expect(bodies.map { $0["sequence_number"]?.intValue } == Array(0..<bodies.count))
            for (event, body) in zip(events, bodies) { #expect(body["type"]?.stringValue == event.name) }
            var names: [String] = []
            for name in events.compactMap(\.name) where names.last != name { names.append(name) }
            #expect(
                names == [
                    "response.created", "response.in_progress", "response.output_item.added", "response.content_part.added",
                    "response.reasoning_text.delta", "response.reasoning_text.done", "response.content_part.done",
                    "response.output_item.done", "response.output_item.added", "response.content_part.added",
                    "response.output_text.delta", "response.output_text.done", "response.content_part.done",
                    "response.output_item.done", "response.completed",
                ])
            #expect(bodies.last?["response"]?["output"]?.arrayValue?.count == 2)
        }
    }

    @Test func storesRetrievesContinuesAndDeletes() async throws {
        try await RunningServer.run { server in
            let first = try await server.client.post("/v1/responses", question).json
            let id = try #require(first["id"]?.stringValue)
            #expect(try await server.client.get("/v1/responses/\(id)").json == first)
            let second = try await server.client.post(
                "/v1/responses",
                ["model": "parrot", "input": "And now?", "previous_response_id": .string(id), "temperature": 0]
            ).json
            #expect(second["previous_response_id"] == .string(id))
            #expect(second["output"]?[1]?["content"]?[0]?["text"] == .string(RunningServer.answer))
            let tokens = try #require(first["usage"]?["input_tokens"]?.intValue)
            #expect(try #require(second["usage"]?["input_tokens"]?.intValue) > tokens)
            #expect(try await server.client.delete("/v1/responses/\(id)").json["deleted"] == true)
            #expect(try await server.client.get("/v1/responses/\(id)").status == 404)
            let orphan = try await server.client.post(
                "/v1/responses", ["model": "parrot", "input": "And now?", "previous_response_id": .string(id)])
            #expect(orphan.status == 400)
            #expect(try orphan.json["error"]?["code"] == "previous_response_not_found")
        }
    }

    @Test func findsStoredResponsesAfterARestart() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "chorale-\(UUID().uuidString).sqlite").path
        let stored = try await RunningServer.run(["--store-path", path]) { server in
            try await server.client.post("/v1/responses", ["model": "parrot", "input": "?"]).json
        }
        let id = try #require(stored["id"]?.stringValue)
        #expect(!FileManager.default.fileExists(atPath: path + "-wal"), "all is in the file itself")
        try await RunningServer.run(["--store-path", path]) { server in
            let found = try await server.client.get("/v1/responses/\(id)")
            #expect(try found.json == stored)
        }
    }

    @Test func dropsTheOldestResponsesWhereTheyAreTooLarge() async throws {
        // Kept as it was sent, though the model does not see it.
        let ballast = String(repeating: "x", count: 700 << 10)
        let request: JSONValue = [
            "model": "parrot",
            "input": [
                ["type": "reasoning", "summary": [["type": "summary_text", "text": .string(ballast)]]], ["role": "user", "content": "?"],
            ],
        ]
        try await RunningServer.run(["--store-mib", "1"]) { server in
            let first = try #require(try await server.client.post("/v1/responses", request).json["id"]?.stringValue)
            let second = try #require(try await server.client.post("/v1/responses", request).json["id"]?.stringValue)
            #expect(try await server.client.get("/v1/responses/\(first)").status == 404)
            #expect(try await server.client.get("/v1/responses/\(second)").status == 200)
        }
    }

    @Test func doesNotStoreWhereToldNotTo() async throws {
        try await RunningServer.run { server in
            let json = try await server.client.post(
                "/v1/responses", ["model": "parrot", "input": "Hi", "store": false, "temperature": 0]
            ).json
            let id = try #require(json["id"]?.stringValue)
            #expect(try await server.client.get("/v1/responses/\(id)").status == 404)
        }
    }

    @Test func isIncompleteAtTheTokenLimit() async throws {
        try await RunningServer.run { server in
            let json = try await server.client.post(
                "/v1/responses", ["model": "parrot", "input": "Hi", "max_output_tokens": 5, "temperature": 0]
            ).json
            #expect(json["status"] == "incomplete")
            #expect(json["incomplete_details"]?["reason"] == "max_output_tokens")
        }
    }
}
