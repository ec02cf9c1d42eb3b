import Sampling
import Testing

@Suite struct SeedTests {
    /// The outputs that Vigna's splitmix64.c gives for seed 1234567.
    @Test func splitMixIsThePublishedOne() {
        var random = SplitMix64(state: 1_234_567)
        #expect(
            (0..<5).map { _ in random.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
                16_408_922_859_458_223_821,
            ])
    }

    /// The outputs of Blackman and Vigna's xoshiro256starstar.c for the state 1, 2, 3, 4.
    @Test func xoshiroIsThePublishedOne() {
        var random = Xoshiro256(state: (1, 2, 3, 4))
        #expect(
            (0..<10).map { _ in random.next() } == [
                11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360, 607_988_272_756_665_600,
                16_172_922_978_634_559_625, 8_476_171_486_693_032_832, 10_595_114_339_597_558_777, 2_904_607_092_377_533_576,
            ])
    }

    @Test func unitsAreBelowOne() {
        var random = Xoshiro256(seed: 0)
        let units = (0..<10_000).map { _ in random.nextUnit() }
        #expect(units.allSatisfy { (0..<1).contains($0) })
        #expect(abs(units.reduce(0, +) / 10_000 - 0.5) < 0.02)
    }

    /// Logits without library functions, so that only the sampler's own arithmetic could make platforms differ.
    private let logits: [Float] = (0..<1000).map { Float(($0 * 7919) % 1009) / 100 }

    private func ids(seed: UInt64?, _ change: (inout SamplingParameters) -> Void = { _ in }) -> [Int32] {
        var parameters = SamplingParameters(change)
        parameters.seed = seed
        var sampler = Sampler(parameters, prompt: [], vocabularySize: 1000)
        return sampler.ids(8, from: logits)
    }

    @Test func aSeedMeansTheseTokens() {
        #expect(ids(seed: 42) == [80, 376, 680, 918, 996, 767, 719, 845])
        #expect(ids(seed: 42) { $0.topP = 0.5 } == [554, 686, 851, 7, 317, 152, 363, 706])
        #expect(ids(seed: 42) { ($0.temperature, $0.topK) = (0.6, 20) } == [66, 343, 620, 864, 897, 765, 653, 798])
        #expect(ids(seed: .max) { ($0.temperature, $0.minP) = (1.5, 0.1) } == [556, 766, 509, 752, 568, 733, 370, 766])
    }

    @Test func anotherSeedMeansOtherTokens() {
        #expect(ids(seed: 1) != ids(seed: 2))
        #expect(ids(seed: nil) != ids(seed: nil))
    }
}
