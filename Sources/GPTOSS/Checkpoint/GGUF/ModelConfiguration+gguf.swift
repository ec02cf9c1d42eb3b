#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

extension ModelConfiguration {
    /// From a GGUF file's metadata (docs/gguf.md of ggml, under the names of llama.cpp's `gpt-oss`). What that has no names for is as in the
    /// published models: alternating layers, the first with a window; SwiGLU's limit 7; YaRN's bounds not rounded.
    init(gguf file: GGUFFile) throws(CheckpointError) {
        let metadata = GGUFMetadata(file)
        let architecture = try metadata.string("general.architecture")
        guard architecture == "gpt-oss" else {
            throw .unsupportedArchitecture(file: file.path, found: architecture?.debugDescription ?? "none")
        }
        func integer(_ name: String, _ range: ClosedRange<Int>, of divisor: Int = 1) throws(CheckpointError) -> Int {
            try metadata.integer("gpt-oss." + name, in: range, multipleOf: divisor)
        }
        hiddenSize = try integer("embedding_length", Bounds.width, of: 32)
        intermediateSize = try integer("expert_feed_forward_length", Bounds.width, of: 32)
        numHiddenLayers = try integer("block_count", Bounds.layers)
        numKeyValueHeads = try integer("attention.head_count_kv", Bounds.heads)
        numAttentionHeads = try integer("attention.head_count", Bounds.heads, of: numKeyValueHeads)
        headDim = try integer("attention.key_length", Bounds.headDim, of: 2)
        guard try integer("attention.value_length", Bounds.headDim) == headDim else {
            throw .invalidValue(file: file.path, key: "gpt-oss.attention.value_length", expected: "\(headDim)", found: "another")
        }
        numExperts = try integer("expert_count", Bounds.experts)
        expertsPerToken = try integer("expert_used_count", 1...numExperts)
        slidingWindow = try integer("attention.sliding_window", Bounds.positions)
        maxPositionEmbeddings = try integer("context_length", Bounds.positions)
        guard case .strings(let tokens)? = file.values["tokenizer.ggml.tokens"], Bounds.vocabulary.contains(tokens.count) else {
            throw .missingKey(file: file.path, key: "tokenizer.ggml.tokens")
        }
        vocabularySize = tokens.count
        swigluLimit = 7
        rmsNormEps = Float(try metadata.number("gpt-oss.attention.layer_norm_rms_epsilon", in: 1e-12...1))
        layerTypes = (0..<numHiddenLayers).map { $0.isMultiple(of: 2) ? .sliding : .full }
        ropeTheta = try metadata.number("gpt-oss.rope.freq_base", in: 2...1e12)
        ropeScaling = try RopeScaling(metadata)
        sampling = SamplingDefaults()
        if let temperature = try metadata.optionalNumber("general.sampling.temp", in: 0...2) { sampling.temperature = temperature }
        if let topP = try metadata.optionalNumber("general.sampling.top_p", in: 0...1) { sampling.topP = topP }
        if let minP = try metadata.optionalNumber("general.sampling.min_p", in: 0...1) { sampling.minP = minP }
        if file.values["general.sampling.top_k"] != nil {
            sampling.topK = try metadata.integer("general.sampling.top_k", in: 0...(1 << 24))
        }
        eosTokenIds = try Self.eosTokenIds(metadata, tokens)
    }

    /// The token that the file names, and those that end a message of Harmony's for good.
    private static func eosTokenIds(_ metadata: GGUFMetadata, _ tokens: [String]) throws(CheckpointError) -> [Int32] {
        var ids: [Int] = []
        if metadata.values["tokenizer.ggml.eos_token_id"] != nil {
            ids.append(try metadata.integer("tokenizer.ggml.eos_token_id", in: 0...tokens.count - 1))
        }
        for name in ["<|return|>", "<|endoftext|>", "<|call|>"] {
            if let id = tokens.firstIndex(of: name), !ids.contains(id) { ids.append(id) }
        }
        return ids.map(Int32.init)
    }
}

extension ModelConfiguration.RopeScaling {
    fileprivate init(_ metadata: GGUFMetadata) throws(CheckpointError) {
        let prefix = "gpt-oss.rope.scaling."
        let type = try metadata.string(prefix + "type")
        guard type == "yarn" else {
            throw .invalidValue(file: metadata.file, key: prefix + "type", expected: "\"yarn\"", found: type?.debugDescription ?? "none")
        }
        factor = try metadata.number(prefix + "factor", in: 1...1e6)
        betaSlow = try metadata.optionalNumber(prefix + "yarn_beta_slow", in: 1e-6...1e6) ?? 1
        betaFast = try metadata.optionalNumber(prefix + "yarn_beta_fast", in: betaSlow.nextUp...1e7) ?? 32
        originalMaxPositionEmbeddings = try metadata.integer(prefix + "original_context_length", in: 1...(1 << 24))
        truncate = false
        attentionFactor = 0.1 * log(factor) + 1
    }
}

/// The values of a GGUF file's metadata; its readers name file and key in what they throw.
struct GGUFMetadata {
    let file: String
    let values: [String: GGUFValue]

    init(_ file: GGUFFile) {
        self.file = file.path
        values = file.values
    }

    /// Nil where there is none.
    func string(_ key: String) throws(CheckpointError) -> String? {
        guard let value = values[key] else { return nil }
        guard case .string(let text) = value else { throw invalid(key, expected: "a text") }
        return text
    }

    func integer(_ key: String, in range: ClosedRange<Int>, multipleOf divisor: Int = 1) throws(CheckpointError) -> Int {
        guard values[key] != nil else { throw .missingKey(file: file, key: key) }
        guard case .integer(let value)? = values[key], range.contains(value), value % divisor == 0 else {
            let kind = divisor == 1 ? "an integer" : "a multiple of \(divisor)"
            throw invalid(key, expected: "\(kind) from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    func number(_ key: String, in range: ClosedRange<Double>) throws(CheckpointError) -> Double {
        guard let value = try optionalNumber(key, in: range) else { throw .missingKey(file: file, key: key) }
        return value
    }

    func optionalNumber(_ key: String, in range: ClosedRange<Double>) throws(CheckpointError) -> Double? {
        guard let value = values[key] else { return nil }
        guard case .number(let number) = value, range.contains(number) else {
            throw invalid(key, expected: "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private func invalid(_ key: String, expected: String) -> CheckpointError {
        .invalidValue(file: file, key: key, expected: expected, found: values[key]?.summary ?? "none")
    }
}
