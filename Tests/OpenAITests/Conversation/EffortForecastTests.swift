import Harmony
import JSON
import OpenAI
import Testing

/// Effort `auto`: the highest that is likely to be complete in time.
struct EffortForecastTests {
    /// 100 tokens/s, so that answers take 2, 8 and 30 s.
    private func context(queue seconds: Double = 0) -> RequestContext {
        var context = RequestContext()
        context.forecast.decodeTokensPerSecond = 100
        context.forecast.queueSeconds = seconds
        return context
    }

    @Test(arguments: [
        (1, RequestedEffort.low), (1_999, .low), (8_000, .medium), (29_999, .medium), (30_000, .high), (1 << 40, .high),
    ])
    func isChosenByTheTime(milliseconds: Int, effort: RequestedEffort) throws {
        let reasoning: JSONValue = ["effort": "auto", "latency_ms": .integer(milliseconds)]
        let request = try chatRequest(["reasoning": reasoning], in: context()).validated()
        #expect(request.effort == effort)
        #expect(request.conversation.system?.reasoningEffort == effort.harmony)
        #expect(request.effortReason?.hasPrefix("auto: \(effort.rawValue) for \(milliseconds) ms") == true)
        let response = try responsesRequest(["reasoning": reasoning], in: context())
        #expect(try response.validated().effort == effort)
        let builder = ResponseEventBuilder(AnswerIdentity(id: "r", created: 0, model: "m"), for: response, ids: .counting())
        #expect(builder.response["reasoning"]?["effort"] == .string(effort.rawValue))
    }

    @Test func countsTheQueueAndThePrompt() throws {
        let body: JSONValue = ["reasoning": ["effort": "auto", "latency_ms": 9_000]]
        #expect(try chatRequest(body, in: context(queue: 0.9)).validated().effort == .medium)
        #expect(try chatRequest(body, in: context(queue: 1.1)).validated().effort == .low)
        var slow = context()
        slow.forecast.prefillTokensPerSecond = 100
        let long: JSONValue = ["messages": [["role": "user", "content": .string(String(repeating: "word ", count: 100))]]]
        #expect(try chatRequest(body.with(long), in: slow).validated().effort == .low)
    }

    @Test func takesTheTimeOfTheHeaderWhereTheBodyHasNone() throws {
        var context = context()
        #expect(try chatRequest(["reasoning_effort": "auto"], in: context).validated().effort == .medium, "20 s")
        context.forecast.allowedMilliseconds = 3_000
        #expect(try chatRequest(["reasoning_effort": "auto"], in: context).validated().effort == .low)
        let body: JSONValue = ["reasoning": ["effort": "auto", "latency_ms": 60_000]]
        #expect(try chatRequest(body, in: context).validated().effort == .high)
    }

    @Test func saysNothingOfWhatTheClientChose() throws {
        let request = try chatRequest(["reasoning": ["effort": "high", "latency_ms": 1]], in: context()).validated()
        #expect(request.effort == .high)
        #expect(request.effortReason == nil)
        #expect(request.warnings.isEmpty)
    }

    @Test func worksBeforeAnythingWasMeasured() throws {
        let body: JSONValue = ["reasoning": ["effort": "auto", "latency_ms": 10_000]]
        let request = try chatRequest(body).validated()
        #expect(request.effort == .low)
        #expect(request.effortReason?.contains("assumed") == true)
    }
}
