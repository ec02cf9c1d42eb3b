import Sampling
import Testing

/// A broken model or odd parameters give some token, never a trap.
@Suite struct RobustnessTests {
    static let parameters: [SamplingParameters] =
        DistributionTests.filters + [
            SamplingParameters { $0.temperature = 0 },
            SamplingParameters { $0.temperature = .infinity },
            SamplingParameters { $0.topP = 0 },
            SamplingParameters { $0.topP = -1 },
            SamplingParameters { $0.topP = .nan },
            SamplingParameters { $0.minP = 5 },
            SamplingParameters { $0.minP = .nan },
            SamplingParameters { ($0.topK, $0.topP, $0.minP) = (.max, 2, -1) },
            SamplingParameters { $0.topK = -3 },
            SamplingParameters { ($0.repetitionPenalty, $0.logitBias) = (0, [0: .nan, 1: .infinity]) },
            SamplingParameters { ($0.topLogprobs, $0.presencePenalty, $0.frequencyPenalty) = (5, .infinity, .nan) },
            SamplingParameters { $0.topLogprobs = -1 },
            SamplingParameters { $0.topLogprobs = .max },
        ]

    static let logits: [[Float]] = [
        [Float](repeating: .nan, count: 20),
        [Float](repeating: -.infinity, count: 20),
        [Float](repeating: .infinity, count: 20),
        [Float](repeating: .greatestFiniteMagnitude, count: 300),
        [Float](repeating: -.greatestFiniteMagnitude, count: 300),
        [.nan, 1, .infinity, -.infinity, 0, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, -.greatestFiniteMagnitude],
        [1],
        [],
    ]

    @Test(arguments: parameters)
    func alwaysGivesATokenOfTheVocabulary(parameters: SamplingParameters) {
        for logits in Self.logits {
            var sampler = Sampler(parameters, prompt: [0, 1], vocabularySize: logits.count)
            for _ in 0..<3 {
                let token = sampler.sample(logits)
                #expect(token.id == 0 || logits.indices.contains(Int(token.id)))
                #expect(token.logprob?.isFinite != false && token.topLogprobs.allSatisfy { $0.logprob.isFinite })
            }
        }
    }

    @Test(arguments: [0, 1] as [Float])
    func notANumberIsNeverChosen(temperature: Float) {
        var logits = [Float](repeating: .nan, count: 200)
        logits[33] = -5
        logits[150] = -5
        for filter in DistributionTests.filters + [SamplingParameters { ($0.topK, $0.topP) = (199, 0.999) }] {
            var parameters = filter
            parameters.temperature = temperature
            var sampler = Sampler(parameters, prompt: [], vocabularySize: 200)
            #expect(Set(sampler.ids(100, from: logits)).isSubset(of: [33, 150]))
        }
    }

    @Test func withoutAnyLogitTokenZeroIsChosen() {
        for value in [Float.nan, -.infinity] {
            var sampler = Sampler(SamplingParameters { $0.topLogprobs = 2 }, prompt: [], vocabularySize: 9)
            #expect(sampler.sample([Float](repeating: value, count: 9)) == SampledToken(id: 0, logprob: -9999))
        }
    }

    @Test func infinityIsTheMostProbable() {
        for filter in DistributionTests.filters {
            var sampler = Sampler(filter, prompt: [], vocabularySize: 200)
            var logits = randomLogits(200, seed: 4)
            logits[77] = .infinity
            #expect(Set(sampler.ids(50, from: logits)) == [77])
        }
    }
}
