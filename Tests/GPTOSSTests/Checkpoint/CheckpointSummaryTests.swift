import GPTOSS
import Testing

@Suite struct CheckpointSummaryTests {
    /// The fixture's configuration with the sizes of a published model.
    private func published(layers: Int, experts: Int) throws -> ModelConfiguration {
        let checkpoint = try TemporaryCheckpoint()
        for (old, new) in [
            ("\"hidden_size\": 64", "\"hidden_size\": 2880"), ("\"intermediate_size\": 64", "\"intermediate_size\": 2880"),
            ("\"head_dim\": 32", "\"head_dim\": 64"), ("\"num_attention_heads\": 4", "\"num_attention_heads\": 64"),
            ("\"num_key_value_heads\": 2", "\"num_key_value_heads\": 8"), ("\"vocab_size\": 608", "\"vocab_size\": 201088"),
            ("\"num_hidden_layers\": 4", "\"num_hidden_layers\": \(layers)"),
            ("\"num_local_experts\": 4", "\"num_local_experts\": \(experts)"), ("\"layer_types\"", "\"no_layer_types\""),
            ("\"experts_per_token\": 2", "\"experts_per_token\": 4"), ("\"num_experts_per_tok\": 2", "\"num_experts_per_tok\": 4"),
        ] {
            try checkpoint.edit("config.json", old, new)
        }
        return try ModelConfiguration(directory: checkpoint.path)
    }

    /// Parameters and bytes as published; 3.6 and 5.1 billion active ones (gpt-oss model card, table 1).
    @Test(arguments: [
        (24, 32, 20_914_757_184, 13_761_264_768, 3_608_307_264), (36, 128, 116_829_156_672, 65_248_815_744, 5_132_849_472),
    ])
    func countsThePublishedModels(_ layers: Int, _ experts: Int, _ parameters: Int, _ bytes: Int, _ active: Int) throws {
        let configuration = try published(layers: layers, experts: experts)
        #expect(configuration.parameterCount == parameters)
        #expect(configuration.tensors.reduce(0) { $0 + $1.byteCount } == bytes)
        #expect(configuration.activeParameterCount == active)
    }

    @Test func describesACheckpoint() throws {
        let summary = try CheckpointSummary(Checkpoint.open(directory: Fixtures.tinyMoE))
        #expect(summary.architecture == "gpt_oss")
        #expect(summary.files.map(\.name) == ["model.safetensors"])
        #expect(summary.files.map(\.tensorCount) == [3 + 4 * 19])
        #expect(summary.tensorsByType == [.bfloat16: 3 + 4 * 15, .uint8: 4 * 4])
        #expect(summary.bytesByPart[.embedding] == 608 * 64 * 2)
        #expect(summary.bytesByPart[.head] == 608 * 64 * 2)
        #expect(summary.bytesByPart[.norms] == 9 * 64 * 2)
        #expect(summary.bytesByPart[.router] == 4 * (4 * 64 + 4) * 2)
        #expect(summary.bytesByPart[.attention] == 4 * (2 * (128 * 64 + 64 * 64) + 128 + 64 + 64 + 64 + 4) * 2)
        #expect(summary.bytesByPart[.experts] == 4 * 4 * ((128 + 64) * 64 / 32 * 17 + (128 + 64) * 2))
        #expect(summary.hasTokenizer)
        #expect(summary.fingerprint.count == 16)
    }

    @Test func countsTheBytesThatACacheTakes() throws {
        let transformer = try Transformer.load(directory: Fixtures.tinyMoE)
        let cache = transformer.makeCache()
        var logits: [Float] = []
        // Two pages of the cache.
        transformer.forward([.init(cache: cache, tokens: Array(repeating: 0, count: 128)[...], wantsLogits: false)], logits: &logits)
        #expect(try CheckpointSummary(transformer.checkpoint).keyValueBytesPerToken * 128 == cache.bytes)
    }

    @Test func reportsWhatInspectPrints() throws {
        let summary = try CheckpointSummary(directory: Fixtures.tinyMoE)
        #expect(
            summary.report == """
                architecture  gpt_oss, 4 layers of width 64
                attention     4 heads of 32, 2 for keys and values; 2 layers see 128 tokens, 2 all
                experts       4 a layer, 2 for each token
                vocabulary    608 rows
                context       131,072 tokens
                parameters    378,720, 239,968 of them active for a token
                weights       468.67 kB: attention 199.20 kB, experts 110.59 kB, embedding 77.82 kB, head 77.82 kB, router 2.08 kB, norms 1.15 kB
                read          335.55 kB to decode one token
                cache         2,048 bytes for each token, 268.44 MB for a full context
                tensors       63 of BF16, 16 of U8
                file          model.safetensors, 476.90 kB, 79 tensors
                fingerprint   1cbf3ab9385e5d08

                """)
    }

    @Test func summarizesOnlyCompleteCheckpoints() throws {
        let checkpoint = try TemporaryCheckpoint()
        try checkpoint.write(safetensors("{}"), to: "model.safetensors")
        let opened = try Checkpoint.open(directory: checkpoint.path)
        #expect(
            throws: CheckpointError.missingTensor(
                file: checkpoint.path(of: "model.safetensors"), tensor: "model.embed_tokens.weight")
        ) {
            try CheckpointSummary(opened)
        }
    }

    @Test func fingerprintsFilesNotPlaces() throws {
        func fingerprint(_ checkpoint: TemporaryCheckpoint) throws -> String {
            try CheckpointSummary(Checkpoint.open(directory: checkpoint.path)).fingerprint
        }
        let original = try CheckpointSummary(Checkpoint.open(directory: Fixtures.tinyMoE)).fingerprint
        let copy = try TemporaryCheckpoint(weights: true)
        #expect(try fingerprint(copy) == original)

        try copy.edit("config.json", "\"sliding_window\": 128", "\"sliding_window\": 127")
        #expect(try fingerprint(copy) != original)

        let tuned = try TemporaryCheckpoint(weights: true)
        var bytes = try tuned.bytes(of: "model.safetensors")
        // The head is the last tensor: its middle is a sample.
        bytes[bytes.count - 608 * 64] ^= 1
        try tuned.write(bytes, to: "model.safetensors")
        #expect(try fingerprint(tuned) != original)
    }
}
