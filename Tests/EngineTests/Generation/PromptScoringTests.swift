import Engine
import Sampling
import Testing

/// Log-probabilities of prompts.
@Suite struct PromptScoringTests {
    private func scored(
        _ prompt: [Int32], on engine: InferenceEngine, maximumTokens: Int = 0
    ) async throws -> (scores: [SampledToken], events: [GenerationEvent]) {
        var request = GenerationRequest(
            id: "test", prompt: prompt, sampling: .greedy, maximumTokens: maximumTokens, stopTokens: [])
        request.promptLogprobs = 2
        let events = try await engine.submit(request).events()
        let scores = events.compactMap { event in if case .scored(let tokens) = event { tokens } else { nil } }
        return (try #require(scores.first), events)
    }

    /// Also where all of it is in the cache: it has just been run.
    @Test func whatWasGeneratedIsScoredAsItWas() async throws {
        let engine = InferenceEngine.scripted(ScriptedModel())
        var sampling = SamplingParameters.seeded(7)
        sampling.topLogprobs = 2
        let answer = try await engine.submit([1, 2, 3], maximumTokens: 12, sampling: sampling).events().compactMap { event in
            if case .token(let token) = event { token } else { nil }
        }
        let prompt = [1, 2, 3] + answer.map(\.id)
        let (scores, events) = try await scored(prompt, on: engine)
        #expect(scores.map(\.id) == prompt)
        #expect(scores[0] == SampledToken(id: 1), "nothing stands before the first")
        #expect(scores[1].logprob != nil)
        #expect(Array(scores.dropFirst(3)) == answer)
        #expect(events.cachedTokens == 0)
    }

    @Test func withoutTokensToGenerateThePromptIsReadAndNothingComes() async throws {
        let model = ScriptedModel()
        let engine = InferenceEngine.scripted(model)
        let events = try await engine.submit([1, 2, 3], maximumTokens: 0).events()
        #expect(events.suffix(2) == [.started(cachedTokens: 0), .finished(.maximumTokens)])
        #expect(try await engine.submit([1, 2, 3, 4], maximumTokens: 1).events().cachedTokens == 3, "it was kept")
    }

    /// However many are scored at once, a step has no more rows of logits.
    @Test func longPromptsAreScoredInPieces() async throws {
        let model = ScriptedModel(ScriptedModel.Script(contextLength: 1000))
        let engine = InferenceEngine.scripted(model)
        let prompt = (0..<300).map { Int32($0 * 7 % 49) + 1 }
        async let other = scored(prompt.reversed(), on: engine)
        let (scores, events) = try await scored(prompt, on: engine, maximumTokens: 2)
        #expect(try await other.scores.map(\.id) == prompt.reversed())
        #expect(scores.count == prompt.count)
        #expect(scores.dropFirst().allSatisfy { $0.logprob != nil && $0.topLogprobs.count == 2 })
        #expect(events.tokens == model.greedy(prompt, count: 2))
        #expect(model.steps.allSatisfy { step in step.reduce(0) { $0 + $1.drafts + 1 } <= 65 })
    }

    @Test func othersGoOnBesideIt() async throws {
        let gate = Gate()
        let model = ScriptedModel(gate: gate)
        let engine = InferenceEngine.scripted(model)
        let other = try engine.submit([9, 8], maximumTokens: 6)
        await gate.step()
        async let scoring = scored(Array(1...20), on: engine, maximumTokens: 3)
        gate.open()
        #expect(await other.events().tokens == model.greedy([9, 8], count: 6))
        let (scores, events) = try await scoring
        #expect(scores.map(\.id) == Array(1...20))
        #expect(events.tokens == model.greedy(Array(1...20), count: 3))
    }
}
