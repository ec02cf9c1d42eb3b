import Foundation
import Sampling
import Testing

@Suite struct LogprobTests {
    private func logSoftmax(_ logits: [Float]) -> [Double] {
        let maximum = logits.map(Double.init).max() ?? 0
        let normaliser = maximum + log(logits.reduce(0) { $0 + exp(Double($1) - maximum) })
        return logits.map { Double($0) - normaliser }
    }

    @Test(arguments: [(1, 1.0), (5, 2), (16, 2), (1000, 0.1), (1000, 20), (201_088, 3)])
    func areTheLogSoftmax(size: Int, deviation: Double) throws {
        let logits = randomLogits(size, deviation: deviation, seed: 11)
        let expected = logSoftmax(logits)
        var sampler = Sampler(SamplingParameters { ($0.topLogprobs, $0.seed) = (20, 4) }, prompt: [], vocabularySize: size)
        let token = sampler.sample(logits)
        #expect(abs(Double(try #require(token.logprob)) - expected[Int(token.id)]) < 1e-5)
        let ranked = logits.indices.sorted { (logits[$0], -$0) > (logits[$1], -$1) }.prefix(20)
        #expect(token.topLogprobs.map { Int($0.id) } == Array(ranked))
        for top in token.topLogprobs { #expect(abs(Double(top.logprob) - expected[Int(top.id)]) < 1e-5) }
    }

    @Test func sumToOne() {
        var sampler = Sampler(SamplingParameters { $0.topLogprobs = 1000 }, prompt: [], vocabularySize: 1000)
        let sum = sampler.sample(randomLogits(1000, seed: 8)).topLogprobs.reduce(0) { $0 + exp(Double($1.logprob)) }
        #expect(abs(sum - 1) < 1e-5)
    }

    @Test func areTheModelsOwnWhateverChangesTheChoice() {
        let logits = randomLogits(300, seed: 5)
        let expected = logSoftmax(logits)
        let parameters = SamplingParameters {
            ($0.temperature, $0.topK, $0.topP, $0.seed, $0.topLogprobs) = (0.3, 5, 0.5, 1, 2)
            ($0.logitBias, $0.repetitionPenalty, $0.frequencyPenalty) = ([7: 50], 1.7, 1)
        }
        var sampler = Sampler(parameters, prompt: [1, 2, 3], vocabularySize: 300)
        for _ in 0..<3 {
            let token = sampler.sample(logits)
            #expect(token.id == 7)
            #expect(abs(Double(token.logprob ?? 0) - expected[7]) < 1e-5)
            #expect(token.topLogprobs.map(\.id) == Array(logits.indices.sorted { logits[$0] > logits[$1] }.prefix(2)).map(Int32.init))
        }
    }

    @Test func areGivenOnlyWhenAskedFor() {
        var silent = Sampler(SamplingParameters(), prompt: [], vocabularySize: 3)
        #expect(silent.sample([1, 2, 3]).logprob == nil)
        var sampler = Sampler(SamplingParameters { $0.topLogprobs = 0 }, prompt: [], vocabularySize: 3)
        let token = sampler.sample([1, 2, 3])
        #expect(token.logprob != nil && token.topLogprobs.isEmpty)
        var all = Sampler(SamplingParameters { $0.topLogprobs = 20 }, prompt: [], vocabularySize: 3)
        #expect(all.sample([1, 2, 3]).topLogprobs.map(\.id) == [2, 1, 0])
    }

    @Test func areFiniteWhereTheProbabilityIsZero() {
        let parameters = SamplingParameters { ($0.temperature, $0.topLogprobs, $0.logitBias) = (0, 3, [1: .infinity]) }
        var sampler = Sampler(parameters, prompt: [], vocabularySize: 3)
        let token = sampler.sample([0, -1e30, -.infinity])
        #expect(token.id == 1 && token.logprob == -9999)
        #expect(token.topLogprobs == [TokenLogprob(id: 0, logprob: 0), TokenLogprob(id: 1, logprob: -9999)])
    }
}
