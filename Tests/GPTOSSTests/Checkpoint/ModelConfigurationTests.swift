import GPTOSS
import Testing

@Suite struct ModelConfigurationTests {
    private func read(_ edits: [(String, String)]) throws -> ModelConfiguration {
        let checkpoint = try TemporaryCheckpoint()
        for (old, new) in edits {
            try checkpoint.edit("config.json", old, new)
        }
        return try ModelConfiguration(directory: checkpoint.path)
    }

    @Test func readsThePublishedNames() throws {
        let configuration = try read([])
        #expect(configuration.hiddenSize == 64)
        #expect(configuration.intermediateSize == 64)
        #expect(configuration.numHiddenLayers == 4)
        #expect(configuration.numAttentionHeads == 4)
        #expect(configuration.numKeyValueHeads == 2)
        #expect(configuration.headDim == 32)
        #expect(configuration.numExperts == 4)
        #expect(configuration.expertsPerToken == 2)
        #expect(configuration.slidingWindow == 128)
        #expect(configuration.layerTypes == [.sliding, .full, .sliding, .full])
        #expect(configuration.ropeTheta == 150_000)
        #expect(configuration.ropeScaling.factor == 32)
        #expect(configuration.ropeScaling.betaFast == 32)
        #expect(configuration.ropeScaling.betaSlow == 1)
        #expect(configuration.ropeScaling.originalMaxPositionEmbeddings == 4096)
        #expect(configuration.ropeScaling.truncate == false)
        #expect(abs(configuration.ropeScaling.attentionFactor - 1.3465735903) < 1e-9)
        #expect(configuration.swigluLimit == 7)
        #expect(configuration.rmsNormEps == 1e-5)
        #expect(configuration.vocabularySize == 608)
        #expect(configuration.maxPositionEmbeddings == 131_072)
        #expect(configuration.eosTokenIds == [592, 591, 598])
        #expect(configuration.queryHeadsPerKeyValueHead == 2)
        #expect(configuration.querySize == 128)
        #expect(configuration.keyValueSize == 64)
    }

    /// Every other spelling of the same network.
    @Test(arguments: [
        [("\"num_local_experts\"", "\"num_experts\"")],
        [("\"num_experts_per_tok\": 2,", "")],
        [("\"experts_per_token\": 2,", "")],
        [("\"layer_types\"", "\"no_layer_types\"")],
        [("\"rope_scaling\": {", "\"rope_parameters\": {\"rope_theta\": 150000,"), ("  \"rope_theta\": 150000,\n", "")],
        [("\"rope_type\"", "\"type\"")],
        [("\"original_max_position_embeddings\"", "\"other\"")],
        [("\"swiglu_limit\": 7.0,", "\"swiglu_limit\": 7, \"swiglu_alpha\": 1.702,")],
        [("\"hidden_size\": 64", "\"hidden_size\": 64.0")],
        [("\"hidden_act\": \"silu\",", "\"hidden_act\": null,")],
    ])
    func understandsOtherSpellings(_ edits: [(String, String)]) throws {
        let plain = try read([])
        #expect(try read(edits) == plain)
    }

    @Test func takesTheEndOfTextFromEitherFile() throws {
        let checkpoint = try TemporaryCheckpoint()
        try checkpoint.write("{\"eos_token_id\": 5}", to: "generation_config.json")
        #expect(try ModelConfiguration(directory: checkpoint.path).eosTokenIds == [5])
        try checkpoint.write("{}", to: "generation_config.json")
        #expect(try ModelConfiguration(directory: checkpoint.path).eosTokenIds == [592])
        try checkpoint.remove("generation_config.json")
        #expect(try ModelConfiguration(directory: checkpoint.path).eosTokenIds == [592])
        try checkpoint.edit("config.json", "\"eos_token_id\": 592,", "")
        #expect(try ModelConfiguration(directory: checkpoint.path).eosTokenIds == [])
    }

    /// generation_config.json, and what it says of sampling: temperature, top-p, top-k, min-p, repetition penalty.
    @Test(arguments: [
        ("{}", [1, 1, 0, 0, 1]),
        ("{\"do_sample\": true}", [1, 1, 0, 0, 1]),
        ("{\"do_sample\": false, \"temperature\": 0.6}", [0, 1, 0, 0, 1]),
        (
            "{\"temperature\": 0.6, \"top_p\": 0.95, \"top_k\": 20, \"min_p\": 0.1, \"repetition_penalty\": 1.1}",
            [0.6, 0.95, 20, 0.1, 1.1]
        ),
    ])
    func takesTheSamplingFromGenerationConfig(_ file: String, _ expected: [Double]) throws {
        let checkpoint = try TemporaryCheckpoint()
        try checkpoint.write(file, to: "generation_config.json")
        let found = try ModelConfiguration(directory: checkpoint.path).sampling
        #expect([found.temperature, found.topP, Double(found.topK), found.minP, found.repetitionPenalty] == expected)
    }

    @Test(arguments: ["\"temperature\": 3", "\"top_p\": -1", "\"top_k\": 1.5", "\"do_sample\": 1", "\"repetition_penalty\": 0"])
    func refusesImpossibleSampling(_ member: String) throws {
        let checkpoint = try TemporaryCheckpoint()
        try checkpoint.write("{\(member)}", to: "generation_config.json")
        #expect(throws: CheckpointError.self) { try ModelConfiguration(directory: checkpoint.path) }
    }

    /// An edit of config.json, and the key, the expectation and the value that its refusal names.
    @Test(arguments: [
        ("\"hidden_size\": 64", "\"hidden_size\": 0", "hidden_size", "a multiple of 32 from 32 to 262144", "0"),
        ("\"hidden_size\": 64", "\"hidden_size\": 72", "hidden_size", "a multiple of 32 from 32 to 262144", "72"),
        ("\"hidden_size\": 64", "\"hidden_size\": -64", "hidden_size", "a multiple of 32 from 32 to 262144", "-64"),
        ("\"hidden_size\": 64", "\"hidden_size\": \"64\"", "hidden_size", "a multiple of 32 from 32 to 262144", "\"64\""),
        ("\"hidden_size\": 64", "\"hidden_size\": 64.5", "hidden_size", "a multiple of 32 from 32 to 262144", "64.5"),
        (
            "\"hidden_size\": 64", "\"hidden_size\": 9223372036854775776", "hidden_size", "a multiple of 32 from 32 to 262144",
            "9223372036854775776"
        ),
        ("\"intermediate_size\": 64", "\"intermediate_size\": 63", "intermediate_size", "a multiple of 32 from 32 to 262144", "63"),
        ("\"num_hidden_layers\": 4", "\"num_hidden_layers\": 1000000", "num_hidden_layers", "an integer from 1 to 1024", "1000000"),
        ("\"num_attention_heads\": 4", "\"num_attention_heads\": 0", "num_attention_heads", "a multiple of 2 from 1 to 4096", "0"),
        ("\"num_attention_heads\": 4", "\"num_attention_heads\": 5", "num_attention_heads", "a multiple of 2 from 1 to 4096", "5"),
        ("\"num_key_value_heads\": 2", "\"num_key_value_heads\": 0", "num_key_value_heads", "an integer from 1 to 4096", "0"),
        ("\"head_dim\": 32", "\"head_dim\": 33", "head_dim", "a multiple of 2 from 2 to 4096", "33"),
        ("\"num_local_experts\": 4", "\"num_local_experts\": 0", "num_local_experts", "an integer from 1 to 16384", "0"),
        ("\"num_experts_per_tok\": 2", "\"num_experts_per_tok\": 3", "experts_per_token", "3 as num_experts_per_tok says", "2"),
        ("\"num_local_experts\": 4", "\"num_local_experts\": 1", "num_experts_per_tok", "an integer from 1 to 1", "2"),
        ("\"sliding_window\": 128", "\"sliding_window\": 0", "sliding_window", "an integer from 1 to 16777216", "0"),
        ("\"vocab_size\": 608", "\"vocab_size\": 1e300", "vocab_size", "an integer from 1 to 16777216", "1e300"),
        ("\"vocab_size\": 608", "\"vocab_size\": [608]", "vocab_size", "an integer from 1 to 16777216", "[608]"),
        ("\"rms_norm_eps\": 1e-05", "\"rms_norm_eps\": 0", "rms_norm_eps", "a number from 1e-12 to 1.0", "0"),
        ("\"swiglu_limit\": 7.0", "\"swiglu_limit\": true", "swiglu_limit", "a number from 0.001 to 10000.0", "true"),
        ("\"rope_theta\": 150000", "\"rope_theta\": -1", "rope_theta", "a number from 2.0 to 1000000000000.0", "-1"),
        ("\"factor\": 32.0", "\"factor\": 0", "rope_scaling.factor", "a number from 1.0 to 1000000.0", "0"),
        ("\"rope_type\": \"yarn\"", "\"rope_type\": \"linear\"", "rope_scaling.rope_type", "\"yarn\"", "\"linear\""),
        ("\"truncate\": false", "\"truncate\": 0", "rope_scaling.truncate", "true or false", "0"),
        ("\"truncate\": false", "\"mscale\": 1.0", "rope_scaling.mscale", "none", "1.0"),
        ("\"attention_bias\": true", "\"attention_bias\": false", "attention_bias", "true", "false"),
        ("\"tie_word_embeddings\": false", "\"tie_word_embeddings\": true", "tie_word_embeddings", "false", "true"),
        ("\"hidden_act\": \"silu\"", "\"hidden_act\": \"gelu\"", "hidden_act", "\"silu\"", "\"gelu\""),
        ("\"use_cache\": true", "\"swiglu_alpha\": 1.5", "swiglu_alpha", "1.702", "1.5"),
        ("\"eos_token_id\": 592", "\"layer_types\": 592", "layer_types", "4 of sliding_attention or full_attention", "592"),
    ])
    func namesKeyExpectationAndValue(_ old: String, _ new: String, _ key: String, _ expected: String, _ found: String) throws {
        let checkpoint = try TemporaryCheckpoint()
        if key == "layer_types" { try checkpoint.edit("config.json", "\"layer_types\"", "\"other\"") }
        try checkpoint.edit("config.json", old, new)
        let error = try #require(checkpoint.error())
        let path = checkpoint.path(of: "config.json")
        #expect(error == .invalidValue(file: path, key: key, expected: expected, found: found))
        #expect(error.description == "\(path): \(key): expected \(expected), found \(found)")
    }

    @Test func refusesLayerTypesOfAnotherCountOrKind() throws {
        for edit in [("\"num_hidden_layers\": 4", "\"num_hidden_layers\": 3"), ("    \"full_attention\"\n", "    \"chunked_attention\"\n")]
        {
            let checkpoint = try TemporaryCheckpoint()
            try checkpoint.edit("config.json", edit.0, edit.1)
            guard case .invalidValue(_, "layer_types", _, _) = checkpoint.error() else {
                Issue.record("expected a refusal of layer_types")
                return
            }
        }
    }

    @Test(arguments: ["hidden_size", "num_hidden_layers", "head_dim", "sliding_window", "vocab_size", "rope_theta", "rope_scaling"])
    func namesAMissingKey(_ key: String) throws {
        let checkpoint = try TemporaryCheckpoint()
        try checkpoint.edit("config.json", "\"\(key)\"", "\"other\"")
        #expect(checkpoint.error() == .missingKey(file: checkpoint.path(of: "config.json"), key: key))
    }

    @Test func refusesOtherArchitectures() throws {
        let checkpoint = try TemporaryCheckpoint()
        let path = checkpoint.path(of: "config.json")
        try checkpoint.edit("config.json", "\"model_type\": \"gpt_oss\"", "\"model_type\": \"llama\"")
        let error = try #require(checkpoint.error())
        #expect(error == .unsupportedArchitecture(file: path, found: "\"llama\""))
        #expect(error.description == "\(path): expected model_type gpt_oss, found \"llama\"")
        try checkpoint.write("{}", to: "config.json")
        #expect(checkpoint.error() == .unsupportedArchitecture(file: path, found: "none"))
    }

    @Test func refusesOtherQuantizations() throws {
        let checkpoint = try TemporaryCheckpoint()
        let path = checkpoint.path(of: "config.json")
        try checkpoint.edit("config.json", "\"mxfp4\"", "\"gptq\"")
        let error = try #require(checkpoint.error())
        #expect(error == .unsupportedQuantization(file: path, found: "\"gptq\""))
        #expect(error.description == "\(path): expected quantization_config.quant_method mxfp4, found \"gptq\"")
        try checkpoint.edit("config.json", "\"quantization_config\"", "\"other\"")
        #expect(checkpoint.error() == .unsupportedQuantization(file: path, found: "none"))
    }

    @Test(arguments: ["", "x", "[]", "{\"a\": 1, \"a\": 2}", "{}{}"])
    func refusesAConfigurationThatIsNoJSONObject(_ text: String) throws {
        let checkpoint = try TemporaryCheckpoint()
        for name in ["config.json", "generation_config.json"] {
            let good = try checkpoint.bytes(of: name)
            try checkpoint.write(text, to: name)
            guard case .notJSON(checkpoint.path(of: name), _) = checkpoint.error() else {
                Issue.record("expected a refusal of \(name)")
                return
            }
            try checkpoint.write(good, to: name)
        }
    }

    @Test func refusesEndOfTextTokensOutsideTheVocabulary() throws {
        let checkpoint = try TemporaryCheckpoint()
        for found in ["608", "-1", "[0,608]", "\"592\""] {
            try checkpoint.write("{\"eos_token_id\":\(found)}", to: "generation_config.json")
            let file = checkpoint.path(of: "generation_config.json")
            #expect(
                checkpoint.error() == .invalidValue(file: file, key: "eos_token_id", expected: "token ids below 608", found: found))
        }
    }
}
