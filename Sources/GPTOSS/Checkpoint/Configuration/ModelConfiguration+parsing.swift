import JSON

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

extension ModelConfiguration {
    /// What sizes are believed. Within these bounds no product of a network's sizes overflows `Int`.
    enum Bounds {
        /// Residual stream and experts.
        static let width = 32...(1 << 18)
        static let layers = 1...(1 << 10)
        static let experts = 1...(1 << 14)
        static let heads = 1...(1 << 12)
        static let headDim = 2...(1 << 12)
        static let vocabulary = 1...(1 << 24)
        static let positions = 1...(1 << 24)
    }

    /// Reads config.json and, where there is one, generation_config.json.
    package init(directory: String) throws(CheckpointError) {
        let generation = directory + "/generation_config.json"
        try self.init(
            config: JSONFile(path: directory + "/config.json"),
            generation: MappedFile.exists(generation) ? JSONFile(path: generation) : nil)
    }

    init(config: JSONFile, generation: JSONFile?) throws(CheckpointError) {
        try Self.requireSupported(config)
        hiddenSize = try config.integer("hidden_size", in: Bounds.width, multipleOf: 32)
        intermediateSize = try config.integer("intermediate_size", in: Bounds.width, multipleOf: 32)
        numHiddenLayers = try config.integer("num_hidden_layers", in: Bounds.layers)
        numKeyValueHeads = try config.integer("num_key_value_heads", in: Bounds.heads)
        numAttentionHeads = try config.integer("num_attention_heads", in: Bounds.heads, multipleOf: numKeyValueHeads)
        headDim = try config.integer("head_dim", in: Bounds.headDim, multipleOf: 2)
        numExperts = try config.integer("num_local_experts", "num_experts", in: Bounds.experts)
        expertsPerToken = try config.integer("num_experts_per_tok", "experts_per_token", in: 1...numExperts)
        slidingWindow = try config.integer("sliding_window", in: Bounds.positions)
        vocabularySize = try config.integer("vocab_size", in: Bounds.vocabulary)
        maxPositionEmbeddings = try config.integer("max_position_embeddings", in: Bounds.positions)
        swigluLimit = Float(try config.number("swiglu_limit", in: 1e-3...1e4, default: 7))
        rmsNormEps = Float(try config.number("rms_norm_eps", in: 1e-12...1, default: 1e-5))
        layerTypes = try Self.layerTypes(config, count: numHiddenLayers)
        guard let rope = try config.object("rope_scaling", "rope_parameters") else { throw config.missing("rope_scaling") }
        // Transformers 5 moved the base into `rope_parameters`.
        let ropeBase = try rope.optional("rope_theta") == nil ? config : rope
        ropeTheta = try ropeBase.number("rope_theta", in: 2...1e12)
        ropeScaling = try RopeScaling(rope, config: config)
        sampling = try SamplingDefaults(generation)
        eosTokenIds = try Self.eosTokenIds([generation, config], below: vocabularySize)
    }

    /// Refuses other architectures, other quantisations, and switches of gpt_oss that no published model uses.
    private static func requireSupported(_ config: JSONFile) throws(CheckpointError) {
        let architecture = try config.optional("model_type")
        guard architecture == "gpt_oss" else {
            throw .unsupportedArchitecture(file: config.path, found: architecture.map { String($0.serialized.prefix(80)) } ?? "none")
        }
        let method = try config.object("quantization_config")?.optional("quant_method")
        guard method == "mxfp4" else {
            throw .unsupportedQuantization(file: config.path, found: method.map { String($0.serialized.prefix(80)) } ?? "none")
        }
        try config.expect("attention_bias", true)
        try config.expect("tie_word_embeddings", false)
        try config.expect("hidden_act", "silu")
        try config.expect("swiglu_alpha", 1.702)
    }

    /// As listed; alternating, beginning with a sliding layer, where the file has no list.
    private static func layerTypes(_ config: JSONFile, count: Int) throws(CheckpointError) -> [LayerType] {
        guard let found = try config.optional("layer_types") else {
            return (0..<count).map { $0.isMultiple(of: 2) ? .sliding : .full }
        }
        let types = found.arrayValue?.compactMap { $0.stringValue.flatMap(LayerType.init(rawValue:)) }
        guard let types, types.count == count, found.arrayValue?.count == count else {
            throw config.invalid("layer_types", expected: "\(count) of sliding_attention or full_attention", found: found)
        }
        return types
    }

    /// One id or a list of them, from the first file that has any; none where no file has.
    private static func eosTokenIds(_ files: [JSONFile?], below vocabularySize: Int) throws(CheckpointError) -> [Int32] {
        for case let file? in files {
            guard let found = try file.optional("eos_token_id") else { continue }
            let values = found.arrayValue ?? [found]
            let ids = values.compactMap { $0.intValue.flatMap { 0..<vocabularySize ~= $0 ? Int32($0) : nil } }
            guard ids.count == values.count else {
                throw file.invalid("eos_token_id", expected: "token ids below \(vocabularySize)", found: found)
            }
            return ids
        }
        return []
    }
}

extension ModelConfiguration.RopeScaling {
    /// The defaults are those of transformers' `_compute_yarn_parameters`.
    fileprivate init(_ rope: JSONFile, config: JSONFile) throws(CheckpointError) {
        guard let type = try rope.optional("rope_type", "type") else { throw rope.missing("rope_type") }
        guard type == "yarn" else { throw rope.invalid("rope_type", expected: "\"yarn\"", found: type) }
        try rope.expect("partial_rotary_factor", 1)
        for name in ["mscale", "mscale_all_dim"] {
            if let found = try rope.optional(name) { throw rope.invalid(name, expected: "none", found: found) }
        }
        factor = try rope.number("factor", in: 1...1e6)
        betaSlow = try rope.number("beta_slow", in: 1e-6...1e6, default: 1)
        betaFast = try rope.number("beta_fast", in: betaSlow.nextUp...1e7, default: 32)
        let name = "original_max_position_embeddings"
        originalMaxPositionEmbeddings =
            try rope.optional(name) == nil
            ? config.integer("initial_context_length", in: 1...(1 << 24)) : rope.integer(name, in: 1...(1 << 24))
        truncate = try rope.bool("truncate", default: true)
        attentionFactor = try rope.number("attention_factor", in: 1e-3...1e3, default: 0.1 * log(factor) + 1)
    }
}
