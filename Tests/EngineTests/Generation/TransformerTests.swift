import Engine
import GPTOSS
import Sampling
import Testing

/// The engine on a real network gives what transformers gives, however it cuts, joins and reuses.
@Suite struct TransformerTests {
    @Test(arguments: [1, 7, 64, 128, 512]) func greedyTokensAreTheGoldenInChunksOfAnySize(chunk: Int) async throws {
        let engine = try TinyMoE.engine { $0.prefillChunk = chunk }
        let goldens = try TinyMoE.goldens()
        #expect(goldens.count >= 4)
        for golden in goldens {
            #expect(try await engine.submit(golden.prompt, maximumTokens: golden.greedy.count).events().tokens == golden.greedy)
        }
    }

    @Test func greedyTokensAreTheGoldenInABatchWithOthers() async throws {
        let engine = try TinyMoE.engine {
            $0.maximumBatch = 3
            $0.prefillChunk = 32
        }
        let goldens = try TinyMoE.goldens()
        let streams = try (goldens + goldens.reversed()).map { ($0, try engine.submit($0.prompt, maximumTokens: $0.greedy.count)) }
        for (golden, stream) in streams { #expect(await stream.events().tokens == golden.greedy) }
    }

    @Test func greedyTokensAreTheGoldenOnAReusedPrefix() async throws {
        for golden in try TinyMoE.goldens() {
            let engine = try TinyMoE.engine()
            _ = try await engine.submit(golden.prompt, maximumTokens: golden.greedy.count).events()
            let again = try await engine.submit(golden.prompt, maximumTokens: golden.greedy.count).events()
            #expect(again.cachedTokens == golden.prompt.count - 1)
            #expect(again.tokens == golden.greedy)

            // The answer's first half becomes part of the prompt, and one token in the middle of what was cached is another.
            let half = golden.greedy.count / 2
            let turn = golden.prompt + golden.greedy[..<half]
            let continued = try await engine.submit(turn, maximumTokens: golden.greedy.count - half).events()
            #expect(continued.cachedTokens == turn.count - 1)
            #expect(continued.tokens == Array(golden.greedy[half...]))
            var changed = turn
            changed[turn.count / 2] = (changed[turn.count / 2] + 1) % 256
            _ = try await engine.submit(changed, maximumTokens: 3).events()
            let back = try await engine.submit(golden.prompt, maximumTokens: golden.greedy.count).events()
            #expect(back.tokens == golden.greedy)
        }
    }

    @Test func greedyTokensAreTheGoldenWhenTheBudgetSendsThemBack() async throws {
        let engine = try TinyMoE.engine { $0.cacheBudget = .tokens(384) }
        let goldens = try TinyMoE.goldens().filter { $0.prompt.count + $0.greedy.count <= engine.contextLength }
        let streams = try (goldens + goldens).map { ($0, try engine.submit($0.prompt, maximumTokens: $0.greedy.count)) }
        for (golden, stream) in streams { #expect(await stream.events().tokens == golden.greedy) }
        #expect(engine.load.cachedTokens <= 384)
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func aSeedGivesTheSameTokensAloneAndInABatch(seed: UInt64) async throws {
        let prompts = try TinyMoE.goldens().map(\.prompt)
        let engine = try TinyMoE.engine { $0.prefillChunk = 50 }
        var alone: [[Int32]] = []
        for prompt in prompts {
            alone.append(try await engine.submit(prompt, maximumTokens: 24, sampling: .seeded(seed)).events().tokens)
        }
        let streams = try prompts.map { try engine.submit($0, maximumTokens: 24, sampling: .seeded(seed)) }
        for (stream, expected) in zip(streams, alone) { #expect(await stream.events().tokens == expected) }
        #expect(Set(alone).count == prompts.count)
    }

    /// In fast arithmetic few tokens are multiplied in another order than many, unless reproducible ones are asked for: then chunks, company, reused
    /// prefixes and guesses change no bit.
    @Test(arguments: [1, 2, 3] as [UInt64]) func aReproducibleSeedGivesTheSameTokensWhateverElseRuns(seed: UInt64) async throws {
        var options = Transformer.Options()
        options.arithmetic = .fast
        options.isReproducible = true
        let prompts = try TinyMoE.goldens().map(\.prompt)
        let alone = try TinyMoE.engine(options) { $0.speculation = .never }
        var expected: [[Int32]] = []
        for prompt in prompts {
            expected.append(try await alone.submit(prompt, maximumTokens: 24, sampling: .seeded(seed)).events().tokens)
        }
        let engine = try TinyMoE.engine(options) {
            $0.prefillChunk = 50
            $0.speculation = .always
        }
        for _ in 1...2 {
            let streams = try prompts.map { try engine.submit($0, maximumTokens: 24, sampling: .seeded(seed)) }
            for (stream, tokens) in zip(streams, expected) { #expect(await stream.events().tokens == tokens) }
        }
    }

    private static let samplings: [SamplingParameters] =
        [.greedy, .seeded(1)]
        + (2...9 as ClosedRange<UInt64>).map { seed in
            var parameters = SamplingParameters.seeded(seed)
            (parameters.temperature, parameters.topP, parameters.minP) = seed.isMultiple(of: 2) ? (0.4, 0.8, 0) : (0.8, 1, 0.05)
            return parameters
        }

    /// Screening the head leaves tokens as they are, however they are drawn.
    @Test(arguments: samplings) func aScreenedHeadGivesTheSameTokens(sampling: SamplingParameters) async throws {
        func answers(_ screening: Screening) async throws -> [[Int32]] {
            var options = Transformer.Options()
            (options.arithmetic, options.isReproducible, options.screening) = (.fast, true, screening)
            let engine = try TinyMoE.engine(options) { $0.speculation = .never }
            let streams = try TinyMoE.goldens().map { try engine.submit($0.prompt, maximumTokens: 24, sampling: sampling) }
            var answers: [[Int32]] = []
            for stream in streams { answers.append(await stream.events().tokens) }
            return answers
        }
        #expect(try await answers(.always) == answers(.never))
    }

    @Test(arguments: [1, 64, 65]) func cachesTakeTheMemoryThatIsCounted(tokens: Int) throws {
        let model = try TinyMoE.transformer()
        let cache = model.makeCache()
        var logits: [Float] = []
        let prompt = (0..<Int32(tokens)).map { $0 % 100 }
        try model.forward([BatchSegment(cache: cache, tokens: prompt[...], wantsLogits: false)], logits: &logits)
        let shape = model.cacheShape(step: 128)
        #expect(cache.bytes == shape.bytes(tokens))
        #expect(cache.bytes == shape.pages(tokens) * shape.wholePageBytes)
        #expect(logits.isEmpty)
    }
}
