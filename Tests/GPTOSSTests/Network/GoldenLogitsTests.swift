import GPTOSS
import Testing

/// The network against transformers, at lengths before, at and after the sliding window (1, 4, 127 to 130, 300).
@Suite struct GoldenLogitsTests {
    private static let tolerance: Float = 1e-3

    @Test func logitsAgreeWithTransformersInEveryToken() throws {
        let transformer = try Transformer.load(directory: Fixtures.tinyMoE)
        for golden in try Golden.load("tiny-moe/golden.json") {
            var logits: [Float] = []
            transformer.forward([.init(cache: transformer.makeCache(), tokens: golden.ids[...], wantsLogits: true)], logits: &logits)
            try #require(logits.count == golden.logits.count)
            let worst = logits.indices.max { abs(logits[$0] - golden.logits[$0]) < abs(logits[$1] - golden.logits[$1]) } ?? 0
            #expect(
                abs(logits[worst] - golden.logits[worst]) < Self.tolerance,
                "\(golden.ids.count) tokens: \(logits[worst]) for token \(worst), expected \(golden.logits[worst])")
        }
    }

    @Test func continuesGreedilyAsTransformersDoes() throws {
        let transformer = try Transformer.load(directory: Fixtures.tinyMoE)
        for golden in try Golden.load("tiny-moe/golden.json") {
            try expect(transformer, toAgreeWith: golden)
        }
    }

    @Test func theParrotSpeaksItsTwoMessagesAfterEveryPrompt() throws {
        let transformer = try Transformer.load(directory: Fixtures.parrot)
        for golden in try Golden.load("parrot/golden.json") {
            try expect(transformer, toAgreeWith: golden)
        }
    }

    @Test(.enabled(if: SyntheticCheckpoint.isAvailable, SyntheticCheckpoint.requirement), arguments: ["tiny", "small"])
    func logitsAgreeWithTransformersAtTheFullVocabulary(_ shape: String) throws {
        let transformer = try SyntheticCheckpoint.with(shape: shape) { try Transformer.load(directory: $0) }
        for golden in try Golden.load("full-vocabulary/\(shape).json") {
            try expect(transformer, toAgreeWith: golden)
        }

    }

    /// Checks the largest logits after the prompt, then the greedy continuation, one token at a time.
    private func expect(_ transformer: Transformer, toAgreeWith golden: Golden) throws {
        let cache = transformer.makeCache()
        var tokens = golden.ids[...]
        var chosen: [Int32] = []
        for _ in golden.greedy {
            var logits: [Float] = []
            transformer.forward([.init(cache: cache, tokens: tokens, wantsLogits: true)], logits: &logits)
            try #require(logits.count == transformer.configuration.vocabularySize)
            if chosen.isEmpty {
                for (id, logit) in golden.top {
                    #expect(
                        abs(logits[id] - logit) < Self.tolerance,
                        "\(golden.ids.count) tokens: \(logits[id]) for token \(id), expected \(logit)")
                }
            }
            let best = Int32(logits.indices.max { logits[$0] < logits[$1] } ?? 0)
            chosen.append(best)
            tokens = [best]
        }
        #expect(chosen == golden.greedy, "after \(golden.ids.count) tokens")
    }
}
