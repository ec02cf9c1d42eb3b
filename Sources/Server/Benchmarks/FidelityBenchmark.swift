import GPTOSS
import Harmony
import Sampling
import Tokenization

/// How far fast arithmetic, and a cache in 8 bits, are from exact arithmetic on a checkpoint, at text that the checkpoint itself writes.
///
/// The exact network writes Harmony messages from `<|start|>` on, at temperature 1, several streams at once. The others read the same tokens:
/// one by one as they are decoded, and again in chunks as a prompt is. What a rounding does beside sending a token to other experts is told apart.
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
        var readers = [
            ("fast", fast, CachePrecision.float32), ("exact, cache in int8", exact, .int8), ("fast, cache in int8", fast, .int8),
        ].map { FidelityReader(name: $0, network: $1, precision: $2, streams: options.streams) }
        let reference = write(&readers)
        var table = TextTable(
            header: ["beside exact", "positions", "mean KL, nats", "99 %", "worst", "same top token", "same experts", "mean KL of those"])
        for reader in readers {
            table.add([reader.name + ": decoded one by one"] + reader.divergences.cells)
            table.add([reader.name + ": read in chunks of \(Self.chunk)"] + reader.reading(reference, chunk: Self.chunk).cells)
        }
        return table.text
    }

    /// What the exact network writes, which the readers are given as it comes.
    private func write(_ readers: inout [FidelityReader]) -> FidelityReader.Reference {
        let caches = (0..<options.streams).map { _ in exact.makeCache() }
        var reference = FidelityReader.Reference(written: [[Int32]](repeating: [start], count: options.streams))
        // The same numbers in every run.
        var random = SplitMix64(state: 1)
        for position in 0..<options.tokens {
            let next = reference.written.map { $0.suffix(1) }
            let pass = FidelityReader.Pass(exact, caches, next, at: position)
            let distributions = pass.logits.map { Distribution(logits: $0) }
            for index in readers.indices { readers[index].decode(next, at: position, beside: pass, distributions) }
            if (position + 1).isMultiple(of: Self.chunk) { reference.ends.append((pass, distributions)) }
            for (stream, distribution) in distributions.enumerated() {
                reference.written[stream].append(distribution.pick(Double(random.next() >> 11) * 0x1p-53))
            }
        }
        return reference
    }
}
