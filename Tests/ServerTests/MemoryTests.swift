import Foundation
import JSON
import Server
import Testing

@Suite struct MemoryTests {
    @Test func reasoningIsReadableUnderItsOwnKeyAlone() throws {
        let seal = try ReasoningSeal()
        let texts = ["", "Hm", String(repeating: "Reasoning. 😀 ", count: 10_000)]
        for text in texts {
            let sealed = try seal.seal(text)
            #expect(seal.open(sealed) == text)
            #expect(try seal.seal(text) != sealed, "each has a nonce of its own")
            #expect(try ReasoningSeal().open(sealed) == nil)
        }
        let secret = [UInt8](repeating: 7, count: 32)
        #expect(try ReasoningSeal(secret: secret).open(ReasoningSeal(secret: secret).seal("Hm")) == "Hm")
        #expect(throws: SealError.secretTooShort(bytes: 31)) { try ReasoningSeal(secret: [UInt8](secret.dropLast())) }
    }

    @Test func everyChangedByteIsFoundOut() throws {
        let seal = try ReasoningSeal()
        let sealed = try #require(Data(base64Encoded: try seal.seal("Reasoning")))
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(seal.open(changed.base64EncodedString()) == nil)
        }
        for count in 0..<sealed.count { #expect(seal.open(sealed.prefix(count).base64EncodedString()) == nil) }
        #expect(seal.open("no base64!") == nil)
    }

    /// Who stores nothing gets the reasoning sealed, and the next prompt has it again.
    @Test func statelessClientsHandReasoningBack() async throws {
        try await RunningServer.run { server in
            let call: JSONValue = ["type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"]
            let output: JSONValue = ["type": "function_call_output", "call_id": "c", "output": "4"]
            let tools: JSONValue = [["type": "function", "name": "f", "parameters": ["type": "object"]]]
            let base: JSONValue = [
                "model": "parrot", "input": [["role": "user", "content": "?"]], "store": false, "temperature": 0, "tools": tools,
            ]
            let first = try await server.client.post(
                "/v1/responses", base.with("include", ["reasoning.encrypted_content"])
            ).json
            let encrypted = try #require(first["output"]?[0]?["encrypted_content"])
            func tokens(_ reasoning: JSONValue) async throws -> JSONValue? {
                let input: JSONValue = [["role": "user", "content": "?"], reasoning, call, output]
                return try await server.client.post("/v1/responses/input_tokens", base.with("input", input)).json["input_tokens"]
            }
            let open = try await tokens(["type": "reasoning", "summary": [], "content": first["output"]?[0]?["content"] ?? .null])
            #expect(try await tokens(["type": "reasoning", "summary": [], "encrypted_content": encrypted]) == open)
            let wrong = try await server.client.post(
                "/v1/responses", base.with("input", [["type": "reasoning", "summary": [], "encrypted_content": "AAAA"]]))
            #expect(wrong.status == 400)
            #expect(try wrong.json["error"]?["code"] == "invalid_encrypted_content")
            #expect(try wrong.json["error"]?["param"] == "input[0].encrypted_content")
        }
    }

    /// The model's own tokens are the next prompt's, so that all of the first turn comes from the cache.
    @Test func aHistoryIsWhatTheModelWrote() async throws {
        try await RunningServer.run { server in
            let first = try await server.client.post(
                "/v1/responses", ["model": "parrot", "input": "?", "temperature": 0]
            ).json
            let second = try await server.client.post(
                "/v1/responses",
                [
                    "model": "parrot", "input": "And?", "temperature": 0, "previous_response_id": first["id"] ?? .null,
                    "reasoning": ["context": "all_turns"],
                ]
            ).json
            let written = (first["usage"]?["total_tokens"]?.intValue ?? 0) - 1
            let cached = try #require(second["usage"]?["input_tokens_details"]?["cached_tokens"]?.intValue)
            // Caches are cut at pages of 16 tokens.
            #expect(cached > written - 32)
        }
    }

    @Test func turnsThatAreTooLongAreLeftOutWhereThatIsAskedFor() async throws {
        try await RunningServer.run(["--context-tokens", "256"]) { server in
            let long: JSONValue = ["role": "user", "content": .string(String(repeating: "We add both these numbers. ", count: 20))]
            let input: JSONValue = [long, ["role": "assistant", "content": "Yes"], ["role": "user", "content": "?"]]
            let body: JSONValue = ["model": "parrot", "input": input, "temperature": 0, "max_output_tokens": 40]
            let refused = try await server.client.post("/v1/responses", body)
            #expect(try refused.json["error"]?["code"] == "context_length_exceeded")
            let answer = try await server.client.post("/v1/responses", body.with("truncation", "auto"))
            #expect(answer.status == 200)
            #expect(try answer.json["truncation"] == "auto")
            #expect(answer.headers["chorale-warning"] == "truncation left out the oldest turn (2 messages)")
            let hopeless = try await server.client.post("/v1/responses", body.with("truncation", "auto").with("input", [long]))
            #expect(try hopeless.json["error"]?["code"] == "context_length_exceeded")
        }
    }
}
