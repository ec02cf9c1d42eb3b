package import GPTOSS

/// Prefill and decode of a checkpoint, each as a share of what the machine can do, which the run measures itself before and after.
package struct EngineBenchmark {
    package struct Options: Sendable {
        package var promptTokens = 512
        /// Tokens that each stream decodes.
        package var decodedTokens = 32
        /// Numbers of streams that decode together.
        package var streams = [1, 4]
        /// 0 is one for each processor.
        package var threads = 0
        package var arithmetic = Arithmetic.exact

        package init() {}
    }

    private let transformer: Transformer
    private let cost: DecodeCost
    private let options: Options
    private let threads: Int

    /// - Parameter model: see `CheckpointLocation`.
    package init(model: String, options: Options) throws {
        var settings = Transformer.Options()
        if options.threads > 0 { settings.threadCount = options.threads }
        threads = settings.threadCount
        settings.arithmetic = options.arithmetic
        transformer = try Transformer.load(directory: CheckpointLocation(model).directory, options: settings)
        cost = DecodeCost(transformer.configuration, options.arithmetic)
        self.options = options
    }

    /// - Parameter write: given a line or table at a time, as they are measured.
    package func run(_ write: (String) -> Void) {
        let before = MachineCeilings.measure(threads: threads)
        write("\(threads) threads, \(before.instructionSet), \(options.arithmetic) arithmetic")
        // The first pass reads the weights from the disk where the page cache does not have them.
        let warmUp = timed { _ = prefill(stream: 0) }
        write("first pass over \(options.promptTokens) tokens: \(warmUp.formatted(digits: 2)) s")

        var rows: [Row] = []
        let promptSeconds = timed { _ = prefill(stream: 1) }
        rows.append(
            Row(
                name: "prefill, \(options.promptTokens) tokens", tokens: options.promptTokens, seconds: promptSeconds,
                multiplyAccumulates: options.promptTokens * bodyMultiplyAccumulates, bytes: nil))
        for count in options.streams where count > 0 {
            rows.append(decode(streams: count))
        }
        let after = MachineCeilings.measure(threads: threads)
        write(ceilings(before, after) + "\n")
        write(table(rows, before, after))
    }

    private struct Row {
        var name: String
        var tokens: Int
        var seconds: Double
        var multiplyAccumulates: Int
        /// Weights and cache read; `nil` where reading is not what bounds it.
        var bytes: Double?
    }

    /// All but the head, which a prompt needs once.
    private var bodyMultiplyAccumulates: Int {
        cost.totalMultiplyAccumulates - cost.multiplyAccumulates[.head, default: 0]
    }

    /// Ids that look random and are the same in every run.
    private func prompt(stream: Int, count: Int) -> [Int32] {
        var state = UInt64(stream &+ 1) &* 0x9E37_79B9_7F4A_7C15
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int32(truncatingIfNeeded: (state >> 33) % UInt64(transformer.vocabularySize))
        }
    }

    private func prefill(stream: Int) -> KVCache {
        let cache = transformer.makeCache()
        var logits: [Float] = []
        let ids = prompt(stream: stream, count: options.promptTokens)
        transformer.forward([.init(cache: cache, tokens: ids[...], wantsLogits: true)], logits: &logits)
        return cache
    }

    /// Greedy decoding of several sequences in one batch, behind a short prompt each.
    private func decode(streams: Int) -> Row {
        let promptTokens = 16
        let caches = (0..<streams).map { _ in transformer.makeCache() }
        var next = (0..<streams).map { prompt(stream: $0 + 2, count: promptTokens) }
        var logits: [Float] = []
        func step() {
            logits.removeAll(keepingCapacity: true)
            transformer.forward(
                zip(caches, next).map { .init(cache: $0, tokens: $1[...], wantsLogits: true) }, logits: &logits)
            next = (0..<streams).map { [mostProbable(logits, row: $0)] }
        }
        step()
        let seconds = timed {
            for _ in 0..<options.decodedTokens { step() }
        }
        let tokens = streams * options.decodedTokens
        let middle = promptTokens + options.decodedTokens / 2
        let bytes = cost.expectedWeightBytes(sequences: streams) + Double(streams * cost.cacheBytes(position: middle))
        return Row(
            name: streams == 1 ? "decode, 1 stream" : "decode, \(streams) streams", tokens: tokens, seconds: seconds,
            multiplyAccumulates: tokens * cost.totalMultiplyAccumulates, bytes: bytes * Double(options.decodedTokens))
    }

    private func mostProbable(_ logits: [Float], row: Int) -> Int32 {
        let size = transformer.vocabularySize
        var best = row * size
        for index in row * size..<(row + 1) * size where logits[index] > logits[best] { best = index }
        return Int32(best - row * size)
    }

    private func timed(_ body: () -> Void) -> Double {
        ContinuousClock().measure(body).inSeconds
    }

    private func ceilings(_ before: MachineCeilings, _ after: MachineCeilings) -> String {
        var table = TextTable(header: ["ceilings of this machine", "before", "after"])
        func giga(_ value: Double) -> String { (value / 1e9).formatted(digits: 1) }
        table.add("read, GB/s", giga(before.readBytesPerSecond), giga(after.readBytesPerSecond))
        table.add(
            "int8, G MAC/s", giga(before.int8MultiplyAccumulatesPerSecond), giga(after.int8MultiplyAccumulatesPerSecond))
        table.add(
            "float32, G MAC/s", giga(before.float32MultiplyAccumulatesPerSecond),
            giga(after.float32MultiplyAccumulatesPerSecond))
        return table.text
    }

    /// Shares are of the higher of the two measurements of each ceiling.
    private func table(_ rows: [Row], _ before: MachineCeilings, _ after: MachineCeilings) -> String {
        let read = max(before.readBytesPerSecond, after.readBytesPerSecond)
        let int8 = max(before.int8MultiplyAccumulatesPerSecond, after.int8MultiplyAccumulatesPerSecond)
        let float32 = max(before.float32MultiplyAccumulatesPerSecond, after.float32MultiplyAccumulatesPerSecond)
        var table = TextTable(header: ["", "tokens/s", "GB/s", "of read", "G MAC/s", "of int8", "of float32"])
        for row in rows {
            let rate = Double(row.multiplyAccumulates) / row.seconds
            let bytes = row.bytes.map { $0 / row.seconds }
            table.add(
                row.name, (Double(row.tokens) / row.seconds).formatted(digits: 2),
                bytes.map { ($0 / 1e9).formatted(digits: 1) } ?? "", bytes.map { ($0 / read).percent } ?? "",
                (rate / 1e9).formatted(digits: 1), (rate / int8).percent, (rate / float32).percent)
        }
        return table.text
    }
}
