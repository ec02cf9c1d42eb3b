import GPTOSS
import Testing

@Suite struct MeasuringTests {
    @Test func ceilingsAreRates() {
        let ceilings = MachineCeilings.measure(threads: 2, bufferBytes: 1 << 20)
        #expect(ceilings.threadCount == 2)
        #expect(ceilings.instructionSet == .best)
        #expect(ceilings.readBytesPerSecond > 1e6 && ceilings.readBytesPerSecond.isFinite)
        #expect(ceilings.int8MultiplyAccumulatesPerSecond > 1e6 && ceilings.int8MultiplyAccumulatesPerSecond.isFinite)
        #expect(ceilings.float32MultiplyAccumulatesPerSecond > 1e6 && ceilings.float32MultiplyAccumulatesPerSecond.isFinite)
    }

    /// The shape of gpt-oss-20b.
    @Test func aTokenReadsAllWeightsButThoseOfOtherExperts() throws {
        var configuration = try ModelConfiguration(directory: Fixtures.tinyMoE)
        (configuration.hiddenSize, configuration.intermediateSize, configuration.numHiddenLayers) = (2880, 2880, 24)
        (configuration.numAttentionHeads, configuration.numKeyValueHeads, configuration.headDim) = (64, 8, 64)
        (configuration.numExperts, configuration.expertsPerToken, configuration.vocabularySize) = (32, 4, 201_088)
        configuration.layerTypes = (0..<24).map { $0.isMultiple(of: 2) ? .sliding : .full }
        let cost = DecodeCost(configuration)
        // 24 layers × 4 experts × (5760 + 2880) rows × (90 blocks of 17 bytes and a bias of 2)
        #expect(cost.weightBytes[.experts] == 24 * 4 * 8640 * (90 * 17 + 2))
        #expect(cost.weightBytes[.head] == 201_088 * 2880 * 2)
        #expect(cost.weightBytes[.embedding] == nil)
        #expect(cost.totalWeightBytes == configuration.activeByteCount)
        #expect(cost.multiplyAccumulates[.experts] == 24 * 4 * 8640 * 2880)
        #expect(cost.multiplyAccumulates[.attention] == 24 * (4096 + 512 + 512 + 4096) * 2880)
        #expect(cost.multiplyAccumulates[.router] == 24 * 32 * 2880)
        #expect(cost.totalMultiplyAccumulates == 3_607_142_400)
        #expect(cost.cacheBytes(position: 0) == 24 * 4096)
        #expect(cost.cacheBytes(position: 999) == 12 * 4096 * (128 + 1000))
        #expect(cost.expectedWeightBytes(sequences: 1) == Double(cost.totalWeightBytes))
        // A byte a weight and two for the scale of 32; biases as they are.
        let fast = DecodeCost(configuration, .fast)
        #expect(fast.weightBytes[.head] == 201_088 * 2880 * 34 / 32)
        #expect(fast.weightBytes[.attention] == 24 * ((4096 + 512 + 512 + 4096) * 2880 * 34 / 32 + 2 * (4096 + 512 + 512 + 2880 + 64)))
        #expect(fast.weightBytes[.experts] == cost.weightBytes[.experts])
        #expect(fast.multiplyAccumulates == cost.multiplyAccumulates)
        // Two tokens share 1/8 of their experts.
        let experts = Double(24 * 4 * 8640 * (90 * 17 + 2))
        #expect(abs(cost.expectedWeightBytes(sequences: 2) - (Double(cost.totalWeightBytes) + experts * 7 / 8)) < 1)
    }
}
