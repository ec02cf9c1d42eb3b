import GPTOSS
import Testing

@Suite struct GGUFTests {
    /// The fixture's weights in a GGUF file of its own directory.
    private func converted(_ type: UInt32) throws -> (TemporaryCheckpoint, String) {
        let folder = try TemporaryCheckpoint()
        try folder.write(GGUFWriter(converting: Fixtures.tinyMoE, matrices: type).bytes(), to: "model.gguf")
        return (folder, folder.path(of: "model.gguf"))
    }

    private func logits(_ path: String, _ tokens: [Int32], _ arithmetic: Arithmetic) throws -> [Float] {
        var options = Transformer.Options()
        options.threadCount = 1
        options.arithmetic = arithmetic
        let transformer = try Transformer.load(directory: path, options: options)
        var logits: [Float] = []
        transformer.forward([.init(cache: transformer.makeCache(), tokens: tokens[...], wantsLogits: true)], logits: &logits)
        return logits
    }

    /// To the bit: bfloat16 survives F32, and MXFP4 is only put in another order.
    @Test(arguments: [UInt32(0), 30], [Arithmetic.exact, .fast])
    func hasTheLogitsOfSafetensors(_ type: UInt32, _ arithmetic: Arithmetic) throws {
        let (folder, path) = try converted(type)
        let tokens = (0..<140).map { Int32($0 * 37 % 600) }
        let found = try logits(path, tokens, arithmetic)
        let expected = try logits(Fixtures.tinyMoE, tokens, arithmetic)
        #expect(found == expected)
        withExtendedLifetime(folder) {}
    }

    /// F16 has fewer exponents than bfloat16; Q8_0 rounds. The rounding is the file's, and small.
    @Test(arguments: [(UInt32(1), Float(1e-3)), (8, 0.5)])
    func hasTheLogitsOfRoundedWeights(_ type: UInt32, _ tolerance: Float) throws {
        let (folder, path) = try converted(type)
        let tokens = (0..<40).map { Int32($0 * 37 % 600) }
        let (found, expected) = (try logits(path, tokens, .exact), try logits(Fixtures.tinyMoE, tokens, .exact))
        let worst = zip(found, expected).map { abs($0 - $1) }.max() ?? 1
        #expect(worst < tolerance)
        withExtendedLifetime(folder) {}
    }

    /// Each number is the nearest bfloat16 to what the block says.
    @Test func widensBlocksOfEightBits() throws {
        let (folder, path) = try converted(8)
        let checkpoint = try Checkpoint.open(directory: path)
        let shape = [checkpoint.configuration.vocabularySize, checkpoint.configuration.hiddenSize]
        func numbers(_ checkpoint: Checkpoint) throws -> [Float] {
            let tensor = try checkpoint.tensor("lm_head.weight", .bfloat16, shape: shape)
            return withExtendedLifetime((checkpoint, tensor)) { GGUFWriter.floats(Array(tensor.bytes)) }
        }
        let blocks = GGUFWriter.encoded(try numbers(Checkpoint.open(directory: Fixtures.tinyMoE)), as: 8)
        let found = try numbers(checkpoint)
        for i in 0..<shape[0] * shape[1] {
            let block = i / 32 * 34
            let scale = Float(Float16(bitPattern: UInt16(blocks[block]) | UInt16(blocks[block + 1]) << 8))
            let exact = scale * Float(Int8(bitPattern: blocks[block + 2 + i % 32]))
            let spacing = max(abs(exact) / 256, 1e-30)
            try #require(abs(found[i] - exact) <= spacing, "element \(i)")
        }
        withExtendedLifetime(folder) {}
    }

    @Test func readsTheConfigurationFromTheMetadata() throws {
        let (folder, path) = try converted(30)
        var found = try Checkpoint.open(directory: path).configuration
        let expected = try Checkpoint.open(directory: Fixtures.tinyMoE).configuration
        // Those that a file of this kind tells by tokens' names.
        (found.eosTokenIds, found.sampling) = (expected.eosTokenIds, expected.sampling)
        #expect(found.rmsNormEps == expected.rmsNormEps)
        #expect(found.layerTypes == expected.layerTypes)
        #expect(found.ropeScaling.attentionFactor == expected.ropeScaling.attentionFactor)
        #expect(found.tensors == expected.tensors)
        #expect(found.slidingWindow == expected.slidingWindow)
        #expect(found.ropeTheta == expected.ropeTheta)
        withExtendedLifetime(folder) {}
    }

    @Test func saysWhatIsConverted() throws {
        let (folder, path) = try converted(8)
        let summary = try CheckpointSummary(directory: path)
        #expect(summary.hasTokenizer)
        #expect(summary.files.map(\.name) == ["model.gguf"])
        // Of each of four layers: norms, sinks and biases; matrices of attention and router; those of the experts.
        #expect(summary.conversions.map { "\($0.count) of \($0.from)" }.sorted() == ["12 of MXFP4", "22 of Q8_0", "45 of F32"])
        #expect(summary.report.contains("converted"))
        withExtendedLifetime(folder) {}
    }

    @Test func takesTheOnlyModelOfADirectory() throws {
        let (folder, path) = try converted(30)
        try folder.remove("config.json")
        #expect(try Checkpoint.ggufFile(folder.path) == path)
        try Checkpoint.open(directory: folder.path).validate()
        try folder.write([], to: "other.gguf")
        #expect(throws: CheckpointError.self) { try Checkpoint.ggufFile(folder.path) }
    }

    @Test func takesAModelThatIsSplit() throws {
        let folder = try TemporaryCheckpoint()
        var first = try GGUFWriter(converting: Fixtures.tinyMoE, matrices: 30)
        first.values.append(("split.count", .uint32(2)))
        var second = GGUFWriter()
        second.values = [("split.count", .uint32(2))]
        second.tensors = Array(first.tensors.suffix(20))
        first.tensors.removeLast(20)
        try folder.write(first.bytes(), to: "m-00001-of-00002.gguf")
        try folder.write(second.bytes(), to: "m-00002-of-00002.gguf")
        try Checkpoint.open(directory: folder.path(of: "m-00001-of-00002.gguf")).validate()
        try folder.remove("config.json")
        try Checkpoint.open(directory: folder.path).validate()
        try folder.remove("m-00002-of-00002.gguf")
        #expect(throws: CheckpointError.fileMissing(file: folder.path(of: "m-00002-of-00002.gguf"))) {
            try Checkpoint.open(directory: folder.path(of: "m-00001-of-00002.gguf"))
        }
    }
}
