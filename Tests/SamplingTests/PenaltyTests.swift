import Sampling
import Testing

/// Computed by hand; the greedy choice shows which logit is on top.
@Suite struct PenaltyTests {
    private func greedy(_ logits: [Float], prompt: [Int32] = [], steps: Int = 1, _ change: (inout SamplingParameters) -> Void) -> [Int32] {
        let parameters = SamplingParameters {
            $0.temperature = 0
            change(&$0)
        }
        var sampler = Sampler(parameters, prompt: prompt, vocabularySize: logits.count)
        return sampler.ids(steps, from: logits)
    }

    @Test func biasIsAdded() {
        #expect(greedy([1, 2, 3]) { $0.logitBias = [0: 1.5] } == [2])
        #expect(greedy([1, 2, 3]) { $0.logitBias = [0: 2.5] } == [0])
        #expect(greedy([1, 2, 3]) { $0.logitBias = [2: -100] } == [1])
        #expect(greedy([1, 2, 3]) { $0.logitBias = [2: -.infinity, 1: -.infinity] } == [0])
    }

    @Test func presenceIsSubtractedOnce() {
        // 4 → 3.2 after its first use, and no lower after its second; 3.1 is never reached.
        #expect(greedy([4, 3.1], steps: 4) { $0.presencePenalty = 0.8 } == [0, 0, 0, 0])
        #expect(greedy([4, 3.3], steps: 4) { $0.presencePenalty = 0.8 } == [0, 1, 0, 0])
    }

    @Test func frequencyIsSubtractedForEachUse() {
        // 4, 3.5, 3, 2.5 against 2.9: the fourth step turns; then 2.5 against 2.4.
        #expect(greedy([4, 2.9], steps: 5) { $0.frequencyPenalty = 0.5 } == [0, 0, 0, 1, 0])
        #expect(greedy([1, 0.9], steps: 3) { $0.frequencyPenalty = -0.5 } == [0, 0, 0])
    }

    @Test func repetitionDividesPositiveAndMultipliesNegativeLogits() {
        #expect(greedy([4, 2.1], prompt: [0]) { $0.repetitionPenalty = 2 } == [1])
        #expect(greedy([4, 1.9], prompt: [0]) { $0.repetitionPenalty = 2 } == [0])
        #expect(greedy([-1, -1.9], prompt: [0]) { $0.repetitionPenalty = 2 } == [1])
        #expect(greedy([-1, -2.1], prompt: [0]) { $0.repetitionPenalty = 2 } == [0])
    }

    @Test func repetitionCountsATokenOnceInPromptAndOutput() {
        #expect(greedy([4, 1.9], prompt: [0, 0, 0], steps: 3) { $0.repetitionPenalty = 2 } == [0, 0, 0])
        #expect(greedy([4, 2.1], steps: 3) { $0.repetitionPenalty = 2 } == [0, 1, 0])
    }

    @Test func presenceAndFrequencyLookAtTheOutputAlone() {
        #expect(greedy([4, 3.9], prompt: [0, 0]) { ($0.presencePenalty, $0.frequencyPenalty) = (1, 1) } == [0])
    }

    @Test func repetitionComesBeforeTheOthersAndAfterBias() {
        // (3 + 1) / 2 - 1 = 1 for token 0 once used; in any other order it is 0.5 or 1.5.
        let change: (inout SamplingParameters) -> Void = {
            ($0.logitBias, $0.repetitionPenalty, $0.presencePenalty) = ([0: 1], 2, 1)
        }
        #expect(greedy([3, 0.9], steps: 2, change) == [0, 0])
        #expect(greedy([3, 1.1], steps: 2, change) == [0, 1])
    }

    @Test func leavesTheLogitsAsTheyWere() {
        let parameters = SamplingParameters {
            ($0.logitBias, $0.repetitionPenalty, $0.presencePenalty, $0.seed) = ([0: 3, 2: -1], 1.3, 0.5, 1)
        }
        var sampler = Sampler(parameters, prompt: [0, 1, 2, 2], vocabularySize: 4)
        var logits: [Float] = [0.1, 0.2, 0.3, 0.4]
        for _ in 0..<5 { _ = logits.withUnsafeMutableBufferPointer { sampler.sample($0) } }
        #expect(logits == [0.1, 0.2, 0.3, 0.4])
    }

    @Test func ignoresIdsOutsideTheVocabulary() {
        let chosen = greedy([1, 2, 3], prompt: [-1, 3, .max, .min]) {
            ($0.logitBias, $0.repetitionPenalty) = ([-1: 9, 3: 9, .max: 9], 1.5)
        }
        #expect(chosen == [2])
        var sampler = Sampler(SamplingParameters { $0.temperature = 0 }, prompt: [], vocabularySize: 2)
        #expect(sampler.sample([1, 2, 3]).id == 1)
    }
}
