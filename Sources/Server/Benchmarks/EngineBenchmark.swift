import Engine
package import GPTOSS
import JSON
import Sampling

/// Prefill and decode of a checkpoint, each as a share of what the machine can do, which the run measures itself before and after; and how soon the
/// first token comes.
package struct EngineBenchmark {
    package struct Options: Sendable {
        /// Lengths of prompts that are read.
        package var prompts = [128, 512, 2048]
        /// Tokens before those that one stream decodes.
        package var depths = [0, 2048, 8192]
        /// Numbers of streams that decode together.
        package var streams = [1, 4, 8, 16]
        /// Tokens that each stream decodes.
        package var decodedTokens = 32
        /// How they draw them: 0, and anything below 1e-5, for the most probable ones.
        package var temperature: Float = 0
        package var topP: Float = 1
        /// Of the first turn for the time to the first token; 0 leaves that out.
        package var turnTokens = 2048
        /// 0 is one for each processor.
        package var threads = 0
        package var arithmetic = Arithmetic.exact
        package var instructionSet = InstructionSet.best
        package var isReproducible = false
        package var cachePrecision = CachePrecision.float32
        package var usesPackedWeights = true
        package var screening = Screening.whereItPays

        package init() {}
    }

    let transformer: Transformer
    let options: Options
    private let cost: DecodeCost
    private let threads: Int

    /// - Parameter model: see `CheckpointLocation`.
    package init(model: String, options: Options) throws {
        var settings = Transformer.Options()
        if options.threads > 0 { settings.threadCount = options.threads }
        threads = settings.threadCount
        settings.arithmetic = options.arithmetic
        settings.instructionSet = options.instructionSet
        settings.isReproducible = options.isReproducible
        settings.cachePrecision = options.cachePrecision
        settings.screening = options.screening
        settings.packing = options.usesPackedWeights ? .use : .ignore
        transformer = try Transformer.load(directory: CheckpointLocation(model).directory, options: settings)
        cost = DecodeCost(transformer.configuration, options.arithmetic)
        self.options = options
    }

    /// - Parameter progress: told what is measured next.
    package func run(progress: (String) -> Void) async throws -> EngineReport {
        progress("ceilings")
        let before = MachineCeilings.measure(threads: threads, instructionSet: options.instructionSet)
        progress("the first pass, which reads the weights")
        let first = timed { _ = prefill(stream: 0, count: 16) }
        var rows: [EngineReport.Row] = []
        for (index, count) in options.prompts.enumerated() {
            progress("prefill, \(count) tokens")
            let seconds = timed { _ = prefill(stream: index + 1, count: count) }
            rows.append(
                EngineReport.Row(
                    kind: .prefill, name: "prefill, \(count) tokens", tokens: count, seconds: seconds,
                    multiplyAccumulates: count * bodyMultiplyAccumulates))
        }
        for depth in options.depths {
            progress("decode after \(depth) tokens")
            rows.append(decode(streams: 1, depth: depth))
        }
        for count in options.streams where count > 1 {
            progress("decode, \(count) streams")
            rows.append(decode(streams: count, depth: 0))
        }
        let turns = options.turnTokens > 0 ? try await firstTokens(progress: progress) : nil
        progress("ceilings")
        let after = MachineCeilings.measure(threads: threads, instructionSet: options.instructionSet)
        return EngineReport(
            threads: threads, arithmetic: options.arithmetic, temperature: options.temperature, topP: options.topP, before: before,
            after: after, firstPassSeconds: first, rows: rows,
            turns: turns, memory: ProcessMemory.current, cache: cacheSize)
    }

    private var cacheSize: EngineReport.CacheSize {
        let (page, tokens) = (transformer.pageBytes, transformer.pageTokens)
        return EngineReport.CacheSize(
            precision: options.cachePrecision, bytesPerToken: page.full / tokens,
            windowBytes: page.windowed * (transformer.windowTokens(step: 1) / tokens + 1))
    }

    /// All but the head, which a prompt needs once.
    private var bodyMultiplyAccumulates: Int {
        cost.totalMultiplyAccumulates - cost.multiplyAccumulates[.head, default: 0]
    }

    /// Ids that look random and are the same in every run.
    func prompt(stream: Int, count: Int) -> [Int32] {
        var state = UInt64(stream &+ 1) &* 0x9E37_79B9_7F4A_7C15
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int32(truncatingIfNeeded: (state >> 33) % UInt64(transformer.vocabularySize))
        }
    }

    private func prefill(stream: Int, count: Int) -> KVCache {
        let cache = transformer.makeCache()
        var logits: [Float] = []
        let ids = prompt(stream: stream, count: count)
        transformer.forward([.init(cache: cache, tokens: ids[...], wantsLogits: true)], logits: &logits)
        return cache
    }

    /// Decoding of several sequences in one batch, behind so many tokens each, 16 at least.
    private func decode(streams: Int, depth: Int) -> EngineReport.Row {
        let promptTokens = max(16, depth)
        let caches = (0..<streams).map { _ in transformer.makeCache() }
        var next = (0..<streams).map { prompt(stream: $0 + 2, count: promptTokens) }
        var samplers = (0..<streams).map(sampler)
        var (logits, headShare): ([Float], Double) = ([], 0)
        func step() {
            logits.removeAll(keepingCapacity: true)
            transformer.forward(
                (0..<streams).map {
                    .init(cache: caches[$0], tokens: next[$0][...], wantsLogits: true, screen: LogitScreen(for: samplers[$0]))
                }, logits: &logits)
            headShare += transformer.headShare
            logits.withUnsafeMutableBufferPointer { logits in
                for stream in 0..<streams {
                    let row = stream * transformer.vocabularySize..<(stream + 1) * transformer.vocabularySize
                    next[stream] = [samplers[stream].sample(UnsafeMutableBufferPointer(rebasing: logits[row])).id]
                }
            }
        }
        step()
        headShare = 0
        let seconds = timed {
            for _ in 0..<options.decodedTokens { step() }
        }
        headShare /= Double(options.decodedTokens)
        let tokens = streams * options.decodedTokens
        let middle = promptTokens + options.decodedTokens / 2
        let bytes =
            cost.expectedWeightBytes(sequences: streams) - (1 - headShare) * Double(cost.weightBytes[.head, default: 0])
            + Double(streams * cost.cacheBytes(position: middle, options.cachePrecision))
        return EngineReport.Row(
            kind: .decode, name: streams == 1 ? "decode after \(depth) tokens" : "decode, \(streams) streams", tokens: tokens,
            seconds: seconds, multiplyAccumulates: tokens * cost.totalMultiplyAccumulates, bytes: bytes * Double(options.decodedTokens),
            headShare: headShare)
    }

    /// Draws the same tokens in every run.
    private func sampler(stream: Int) -> Sampler {
        var parameters = SamplingParameters()
        (parameters.temperature, parameters.topP, parameters.seed) = (options.temperature, options.topP, UInt64(stream))
        return Sampler(parameters, prompt: [], vocabularySize: transformer.vocabularySize)
    }

    private func timed(_ body: () -> Void) -> Double {
        ContinuousClock().measure(body).inSeconds
    }
}
