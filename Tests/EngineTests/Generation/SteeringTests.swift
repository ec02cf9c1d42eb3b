import Engine
import Sampling
import Testing

@Suite struct SteeringTests {
    /// Says 7 and 8 after the second token.
    private struct Insertion: TokenSteering {
        var seen = 0
        var rest: [Int32] = []

        mutating func next(after token: Int32) -> Int32? {
            seen += 1
            if seen == 2 { rest = [7, 8] }
            return rest.isEmpty ? nil : rest.removeFirst()
        }
    }

    @Test func putsTokensInPlaceOfTheSampled() async throws {
        let model = ScriptedModel()
        let engine = InferenceEngine.scripted(model)
        let free = model.greedy([1, 2, 3], count: 2)
        let expected = free + [7, 8] + model.greedy([1, 2, 3] + free + [7, 8], count: 2)
        var sampling = SamplingParameters.greedy
        sampling.topLogprobs = 1
        let stream = try engine.submit(
            GenerationRequest(
                id: "test", prompt: [1, 2, 3], sampling: sampling, maximumTokens: 6, stopTokens: [], steering: Insertion()))
        let events = await stream.events()
        #expect(events.tokens == expected)
        for case .token(let token) in events { #expect(token.logprob != nil && token.topLogprobs.count == 1) }
    }

    @Test func endsAtAStopTokenThatItSaysItself() async throws {
        let engine = InferenceEngine.scripted(ScriptedModel())
        let stream = try engine.submit(
            GenerationRequest(
                id: "test", prompt: [1], sampling: .greedy, maximumTokens: 9, stopTokens: [8], steering: Insertion()))
        let events = await stream.events()
        #expect(events.tokens.suffix(2) == [7, 8])
        #expect(events.end == .stopToken(8))
    }
}
