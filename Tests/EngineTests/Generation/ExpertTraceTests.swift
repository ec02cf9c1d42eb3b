import Engine
import GPTOSS
import Testing

/// Which experts an answer's tokens went to.
@Suite struct ExpertTraceTests {
    private func traced(
        _ golden: TinyMoE.Golden, in engine: InferenceEngine
    ) async throws -> (tokens: [Int32], choices: ExpertTrace.Choices) {
        let trace = ExpertTrace(from: golden.prompt.count)
        var request = GenerationRequest(
            id: "traced", prompt: golden.prompt, sampling: .greedy, maximumTokens: golden.greedy.count, stopTokens: [])
        request.trace = trace
        let tokens = try await engine.submit(request).events().tokens
        return (tokens, trace.choices(of: tokens))
    }

    @Test func areToldForEveryTokenButTheLast() async throws {
        let engine = try TinyMoE.engine { $0.speculation = .never }
        for golden in try TinyMoE.goldens() {
            let (tokens, choices) = try await traced(golden, in: engine)
            #expect(tokens == golden.greedy)
            #expect(choices.layers > 0 && choices.expertsPerToken > 0)
            #expect(choices.positions.count == tokens.count)
            #expect(choices.positions.last == .some(nil), "the last token was never read")
            for position in choices.positions.dropLast() {
                let layers = try #require(position)
                #expect(layers.count == choices.layers)
                for experts in layers {
                    #expect(Set(experts).count == choices.expertsPerToken)
                    #expect(experts.allSatisfy { (0..<choices.experts).contains($0) })
                }
            }
        }
    }

    /// The same tokens go to the same experts however they are cut, joined and guessed.
    @Test func areTheSameInABatchAndWithGuesses() async throws {
        let goldens = try TinyMoE.goldens()
        let alone = try TinyMoE.engine { $0.speculation = .never }
        var expected: [ExpertTrace.Choices] = []
        for golden in goldens { expected.append(try await traced(golden, in: alone).choices) }
        let engine = try TinyMoE.engine {
            $0.speculation = .always
            $0.prefillChunk = 16
        }
        try await withThrowingTaskGroup(of: (Int, ExpertTrace.Choices).self) { group in
            for (index, golden) in goldens.enumerated() {
                group.addTask { (index, try await traced(golden, in: engine).choices) }
            }
            for try await (index, choices) in group { #expect(choices.positions.dropLast() == expected[index].positions.dropLast()) }
        }
        #expect(Set(expected.map(\.positions)).count > 1)
    }

    @Test func areNotToldWhereAnotherTokenWasRun() async throws {
        let engine = try TinyMoE.engine()
        let golden = try #require(try TinyMoE.goldens().first)
        let trace = ExpertTrace(from: golden.prompt.count)
        var request = GenerationRequest(
            id: "traced", prompt: golden.prompt, sampling: .greedy, maximumTokens: golden.greedy.count, stopTokens: [])
        request.trace = trace
        _ = try await engine.submit(request).events()
        var others = golden.greedy
        others[1] += 1
        let choices = trace.choices(of: others)
        #expect(choices.positions[0] != nil)
        #expect(choices.positions[1] == nil)
    }
}
