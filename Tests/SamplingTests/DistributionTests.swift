import Sampling
import Testing

/// Draws follow the distribution that a plain implementation computes. Seeds are fixed, so a passing test passes always.
@Suite struct DistributionTests {
    static let filters: [SamplingParameters] = [
        SamplingParameters(),
        SamplingParameters { $0.temperature = 0.5 },
        SamplingParameters { $0.temperature = 2.5 },
        SamplingParameters { $0.topK = 2 },
        SamplingParameters { $0.topK = 5 },
        SamplingParameters { $0.topK = 150 },
        SamplingParameters { $0.topP = 0.3 },
        SamplingParameters { $0.topP = 0.9 },
        SamplingParameters { $0.topP = 0.999 },
        SamplingParameters { $0.minP = 0.02 },
        SamplingParameters { $0.minP = 0.5 },
        SamplingParameters { ($0.topK, $0.topP) = (7, 0.8) },
        SamplingParameters { ($0.topK, $0.topP) = (200, 0.95) },
        SamplingParameters { ($0.topK, $0.minP) = (9, 0.1) },
        SamplingParameters { ($0.topP, $0.minP) = (0.7, 0.01) },
        SamplingParameters { ($0.topP, $0.minP) = (0.97, 0.2) },
        SamplingParameters { ($0.temperature, $0.topK, $0.topP, $0.minP) = (0.7, 20, 0.9, 0.05) },
        SamplingParameters { ($0.temperature, $0.topP) = (1.3, 0.6) },
    ]

    @Test(arguments: filters)
    func drawsFromTheReferenceDistribution(filter: SamplingParameters) {
        // Sizes around the sixteen lanes and the blocks of 256.
        for (index, size) in [2, 15, 16, 17, 100, 255, 257, 1000].enumerated() {
            let logits = randomLogits(size, seed: UInt64(size))
            var parameters = filter
            parameters.seed = UInt64(index)
            var sampler = Sampler(parameters, prompt: [], vocabularySize: size)
            let deviation = ReferenceDistribution(logits, parameters).deviation(of: sampler.ids(1500, from: logits))
            #expect(deviation < 5, "vocabulary of \(size)")
        }
    }

    @Test(arguments: [1, 6])
    func drawsFromAWholeVocabulary(spread: Double) {
        let size = 201_088
        let logits = randomLogits(size, deviation: spread, seed: 1)
        for filter in [
            SamplingParameters { $0.topP = 0.9 }, SamplingParameters { $0.topK = 5000 }, SamplingParameters(),
            SamplingParameters { ($0.topP, $0.minP) = (0.95, 0.001) },
        ] {
            var parameters = filter
            parameters.seed = 9
            var sampler = Sampler(parameters, prompt: [], vocabularySize: size)
            #expect(ReferenceDistribution(logits, parameters).deviation(of: sampler.ids(200, from: logits)) < 5)
        }
    }

    /// A shifted or a very hot or cold distribution is the same arithmetic.
    @Test func isUnmovedByAConstant() {
        let logits = randomLogits(50, seed: 3)
        let shifted = logits.map { ($0 * 64).rounded() / 64 + 1024 }
        let parameters = SamplingParameters { ($0.seed, $0.topP) = (5, 0.9) }
        var sampler = Sampler(parameters, prompt: [], vocabularySize: 50)
        var other = sampler
        #expect(sampler.ids(200, from: shifted) == other.ids(200, from: shifted.map { $0 - 2048 }))
    }

    @Test func drawsEvenlyFromEqualLogits() {
        let logits = [Float](repeating: 3, count: 300)
        let parameters = SamplingParameters { $0.seed = 5 }
        var sampler = Sampler(parameters, prompt: [], vocabularySize: 300)
        #expect(ReferenceDistribution(logits, parameters).deviation(of: sampler.ids(6000, from: logits)) < 5)
    }

    @Test func neverDrawsWhatHasNoProbability() {
        var logits = [Float](repeating: -.infinity, count: 1000)
        for id in [17, 500, 999] { logits[id] = 1 }
        for filter in [SamplingParameters(), SamplingParameters { $0.topP = 0.9999 }, SamplingParameters { $0.topK = 200 }] {
            var sampler = Sampler(filter, prompt: [], vocabularySize: 1000)
            #expect(Set(sampler.ids(300, from: logits)) == [17, 500, 999])
        }
    }

    @Test func aTinyTemperatureDrawsTheMostProbable() {
        let logits = randomLogits(1000, seed: 2)
        let best = logits.indices.max { logits[$0] < logits[$1] }
        for temperature: Float in [0, 1e-30, 1e-6, 1e-4, -1, .nan] {
            var sampler = Sampler(SamplingParameters { $0.temperature = temperature }, prompt: [], vocabularySize: 1000)
            #expect(sampler.ids(5, from: logits).allSatisfy { Int($0) == best }, "\(temperature)")
        }
    }
}
