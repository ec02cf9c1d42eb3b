import GPTOSS

/// A network that reads what another writes, and how far it is off.
struct FidelityReader {
    /// What was written.
    struct Reference {
        /// [streams][tokens]
        var written: [[Int32]]
        /// The writer's last token of each chunk.
        var ends: [(pass: Pass, distributions: [Distribution])] = []
    }

    /// One step of several streams: the logits after each one's last token, and the experts that it went to in each layer.
    struct Pass {
        let logits: [ArraySlice<Float>]
        let experts: [[Set<Int>]]

        /// - Parameter position: of the last tokens.
        init(_ network: Transformer, _ caches: [KVCache], _ tokens: [ArraySlice<Int32>], at position: Int) {
            let traces = caches.map { _ in ExpertTrace(from: position) }
            var logits: [Float] = []
            network.forward(
                caches.indices.map { .init(cache: caches[$0], tokens: tokens[$0], wantsLogits: true, trace: traces[$0]) }, logits: &logits)
            self.logits = caches.indices.map { logits[$0 * network.vocabularySize..<($0 + 1) * network.vocabularySize] }
            experts = zip(traces, tokens).map { trace, tokens in
                trace.choices(of: Array(tokens.suffix(1))).positions.first.flatMap { $0?.map { Set($0) } } ?? []
            }
        }
    }

    let name: String
    let network: Transformer
    let precision: CachePrecision
    /// Of tokens one by one.
    private(set) var divergences = Divergences()
    private let caches: [KVCache]

    init(name: String, network: Transformer, precision: CachePrecision, streams: Int) {
        (self.name, self.network, self.precision) = (name, network, precision)
        caches = (0..<streams).map { _ in network.makeCache(precision) }
    }

    /// Reads the next token of each stream.
    mutating func decode(_ tokens: [ArraySlice<Int32>], at position: Int, beside expected: Pass, _ distributions: [Distribution]) {
        divergences.add(Pass(network, caches, tokens, at: position), beside: expected, distributions)
    }

    /// The divergences at the ends of chunks of what was written.
    func reading(_ reference: Reference, chunk: Int) -> Divergences {
        let caches = caches.map { _ in network.makeCache(precision) }
        var divergences = Divergences()
        for (index, end) in reference.ends.enumerated() {
            let tokens = reference.written.map { $0[index * chunk..<(index + 1) * chunk] }
            divergences.add(Pass(network, caches, tokens, at: (index + 1) * chunk - 1), beside: end.pass, end.distributions)
        }
        return divergences
    }
}

extension Divergences {
    fileprivate mutating func add(_ found: FidelityReader.Pass, beside expected: FidelityReader.Pass, _ distributions: [Distribution]) {
        for stream in distributions.indices {
            add(
                distributions[stream], Distribution(logits: found.logits[stream]),
                hasSameExperts: found.experts[stream] == expected.experts[stream])
        }
    }

    /// Of the table.
    var cells: [String] {
        func share(_ value: Double?) -> String { value.map { ($0 * 100).formatted(digits: 2) + " %" } ?? "" }
        return [
            String(count), mean.formatted(digits: 5), quantile(0.99).formatted(digits: 4), quantile(1).formatted(digits: 4),
            share(sameTop), share(sameExperts), meanOfSameExperts.formatted(digits: 5),
        ]
    }
}
