import Engine
import MetricsTestKit
import Sampling
import Testing

/// Guessing changes how many steps an answer takes, and nothing of it.
@Suite struct SpeculationTests {
    /// Says the same twelve tokens again and again, but for a slip now and then.
    private static let repeating: @Sendable ([Int32]) -> Int32 = { tokens in
        tokens.count % 41 == 0 ? 49 : Int32(tokens.count % 12) + 1
    }

    private func answer(
        _ script: ScriptedModel.Script, _ speculation: EngineConfiguration.Speculation, sampling: SamplingParameters = .greedy,
        stopTokens: Set<Int32> = [],
        metrics: TestMetrics = TestMetrics()
    ) async throws -> (events: [GenerationEvent], steps: Int) {
        let model = ScriptedModel(script)
        let engine = InferenceEngine.scripted(model, metrics: metrics) { $0.speculation = speculation }
        let events = try await engine.submit([1, 2, 3], maximumTokens: 150, sampling: sampling, stopTokens: stopTokens).events()
        return (events, model.steps.count)
    }

    @Test func greedyTokensAreTheSameInFewerSteps() async throws {
        let script = ScriptedModel.Script(next: Self.repeating)
        let metrics = TestMetrics()
        let (plain, quick) = (
            try await answer(script, .never), try await answer(script, .always, metrics: metrics)
        )
        #expect(quick.events.tokens == plain.events.tokens)
        #expect(plain.steps == 150)
        #expect(quick.steps < 60)
        let accepted = metrics.counterTotal(label: "chorale_spec_decode_num_accepted_tokens_total")
        #expect(Int(accepted) == 150 - quick.steps)
        #expect(accepted <= metrics.counterTotal(label: "chorale_spec_decode_num_draft_tokens_total"))
    }

    /// Each token takes one random number, whether it was guessed or not: so the distribution is the same, and a seed gives the same tokens.
    @Test(arguments: 1...20 as ClosedRange<UInt64>) func seededTokensAreTheSame(seed: UInt64) async throws {
        let script = ScriptedModel.Script(vocabularySize: 5, next: { tokens in Int32(tokens.count % 4) })
        let (plain, quick) = (
            try await answer(script, .never, sampling: .seeded(seed)),
            try await answer(script, .always, sampling: .seeded(seed))
        )
        #expect(quick.events.tokens == plain.events.tokens)
        #expect(quick.events.end == plain.events.end)
    }

    @Test func aStopTokenAmongTheGuessesEndsTheAnswer() async throws {
        let script = ScriptedModel.Script(next: { $0.count > 40 && $0.count % 12 == 7 ? 0 : Self.repeating($0) })
        let (plain, quick) = (
            try await answer(script, .never, stopTokens: [0]), try await answer(script, .always, stopTokens: [0])
        )
        #expect(quick.events.tokens == plain.events.tokens)
        #expect(quick.events.end == .stopToken(0))
    }

    @Test func whatWasGuessedWronglyIsNotReused() async throws {
        let model = ScriptedModel(ScriptedModel.Script(cachePageTokens: 4, next: Self.repeating))
        let engine = InferenceEngine.scripted(model) { $0.speculation = .always }
        let answer = try await engine.submit([1, 2, 3], maximumTokens: 100).events().tokens
        let turn = [1, 2, 3] + answer + [7, 7]
        let events = try await engine.submit(turn, maximumTokens: 20).events()
        #expect(events.tokens == model.greedy(turn, count: 20))
        #expect((events.cachedTokens ?? 0) >= 100)
    }
}
