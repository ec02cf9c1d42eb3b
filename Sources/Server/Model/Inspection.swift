import GPTOSS

/// `chorale inspect`: what a checkpoint is, read from its configuration and headers alone.
package enum Inspection {
    /// - Parameter directory: of the checkpoint.
    package static func report(directory: String) throws -> String {
        let checkpoint = try Checkpoint.open(directory: directory)
        let summary = try CheckpointSummary(checkpoint)
        let network = summary.configuration
        let sliding = network.layerTypes.count { $0 == .sliding }
        var table = Lines()
        table.add("architecture", "\(summary.architecture), fingerprint \(summary.fingerprint)")
        table.add("parameters", count(summary.parameters))
        table.add("active", "\(count(summary.activeParameters)) for each token")
        table.add(
            "layers", "\(network.numHiddenLayers): \(sliding) see \(network.slidingWindow) tokens, "
                + "\(network.numHiddenLayers - sliding) see all")
        table.add("experts", "\(network.numExperts) a layer, \(network.expertsPerToken) for each token")
        table.add(
            "attention", "\(network.numAttentionHeads) heads of \(network.headDim), "
                + "\(network.numKeyValueHeads) for keys and values")
        table.add("width", "\(network.hiddenSize), experts \(network.intermediateSize)")
        table.add("vocabulary", String(network.vocabularySize))
        table.add("context", "\(network.maxPositionEmbeddings) tokens")
        table.add("tokenizer", summary.hasTokenizer ? "tokenizer.json" : "missing: it cannot be served")
        table.add("weights", "\(bytes(summary.byteCount)), mapped and not copied")
        for part in ModelConfiguration.TensorSpecification.Part.allCases {
            if let size = summary.bytesByPart[part] { table.add("  \(part.rawValue)", bytes(size)) }
        }
        table.add("read per token", "\(bytes(network.activeByteCount))")
        table.add("KV cache", "\(bytes(KVCache.bytesPerToken(network))) for each token")
        for file in summary.files { table.add(file.name, "\(bytes(file.byteCount)), \(file.tensorCount) tensors") }
        return table.text
    }

    private struct Lines {
        private var rows: [(name: String, value: String)] = []

        mutating func add(_ name: String, _ value: String) {
            rows.append((name, value))
        }

        var text: String {
            let width = rows.map(\.name.count).max() ?? 0
            return rows.map { $0.name + String(repeating: " ", count: width - $0.name.count + 2) + $0.value }.joined(separator: "\n")
        }
    }

    /// `20.91 B`
    private static func count(_ value: Int) -> String {
        switch value {
        case 1_000_000_000...: "\((Double(value) / 1e9).formatted(digits: 2)) B (\(value))"
        case 1_000_000...: "\((Double(value) / 1e6).formatted(digits: 2)) M (\(value))"
        default: String(value)
        }
    }

    /// `13.76 GB`
    private static func bytes(_ value: Int) -> String {
        switch value {
        case 1_000_000_000...: "\((Double(value) / 1e9).formatted(digits: 2)) GB"
        case 1_000_000...: "\((Double(value) / 1e6).formatted(digits: 1)) MB"
        default: "\((Double(value) / 1e3).formatted(digits: 1)) kB"
        }
    }
}
