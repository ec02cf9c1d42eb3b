import GPTOSS
import Testing

@Suite struct RotaryEmbeddingTests {
    private func published(truncate: Bool = false) throws -> RotaryEmbedding {
        var configuration = try ModelConfiguration(directory: Fixtures.tinyMoE)
        configuration.headDim = 64
        configuration.ropeScaling.truncate = truncate
        return RotaryEmbedding(configuration)
    }

    @Test func frequenciesAreThoseOfYaRNWithUnroundedLimits() throws {
        let rope = try published()
        let expected: [Double] = [
            1.0, 0.6890443058881633, 0.4747820554769007, 0.3271458718642365, 0.2254180002028708, 0.15532298948448497,
            0.10702442147781144, 0.07374456821026082, 0.050813274815461475, 0.03170569618466377, 0.019335001126540362,
            0.011592049256286924, 0.006794959489732219, 0.0038603593171920685, 0.0020937923789696887, 0.0010526021013863359,
            0.00045648391922324086, 0.00012931870124506317, 3.8308812373753384e-05, 2.6396469031472782e-05, 1.818833668168956e-05,
            1.2532569824095001e-05, 8.63549587543848e-06, 5.950239261491605e-06, 4.0999784818029795e-06, 2.8250668271503398e-06,
            1.9465962110014815e-06, 1.3412910350540445e-06, 9.242089502428301e-07, 6.36820914615699e-07, 4.387978250864396e-07,
            3.0235114281192144e-07,
        ]
        expect(rope.inverseFrequencies, near: expected, magnitudes: expected, tolerance: 1e-7, "frequencies")
        #expect(abs(rope.concentration - 1.3465735902799727) < 1e-7)
    }

    /// What llama.cpp and mlx do for every model, and a configuration may ask for.
    @Test func truncatedLimitsAreWholeDimensions() throws {
        let rope = try published(truncate: true)
        let expected = [
            0.031620752275346484, 0.019450967544057934, 0.011792191099482284, 0.007015713910504388, 0.004069554714758243,
            0.002277271936341833, 0.001206130969041873, 0.0005809475019311124, 0.0002279477957951252,
        ]
        expect(Array(rope.inverseFrequencies[9...17]), near: expected, magnitudes: expected, tolerance: 1e-7, "frequencies 9 to 17")
    }
}
