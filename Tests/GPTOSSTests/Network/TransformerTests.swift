import Foundation
import GPTOSS
import Testing

/// However tokens are put into batches, and whatever computes them, the logits are the same.
@Suite struct TransformerTests {
    private static let tolerance: Float = 2e-5

    private func load(
        _ set: InstructionSet = .best, threads: Int = 2, maximumRows: Int = 512, arithmetic: Arithmetic = .exact,
        cache: CachePrecision = .float32
    ) throws -> Transformer {
        var options = Transformer.Options()
        options.instructionSet = set
        options.threadCount = threads
        options.maximumRows = maximumRows
        options.arithmetic = arithmetic
        options.cachePrecision = cache
        return try Transformer.load(directory: Fixtures.tinyMoE, options: options)
    }

    private func tokens(_ count: Int, seed: UInt64 = 1) -> [Int32] {
        var random = RandomNumbers(seed: seed)
        return (0..<count).map { _ in Int32.random(in: 0..<608, using: &random) }
    }

    /// The logits after the last token, the sequence being given in pieces of these sizes.
    private func logits(_ transformer: Transformer, _ tokens: [Int32], in pieces: [Int], cache: KVCache? = nil) -> [Float] {
        let cache = cache ?? transformer.makeCache()
        var (logits, rest): ([Float], ArraySlice<Int32>) = ([], tokens[...])
        for piece in pieces {
            let last = piece >= rest.count
            transformer.forward([.init(cache: cache, tokens: rest.prefix(piece), wantsLogits: last)], logits: &logits)
            rest = rest.dropFirst(piece)
        }
        #expect(rest.isEmpty)
        return logits
    }

    private func expect(
        _ found: [Float], toEqual expected: [Float], _ label: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(found.count == expected.count, sourceLocation: sourceLocation)
        let worst = zip(found, expected).map { abs($0 - $1) }.max() ?? 0
        #expect(worst < Self.tolerance, label, sourceLocation: sourceLocation)
    }

    @Test(arguments: InstructionSet.available)
    func everyInstructionSetAgreesWithTransformers(_ set: InstructionSet) throws {
        let transformer = try load(set)
        for golden in try Golden.load("tiny-moe/golden.json") {
            expect(logits(transformer, golden.ids, in: [golden.ids.count]), toEqual: golden.logits, "\(golden.ids.count) tokens")
        }
    }

    @Test(arguments: [[200], Array(repeating: 1, count: 200), Array(repeating: 50, count: 4), [127, 1, 1, 1, 70], [199, 1], [1, 199]])
    func chunksOfAPromptGiveWhatTheWholeGives(_ pieces: [Int]) throws {
        let (transformer, tokens) = (try load(), tokens(200))
        expect(logits(transformer, tokens, in: pieces), toEqual: logits(transformer, tokens, in: [200]))
    }

    @Test(arguments: [1, 2, 7, 64])
    func batchesLongerThanTheScratchMemoryTakeSeveralPasses(_ maximumRows: Int) throws {
        let tokens = tokens(150)
        expect(logits(try load(maximumRows: maximumRows), tokens, in: [150]), toEqual: logits(try load(), tokens, in: [150]))
    }

    @Test(arguments: [1, 3, 5])
    func theNumberOfThreadsDoesNotMatter(_ threads: Int) throws {
        let tokens = tokens(140)
        #expect(logits(try load(threads: threads), tokens, in: [139, 1]) == logits(try load(threads: 2), tokens, in: [139, 1]))
    }

    /// Prompts and single tokens of several sequences at different positions in one batch; some want no logits.
    @Test(arguments: [512, 40])
    func sequencesInABatchDoNotSeeEachOther(_ maximumRows: Int) throws {
        let transformer = try load(maximumRows: maximumRows)
        let sequences = [tokens(131, seed: 2), tokens(1, seed: 3), tokens(70, seed: 4), tokens(30, seed: 5)]
        let prefixes = [130, 0, 10, 29]
        let caches = zip(sequences, prefixes).map { sequence, prefix in
            let cache = transformer.makeCache()
            if prefix > 0 { _ = logits(transformer, Array(sequence[..<prefix]), in: [prefix], cache: cache) }
            return cache
        }
        var found: [Float] = [42]
        transformer.forward(
            sequences.indices.map { .init(cache: caches[$0], tokens: sequences[$0][prefixes[$0]...], wantsLogits: $0 != 2) }, logits: &found
        )
        let expected = [0, 1, 3].flatMap { logits(transformer, sequences[$0], in: [sequences[$0].count]) }
        #expect(found[0] == 42, "logits are appended")
        expect(Array(found.dropFirst()), toEqual: expected)
        #expect(caches.map(\.count) == sequences.map(\.count))
        // The one without logits has been continued too.
        let next = logits(transformer, [5], in: [1], cache: caches[2])
        expect(next, toEqual: logits(transformer, sequences[2] + [5], in: [71]))
    }

    @Test(arguments: [0, 1, 63, 64, 100, 128, 149])
    func aTruncatedCacheContinuesLikeAFreshOne(_ kept: Int) throws {
        let (transformer, tokens, other) = (try load(), tokens(150), tokens(90, seed: 6))
        let cache = transformer.makeCache()
        _ = logits(transformer, tokens, in: [150], cache: cache)
        cache.truncate(to: kept)
        let continued = logits(transformer, other, in: [90], cache: cache)
        expect(continued, toEqual: logits(transformer, tokens[..<kept] + other, in: [kept + 90]))
    }

    /// In pieces of any size, alone and beside others, after a shared prefix.
    @Test(arguments: InstructionSet.available, [(Arithmetic.exact, CachePrecision.float32), (.fast, .float32), (.fast, .int8)])
    func reproducibleLogitsAreTheSameToTheBit(_ set: InstructionSet, _ numbers: (arithmetic: Arithmetic, cache: CachePrecision)) throws {
        var options = Transformer.Options()
        options.cachePrecision = numbers.cache
        options.instructionSet = set
        options.threadCount = 2
        options.arithmetic = numbers.arithmetic
        options.isReproducible = true
        let transformer = try Transformer.load(directory: Fixtures.tinyMoE, options: options)
        let tokens = tokens(90)
        let whole = logits(transformer, tokens, in: [90])
        for pieces in [Array(repeating: 1, count: 90), [64, 26], [1, 2, 3, 4, 5, 16, 17, 42], [89, 1]] {
            #expect(logits(transformer, tokens, in: pieces) == whole, "\(pieces)")
        }
        for others in [1, 3, 20] {
            let cache = transformer.makeCache()
            _ = logits(transformer, Array(tokens[..<89]), in: [89], cache: cache)
            var found: [Float] = []
            let beside = (0..<others).map { i in
                Transformer.Segment(
                    cache: transformer.makeCache(), tokens: self.tokens(1 + i % 3, seed: UInt64(i))[...], wantsLogits: false)
            }
            transformer.forward(beside + [.init(cache: cache, tokens: tokens[89...], wantsLogits: true)], logits: &found)
            #expect(found == whole, "beside \(others)")
        }
    }

    /// Guesses are verified in one pass: the logits before each, and after the last, are those of tokens one by one.
    @Test func logitsBeforeDraftsAreThoseOfTheTokensAlone() throws {
        let (transformer, tokens) = (try load(maximumRows: 3), tokens(70))
        let cache = transformer.makeCache()
        var found: [Float] = []
        transformer.forward([.init(cache: cache, tokens: tokens[...], wantsLogits: true, drafts: 4)], logits: &found)
        expect(found, toEqual: (66...70).flatMap { logits(transformer, Array(tokens[..<$0]), in: [$0]) })
    }

    /// Pages are shared, the last is copied; what layers with a window need of the rest is gone.
    @Test(arguments: [1, 64, 100, 192, 300], CachePrecision.allCases)
    func aCacheOfSharedPagesContinuesLikeAFreshOne(_ kept: Int, _ precision: CachePrecision) throws {
        let (transformer, tokens, other) = (try load(cache: precision), tokens(400), tokens(80, seed: 6))
        let cache = transformer.makeCache()
        _ = logits(transformer, Array(tokens[..<kept]), in: [kept], cache: cache)
        let pages = (0..<(kept + 63) / 64).map { cache.share($0) }
        let first = max(0, kept - 127) / 64
        let needed = pages.enumerated().map { $0.offset < first ? $0.element.withoutWindow : $0.element }
        let fork = transformer.makeCache(of: needed, count: kept)
        let expected = logits(transformer, tokens[..<kept] + other, in: [kept + 80])
        expect(logits(transformer, other, in: [80], cache: fork), toEqual: expected)
        // The one that shared goes on undisturbed.
        expect(logits(transformer, Array(tokens[kept...]), in: [400 - kept], cache: cache), toEqual: logits(transformer, tokens, in: [400]))
    }

    /// Long sequences hold what layers with a window see, and not much more.
    @Test func layersWithAWindowForgetWhatIsBehindIt() throws {
        let transformer = try load()
        let cache = transformer.makeCache()
        _ = logits(transformer, tokens(1000), in: Array(repeating: 50, count: 20), cache: cache)
        let page = transformer.pageBytes
        #expect(cache.bytes <= 16 * page.full + 5 * page.windowed)
    }

    @Test func aWeightThatIsNotANumberIsNamedWithItsLayer() throws {
        for (tensor, name) in [
            ("model.layers.1.mlp.router.bias", "model.layers.1.mlp"), ("model.layers.2.self_attn.o_proj.bias", "model.layers.2.self_attn"),
        ] {
            let checkpoint = try TemporaryCheckpoint(weights: true)
            try checkpoint.overwrite(tensor, with: [0xC0, 0x7F])
            let transformer = try Transformer.load(directory: checkpoint.path)
            var found: [Float] = []
            let faults = transformer.forward([.init(cache: transformer.makeCache(), tokens: [1, 2, 3], wantsLogits: true)], logits: &found)
            #expect(faults == [0: name])
        }
        let sound = try load()
        var logits: [Float] = []
        #expect(sound.forward([.init(cache: sound.makeCache(), tokens: [1, 2, 3], wantsLogits: true)], logits: &logits).isEmpty)
    }

    /// Fast arithmetic rounds, and so does a cache in 8 bits: their distributions stay close to the exact ones. Now and then a token goes to another expert, which random weights
    /// make a large difference; hence the median.
    @Test(arguments: InstructionSet.available, [(Arithmetic.fast, CachePrecision.float32), (.exact, .int8), (.fast, .int8)])
    func roundedArithmeticStaysCloseToExact(_ set: InstructionSet, _ numbers: (arithmetic: Arithmetic, cache: CachePrecision)) throws {
        let (exact, fast) = (try load(), try load(set, arithmetic: numbers.arithmetic, cache: numbers.cache))
        var divergences: [Double] = []
        for (i, pieces) in [[64], [40, 1, 23], [1, 2, 3, 4, 5, 16, 17], [33], [1, 1, 1], [17, 2], [100]].enumerated() {
            let tokens = tokens(pieces.reduce(0, +), seed: 20 + UInt64(i))
            let (p, q) = (softmax(logits(exact, tokens, in: pieces)), softmax(logits(fast, tokens, in: pieces)))
            divergences.append(zip(p, q).reduce(0) { $0 + $1.0 * log($1.0 / $1.1) })
        }
        let median = divergences.sorted()[divergences.count / 2]
        #expect(median > 0 && median < 0.02, "\(divergences)")
    }

    /// The order in which blocks are added is the same for every number of threads and piece of work.
    @Test func fastArithmeticDoesNotDependOnTheNumberOfThreads() throws {
        let tokens = tokens(140)
        #expect(
            logits(try load(threads: 1, arithmetic: .fast), tokens, in: [139, 1])
                == logits(try load(threads: 3, arithmetic: .fast), tokens, in: [139, 1]))
    }

    private func softmax(_ logits: [Float]) -> [Double] {
        let exponentials = logits.map { exp(Double($0)) }
        let sum = exponentials.reduce(0, +)
        return exponentials.map { $0 / sum }
    }

    /// A sliding layer forgets: with only such layers, tokens beyond all their windows change nothing.
    @Test func aWindowHidesWhatIsBehindIt() throws {
        let checkpoint = try TemporaryCheckpoint(weights: true)
        let text = String(decoding: try checkpoint.bytes(of: "config.json"), as: UTF8.self)
        try checkpoint.write(text.replacing("full_attention", with: "sliding_attention"), to: "config.json")
        try checkpoint.edit("config.json", "\"sliding_window\": 128", "\"sliding_window\": 5")
        let transformer = try Transformer.load(directory: checkpoint.path)
        // Four layers of 5 positions reach back 4 · 4 positions.
        let (tokens, a, b) = (tokens(17), tokens(80, seed: 7), tokens(80, seed: 8))
        let last = logits(transformer, a + tokens, in: [97])
        expect(logits(transformer, b + tokens, in: [97]), toEqual: last)
        let changed = logits(transformer, a + [(tokens[0] + 1) % 608] + tokens[1...], in: [97])
        #expect(zip(changed, last).contains { abs($0 - $1) > Self.tolerance }, "the seventeenth last token is still seen")
    }
}
