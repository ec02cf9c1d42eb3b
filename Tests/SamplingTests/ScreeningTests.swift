import Sampling
import Testing

/// From logits of which the least are left out comes the token that all of them would give, or the word that more must be known.
@Suite struct ScreeningTests {
    /// Logits within an error of estimates, as a screened head tells them: exact where they may be within reach of the largest, bounds elsewhere.
    private struct Screened {
        var logits: [Float]
        var rest: [Float]

        init(_ exact: [Float], reach: Float, error: Float, seed: UInt64) {
            var random = Xoshiro256(seed: seed)
            let estimates = exact.map { $0 + Float(2 * random.nextUnit() - 1) * error }
            let threshold = (estimates.max() ?? 0) - error - reach
            logits = zip(exact, estimates).map { $1 + error >= threshold ? $0 : -.infinity }
            rest = estimates.map { $0 + error >= threshold ? -.infinity : $0 + error }
        }

        /// The next token, and whether it is certain.
        mutating func sample(_ sampler: Sampler) -> (id: Int32, isDecided: Bool) {
            var sampler = sampler
            let isDecided = logits.withUnsafeMutableBufferPointer { logits in
                rest.withUnsafeMutableBufferPointer { sampler.isDecided(logits, rest: $0) }
            }
            return (sampler.ids(1, from: logits)[0], isDecided)
        }
    }

    private static let parameters: [SamplingParameters] = [
        SamplingParameters { $0.temperature = 0 },
        SamplingParameters(),
        SamplingParameters { $0.temperature = 0.6 },
        SamplingParameters { $0.temperature = 1.4 },
        SamplingParameters { $0.topP = 0.5 },
        SamplingParameters { $0.topP = 0.95 },
        SamplingParameters { ($0.temperature, $0.topP) = (0.7, 0.8) },
        SamplingParameters { $0.minP = 0.05 },
        SamplingParameters { ($0.temperature, $0.minP) = (1.3, 0.4) },
    ]

    /// Of peaked distributions, as networks have them, and of flat ones, in which what is left out matters.
    @Test(arguments: parameters, [1, 3, 6] as [Double])
    func decidedTokensAreThoseOfAllLogits(_ parameters: SamplingParameters, spread: Double) throws {
        let size = 5000
        var (decided, different) = (0, 0)
        for seed in 1...200 as ClosedRange<UInt64> {
            let exact = randomLogits(size, deviation: spread, seed: seed)
            var parameters = parameters
            parameters.seed = seed
            var sampler = Sampler(parameters, prompt: [], vocabularySize: size)
            var screened = Screened(exact, reach: try #require(sampler.reach), error: Float(spread) / 2, seed: seed)
            let (id, isDecided) = screened.sample(sampler)
            let expected = sampler.ids(1, from: exact)[0]
            #expect(!isDecided || id == expected, "seed \(seed)")
            decided += isDecided ? 1 : 0
            different += id == expected ? 0 : 1
        }
        if parameters.temperature == 0 || parameters.minP > 0 { #expect(decided == 200) }
        if spread == 6, parameters.temperature < 1 { #expect(decided > 190) }
        if spread == 1, parameters.temperature > 1, parameters.minP == 0 { #expect(different == 0 || decided < 200) }
    }

    @Test(arguments: [0.3, 0.9] as [Float]) func theTopPSetIsTheSame(_ topP: Float) {
        let exact = randomLogits(2000, deviation: 5, seed: 4)
        let parameters = SamplingParameters { ($0.topP, $0.seed) = (topP, 1) }
        var (whole, screened) = (Sampler(parameters, prompt: [], vocabularySize: 2000), Screened(exact, reach: 9, error: 1, seed: 2))
        var other = whole
        #expect(screened.sample(whole).isDecided)
        #expect(screened.logits.count { $0 > -.infinity } < 1000)
        #expect(whole.ids(3000, from: exact) == other.ids(3000, from: screened.logits))
    }

    @Test func whatIsLeftOutMayDecide() {
        func isDecided(_ rest: Float, _ change: (inout SamplingParameters) -> Void) -> Bool {
            var screened = Screened([0, 0], reach: 0, error: 0, seed: 1)
            screened.logits = [0] + [Float](repeating: -.infinity, count: 1000)
            screened.rest = [-.infinity] + [Float](repeating: rest, count: 1000)
            return screened.sample(Sampler(SamplingParameters(change), prompt: [], vocabularySize: 1001)).isDecided
        }
        for change: (inout SamplingParameters) -> Void in [{ $0.seed = 1 }, { ($0.seed, $0.topP) = (1, 0.9) }] {
            #expect(!isDecided(-1, change))
            #expect(isDecided(-30, change))
        }
        #expect(isDecided(-1) { $0.temperature = 0 })
    }

    /// A token that was left out may take the place of the last of top-p's set, though the share is reached at the same one either way.
    @Test func whatIsLeftOutMayBeInTheTopPSet() {
        func isDecided(_ rest: Float) -> Bool {
            var screened = Screened([0, -2, -2, -2, 0], reach: 9, error: 0, seed: 1)
            screened.logits[4] = -.infinity
            screened.rest = Array(repeating: -.infinity, count: 4) + [rest]
            return screened.sample(Sampler(SamplingParameters { ($0.seed, $0.topP) = (1, 0.72) }, prompt: [], vocabularySize: 5)).isDecided
        }
        #expect(!isDecided(-1.9))
        #expect(isDecided(-2.5))
    }

    /// Where more than the largest are needed there is no reach.
    @Test func someParametersWantAllLogits() {
        func reach(_ change: (inout SamplingParameters) -> Void) -> Float? {
            Sampler(SamplingParameters(change), prompt: [1], vocabularySize: 10).reach
        }
        #expect(reach { $0.temperature = 0 } == 0)
        #expect(reach { _ in } != nil)
        #expect(reach { ($0.temperature, $0.topLogprobs) = (0, 0) } == nil)
        #expect(reach { $0.topK = 5 } == nil)
        #expect(reach { ($0.minP, $0.topP) = (0.1, 0.9) } == nil)
        #expect(reach { $0.logitBias = [3: 1] } == nil)
        #expect(reach { $0.repetitionPenalty = 1.1 } == nil)
        #expect(reach { $0.frequencyPenalty = 0.1 } == nil)
        #expect(reach { $0.presencePenalty = 0.1 } == nil)
    }
}
