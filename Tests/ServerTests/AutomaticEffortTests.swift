import JSON
import Testing

@Suite struct AutomaticEffortTests {
    private static let question: JSONValue = [
        "model": "parrot", "messages": [["role": "user", "content": "What is 2 + 2?"]], "reasoning_effort": "auto",
    ]

    @Test func isToldWithItsReasonOnEveryAPI() async throws {
        try await RunningServer.run { server in
            for (milliseconds, effort) in [(1, "low"), (1_000_000_000, "high")] {
                let header = ["chorale-latency-ms": String(milliseconds)]
                let response: JSONValue = ["model": "parrot", "input": "?", "reasoning": ["effort": "auto"]]
                let message = Self.question.with("reasoning_effort", nil).with("output_config", ["effort": "auto"]).with("max_tokens", 60)
                for (path, body) in [("/v1/chat/completions", Self.question), ("/v1/responses", response), ("/v1/messages", message)] {
                    let answer = try await server.client.post(path, body, headers: header)
                    #expect(answer.status == 200)
                    #expect(answer.headers["chorale-reasoning-effort"] == effort, "\(path)")
                    #expect(answer.headers["chorale-reasoning-effort-reason"]?.hasPrefix("auto: \(effort) for \(milliseconds) ms") == true)
                }
            }
            let stream = try await server.client.post("/v1/chat/completions", Self.question.with("stream", true))
            #expect(stream.headers["chorale-reasoning-effort-reason"] != nil)
            let wrong = try await server.client.post("/v1/chat/completions", Self.question, headers: ["chorale-latency-ms": "soon"])
            #expect(wrong.status == 400)
        }
    }
}
