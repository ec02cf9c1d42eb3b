import Engine
import Testing

private func sequence(prompt: Int, maximum: Int, computed: Int, generated: Int = 0) -> ScheduledSequence {
    var sequence = ScheduledSequence(id: SequenceID(number: 1), prompt: prompt, maximumTokens: maximum)
    sequence.length += generated
    sequence.computed = computed
    sequence.generated = generated
    return sequence
}

@Suite struct LoadEstimatorTests {
    @Test func knowsNothingBeforeTheFirstStep() {
        let estimator = LoadEstimator()
        #expect(estimator.decodeTokensPerSecond == 0)
        #expect(estimator.timeToNextEnd(of: [sequence(prompt: 1, maximum: 9, computed: 0)], prefillChunk: 8) == .zero)
    }

    @Test func ratesAreTokensByTimeOfTheStepsThatHadAny() {
        var estimator = LoadEstimator()
        estimator.recordStep(.milliseconds(500), prefilled: 100, sampled: 0)
        estimator.recordStep(.milliseconds(100), prefilled: 0, sampled: 4)
        #expect(abs(estimator.prefillTokensPerSecond - 200) < 1e-6)
        #expect(abs(estimator.decodeTokensPerSecond - 40) < 1e-6)
    }

    @Test func followsTheRecentSpeed() {
        var estimator = LoadEstimator()
        for _ in 1...10 { estimator.recordStep(.seconds(1), prefilled: 0, sampled: 1) }
        for _ in 1...100 { estimator.recordStep(.seconds(1), prefilled: 0, sampled: 9) }
        #expect(abs(estimator.decodeTokensPerSecond - 9) < 0.01)
    }

    @Test func waitsForTheSequenceThatEndsFirst() {
        var estimator = LoadEstimator()
        estimator.recordStep(.milliseconds(100), prefilled: 0, sampled: 1)
        let far = sequence(prompt: 10, maximum: 90, computed: 10, generated: 1)
        let near = sequence(prompt: 10, maximum: 50, computed: 39, generated: 30)
        #expect(abs(estimator.timeToNextEnd(of: [far, near], prefillChunk: 8) / .seconds(1) - 2) < 1e-6)
        #expect(estimator.timeToNextEnd(of: [], prefillChunk: 8) == .zero)
    }

    @Test func countsThePromptsChunks() {
        var estimator = LoadEstimator()
        estimator.recordStep(.milliseconds(100), prefilled: 8, sampled: 0)
        let reading = sequence(prompt: 33, maximum: 6, computed: 8)
        #expect(abs(estimator.timeToNextEnd(of: [reading], prefillChunk: 8) / .seconds(1) - 0.9) < 1e-6)
    }

    @Test func expectsAnswersOfRecentLength() {
        var estimator = LoadEstimator()
        estimator.recordStep(.milliseconds(100), prefilled: 0, sampled: 1)
        estimator.recordAnswer(tokens: 20)
        let young = sequence(prompt: 10, maximum: 9000, computed: 14, generated: 5)
        #expect(abs(estimator.timeToNextEnd(of: [young], prefillChunk: 8) / .seconds(1) - 1.5) < 1e-6)
        let old = sequence(prompt: 10, maximum: 9000, computed: 69, generated: 60)
        #expect(abs(estimator.timeToNextEnd(of: [old], prefillChunk: 8) / .seconds(1) - 0.1) < 1e-6)
    }
}
