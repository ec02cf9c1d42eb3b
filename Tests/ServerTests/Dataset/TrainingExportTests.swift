import Foundation
import JSON
import Server
import Testing

/// Training data out of what a server stored: only what somebody allowed.
@Suite struct TrainingExportTests {
    private func export(_ store: String) async throws -> [JSONValue] {
        let output = store + ".jsonl"
        let command = try DatasetCommand(model: RunningServer.parrot, options: DatasetOptions())
        _ = try await command.run(.store(store), output: output, tell: { _ in }, progress: { _ in })
        return try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    }

    private func store() -> String {
        FileManager.default.temporaryDirectory.appending(path: "chorale-export-\(UUID().uuidString).sqlite").path
    }

    private static let question: JSONValue = ["model": "parrot", "input": "What is 2 + 2?", "temperature": 0]

    @Test func takesNothingThatNobodyAllowed() async throws {
        let path = store()
        try await RunningServer.run(["--store-path", path]) { server in
            _ = try await server.client.post("/v1/responses", Self.question)
            _ = try await server.client.post("/v1/responses", Self.question.with("metadata", ["training_export": "deny"]))
        }
        #expect(try await export(path).isEmpty)
    }

    @Test func takesWhatARequestAllowed() async throws {
        let path = store()
        try await RunningServer.run(["--store-path", path]) { server in
            let allowed = Self.question.with("metadata", ["training_export": "allow"])
            let first = try await server.client.post("/v1/responses", allowed).json
            // It goes on from what is allowed, and is not allowed itself.
            _ = try await server.client.post(
                "/v1/responses", Self.question.with("previous_response_id", first["id"] ?? .null))
        }
        let lines = try await export(path)
        #expect(lines.count == 1)
        let ids = (lines[0]["input_ids"]?.arrayValue ?? []).map(\.serialized).joined(separator: " ")
        let text = try TokenizationCommand(model: RunningServer.parrot).decode(ids)
        #expect(text.contains("<|channel|>analysis<|message|>\(RunningServer.analysis)<|end|>"), "every channel is there")
        #expect(text.hasSuffix("<|channel|>final<|message|>\(RunningServer.answer)<|return|>"))
    }

    @Test func takesTheLastOfAChainWhereTheServerAllowsIt() async throws {
        let path = store()
        try await RunningServer.run(["--store-path", path, "--store-training-export", "true"]) { server in
            let first = try await server.client.post("/v1/responses", Self.question).json
            let next = Self.question.with("previous_response_id", first["id"] ?? .null)
            _ = try await server.client.post("/v1/responses", next)
            let refused = try await server.client.post("/v1/responses", Self.question.with("metadata", ["training_export": "deny"])).json
            // What goes on from what was refused is refused.
            _ = try await server.client.post(
                "/v1/responses", Self.question.with("previous_response_id", refused["id"] ?? .null))
        }
        let lines = try await export(path)
        #expect(lines.count == 1)
        let ids = lines[0]["input_ids"]?.arrayValue ?? []
        let starts = try TokenizationCommand(model: RunningServer.parrot).decode(ids.map(\.serialized).joined(separator: " "))
        #expect(starts.components(separatedBy: "<|start|>user").count == 3)
    }

    @Test func conversationsRefuseAsAWhole() async throws {
        let path = store()
        try await RunningServer.run(["--store-path", path, "--store-training-export", "true"]) { server in
            let conversation = try await server.client.post("/v1/conversations", [:]).json
            let question = Self.question.with("conversation", conversation["id"] ?? .null)
            _ = try await server.client.post("/v1/responses", question.with("metadata", ["training_export": "deny"]))
            _ = try await server.client.post("/v1/responses", question)
        }
        #expect(try await export(path).isEmpty)
    }
}
