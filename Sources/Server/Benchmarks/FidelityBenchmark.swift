import GPTOSS
import Harmony
import Tokenization

/// How far fast arithmetic is from exact arithmetic on a checkpoint, at text that the checkpoint itself writes.
///
/// The exact network writes Harmony messages from `<|start|>` on, at temperature 1, several streams at once. The fast one reads the same tokens:
/// one by one as they are decoded, and again in chunks as a prompt is.
package struct FidelityBenchmark {
    package struct Options: Sendable {
        package var streams = 16
        /// Tokens of each stream.
        package var tokens = 128
        /// 0 is one for each processor.
        package var threads = 0

        package init() {}
    }

    private let exact: Transformer
    private let fast: Transformer
    private let start: Int32
    private let options: Options
    /// Tokens of a stream that are read at once as a prompt.
    private static let chunk = 32

    /// - Parameter model: see `CheckpointLocation`.
    package init(model: String, options: Options) throws {
        let directory = try CheckpointLocation(model).directory
        var settings = Transformer.Options()
        if options.threads > 0 { settings.threadCount = options.threads }
        exact = try Transformer.load(directory: directory, options: settings)
        settings.arithmetic = .fast
        fast = try Transformer.load(directory: directory, options: settings)
        start = try HarmonyVocabulary(CheckpointFiles(directory).tokenizer()).start
        self.options = options
    }

    package func run() -> String {
        let (written, decoded, exactLogits) = write()
        let prefilled = read(written, against: exactLogits)
        var table = TextTable(header: ["fast beside exact", "positions", "mean KL, nats", "99 %", "worst", "same top token"])
        for (name, divergences) in [("decoded one by one", decoded), ("read in chunks of \(Self.chunk)", prefilled)] {
            table.add(
                name, String(divergences.count), divergences.mean.formatted(digits: 5), divergences.quantile(0.99).formatted(digits: 4),
                divergences.quantile(1).formatted(digits: 4), divergences.sameTop.map { ($0 * 100).formatted(digits: 2) + " %" } ?? "")
        }
        return table.text
    }

    /// What the exact network writes, [streams][tokens]; how far off the fast one is at each position; and the exact logits at ends of chunks.
    private func write() -> (written: [[Int32]], Divergences, [[Float]]) {
        let caches = (0..<options.streams).map { _ in (exact: exact.makeCache(), fast: fast.makeCache()) }
        var written = [[Int32]](repeating: [start], count: options.streams)
        var (divergences, kept): (Divergences, [[Float]]) = (Divergences(), [])
        var random = SplitMix(state: 1)
        for position in 0..<options.tokens {
            var (expected, found): ([Float], [Float]) = ([], [])
            let next = written.map { $0.suffix(1) }
            exact.forward(zip(caches, next).map { .init(cache: $0.exact, tokens: $1, wantsLogits: true) }, logits: &expected)
            fast.forward(zip(caches, next).map { .init(cache: $0.fast, tokens: $1, wantsLogits: true) }, logits: &found)
            for stream in 0..<options.streams {
                let range = stream * exact.vocabularySize..<(stream + 1) * exact.vocabularySize
                let probabilities = divergences.add(expected[range], found[range])
                if (position + 1).isMultiple(of: Self.chunk) { kept.append(Array(expected[range])) }
                written[stream].append(probabilities.pick(random.nextUnit()))
            }
        }
        return (written.map { $0.dropLast() }, divergences, kept)
    }

    /// The fast network's divergences at the ends of chunks of the same tokens.
    private func read(_ written: [[Int32]], against exactLogits: [[Float]]) -> Divergences {
        let caches = written.map { _ in fast.makeCache() }
        var (divergences, expected) = (Divergences(), exactLogits[...])
        for end in stride(from: Self.chunk, through: options.tokens, by: Self.chunk) {
            var found: [Float] = []
            fast.forward(
                zip(caches, written).map { .init(cache: $0, tokens: $1[end - Self.chunk..<end], wantsLogits: true) }, logits: &found)
            for stream in written.indices {
                guard let logits = expected.popFirst() else { break }
                _ = divergences.add(logits[...], found[stream * fast.vocabularySize..<(stream + 1) * fast.vocabularySize])
            }
        }
        return divergences
    }
}

/// A generator that gives the same numbers in every run: SplitMix64.
private struct SplitMix {
    var state: UInt64

    /// From 0 to less than 1.
    mutating func nextUnit() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
    }
}
