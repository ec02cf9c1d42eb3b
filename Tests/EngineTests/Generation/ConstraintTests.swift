import Engine
import Sampling
import Testing

@Suite struct ConstraintTests {
    /// Even tokens only; behind each that can be divided by ten, its two followers have no alternative.
    private struct EvenTokens: TokenConstraint {
        var last: Int32 = 0
        var hasEnd = true

        mutating func mask(into words: UnsafeMutableBufferPointer<UInt64>) {
            guard hasEnd else { return }
            for id in 0..<50 where id % 2 == 0 && id > 0 { words[id / 64] |= 1 << UInt64(id % 64) }
        }

        mutating func advance(_ token: Int32) { last = token }

        mutating func takeForced(limit: Int) -> [Int32] {
            guard last % 10 == 0, limit >= 2 else { return [] }
            defer { last = 1 }
            return [last + 1, last + 3]
        }
    }

    private func request(
        _ prompt: [Int32], maximumTokens: Int, stopTokens: Set<Int32> = [], _ change: (inout SamplingParameters) -> Void = { _ in }
    ) -> GenerationRequest {
        var sampling = SamplingParameters.greedy
        change(&sampling)
        return GenerationRequest(
            id: "test", prompt: prompt, sampling: sampling, maximumTokens: maximumTokens, stopTokens: stopTokens, constraint: EvenTokens())
    }

    @Test func tokensComeFromTheMaskAndForcedOnesWithoutTheModel() async throws {
        let model = ScriptedModel(ScriptedModel.Script(next: { $0.last == 3 ? 20 : 8 }))
        let events = try await InferenceEngine.scripted(model).submit(request([1, 2, 3], maximumTokens: 6)).events()
        #expect(events.tokens == [20, 21, 23, 8, 8, 8])
        #expect(events.end == .maximumTokens)
        // The prompt, then the sampled token and the forced ones in one step, then one by one.
        #expect(model.steps.map { $0.map(\.tokens) } == [[[1, 2, 3]], [[20, 21, 23]], [[8]], [[8]]])
    }

    @Test func whatTheModelWantsAndMayNotIsNotTaken() async throws {
        let events = try await InferenceEngine.scripted(ScriptedModel(ScriptedModel.Script(next: { _ in 7 })))
            .submit(request([1], maximumTokens: 12) { $0.topLogprobs = 0 }).events()
        #expect(events.tokens.count == 12)
        // With log-probabilities every token is sampled, so that each has one.
        #expect(events.tokens.allSatisfy { $0 % 2 == 0 && $0 > 0 })
    }

    @Test func aForcedStopTokenEnds() async throws {
        let model = ScriptedModel(ScriptedModel.Script(next: { _ in 30 }))
        let events = try await InferenceEngine.scripted(model).submit(request([1], maximumTokens: 10, stopTokens: [31])).events()
        #expect(events.tokens == [30, 31])
        #expect(events.end == .stopToken(31))
    }

    @Test func forcedTokensCountTowardsTheMaximum() async throws {
        let model = ScriptedModel(ScriptedModel.Script(next: { _ in 30 }))
        let events = try await InferenceEngine.scripted(model).submit(request([1], maximumTokens: 4)).events()
        #expect(events.tokens == [30, 31, 33, 30])
        #expect(events.end == .maximumTokens)
    }

    @Test func aConstraintWithoutTokensFailsItsSequenceAlone() async throws {
        let engine = InferenceEngine.scripted(ScriptedModel())
        var stuck = request([1], maximumTokens: 4)
        stuck.constraint = EvenTokens(hasEnd: false)
        let (first, second) = (try engine.submit(stuck), try engine.submit(request([1], maximumTokens: 4)))
        #expect(await first.events().end == .failed(reason: "no token may follow"))
        #expect(await second.events().end == .maximumTokens)
    }

    @Test func batchedSequencesGetWhatTheyGetAlone() async throws {
        let alone = try await InferenceEngine.scripted(ScriptedModel()).submit(request([5, 6], maximumTokens: 60)).events().tokens
        let engine = InferenceEngine.scripted(ScriptedModel()) {
            $0.maximumBatch = 3
            $0.prefillChunk = 2
        }
        let streams = try (0..<6).map { _ in try engine.submit(request([5, 6], maximumTokens: 60)) }
        for stream in streams { #expect(await stream.events().tokens == alone) }
    }
}
