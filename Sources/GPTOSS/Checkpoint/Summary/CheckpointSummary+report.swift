extension CheckpointSummary {
    /// What `chorale inspect` prints: a line for each property, and one for each weight file.
    package var report: String {
        var lines = [
            ("architecture", "\(architecture), \(configuration.numHiddenLayers) layers of width \(configuration.hiddenSize)"),
            ("attention", attention),
            ("experts", "\(configuration.numExperts) a layer, \(configuration.expertsPerToken) for each token"),
            ("vocabulary", "\(grouped(configuration.vocabularySize)) rows" + (hasTokenizer ? "" : "; tokenizer.json is missing")),
            ("context", "\(grouped(configuration.maxPositionEmbeddings)) tokens"),
            ("parameters", "\(grouped(parameters)), \(grouped(activeParameters)) of them active for a token"),
            ("weights", "\(size(byteCount)): " + parts),
            ("read", "\(size(configuration.activeByteCount)) to decode one token"),
            ("cache", cache),
            ("tensors", types),
        ]
        if !conversions.isEmpty { lines.append(("converted", converted)) }
        lines += files.map { ("file", "\($0.name), \(size($0.byteCount)), \($0.tensorCount) tensors") }
        lines.append(("fingerprint", fingerprint))
        return lines.map { $0 + String(repeating: " ", count: 14 - $0.count) + $1 + "\n" }.joined()
    }

    private var attention: String {
        let full = configuration.layerTypes.count { $0 == .full }
        return
            "\(configuration.numAttentionHeads) heads of \(configuration.headDim), \(configuration.numKeyValueHeads) for keys and values; "
            + "\(configuration.layerTypes.count - full) layers see \(configuration.slidingWindow) tokens, \(full) all"
    }

    private var parts: String {
        ModelConfiguration.TensorSpecification.Part.allCases
            .sorted { bytesByPart[$0, default: 0] > bytesByPart[$1, default: 0] }
            .map { "\($0.rawValue) \(size(bytesByPart[$0, default: 0]))" }.joined(separator: ", ")
    }

    private var cache: String {
        let context = size(configuration.maxPositionEmbeddings * keyValueBytesPerToken)
        return "\(grouped(keyValueBytesPerToken)) bytes for each token, \(context) for a full context"
    }

    private var converted: String {
        conversions.map { "\($0.count) of \($0.from) to \($0.to)" }.joined(separator: ", ") + ", in memory, when it is loaded"
    }

    private var types: String {
        tensorsByType.sorted { $0.value > $1.value }.map { "\($0.value) of \($0.key.rawValue)" }.joined(separator: ", ")
    }
}

/// With commas between thousands.
private func grouped(_ number: Int) -> String {
    let digits = Array(String(number))
    return digits.indices.map { ($0 > 0 && (digits.count - $0).isMultiple(of: 3) ? "," : "") + String(digits[$0]) }.joined()
}

/// In units of 10^9, 10^6 or 10^3 bytes with two digits after the point.
private func size(_ bytes: Int) -> String {
    let (unit, name) = bytes >= 1_000_000_000 ? (1_000_000_000, "GB") : bytes >= 1_000_000 ? (1_000_000, "MB") : (1000, "kB")
    let hundredths = (bytes + unit / 200) / (unit / 100)
    let fraction = String(hundredths % 100)
    return "\(hundredths / 100)." + (fraction.count < 2 ? "0" : "") + fraction + " " + name
}
