/// Recent speeds and answer lengths, and what they say of the wait. Durations come in; there is no clock inside.
package struct LoadEstimator {
    /// A ratio of sums in which an observation's weight halves every seven that follow.
    private struct DecayingRatio {
        private var numerator = 0.0
        private var denominator = 0.0

        var value: Double { denominator > 0 ? numerator / denominator : 0 }

        mutating func add(_ amount: Double, per unit: Double) {
            numerator = numerator * 0.9 + amount
            denominator = denominator * 0.9 + unit
        }
    }

    private var prefill = DecayingRatio()
    private var decode = DecayingRatio()
    private var secondsPerStep = DecayingRatio()
    private var tokensPerAnswer = DecayingRatio()

    package init() {}

    package var prefillTokensPerSecond: Double { prefill.value }
    package var decodeTokensPerSecond: Double { decode.value }

    /// A step took so long, read so many prompt tokens and sampled so many.
    package mutating func recordStep(_ duration: Duration, prefilled: Int, sampled: Int) {
        let seconds = duration / .seconds(1)
        secondsPerStep.add(seconds, per: 1)
        if prefilled > 0 { prefill.add(Double(prefilled), per: seconds) }
        if sampled > 0 { decode.add(Double(sampled), per: seconds) }
    }

    package mutating func recordAnswer(tokens: Int) {
        tokensPerAnswer.add(Double(tokens), per: 1)
    }

    /// Until the first of these sequences is likely to end: the steps that its prompt and an answer of recent length still need (of its
    /// maximum before any answer has ended), at the recent time per step.
    package func timeToNextEnd(of running: [ScheduledSequence], prefillChunk: Int) -> Duration {
        let steps = running.lazy.map { sequence in
            let answer = tokensPerAnswer.value > 0 ? Int(tokensPerAnswer.value.rounded(.up)) : sequence.maximumTokens
            let decodes = max(1, min(sequence.remaining, answer - sequence.generated))
            let chunks = (max(0, sequence.pending - 1) + prefillChunk - 1) / max(1, prefillChunk)
            return decodes + chunks
        }
        return .seconds(Double(steps.min() ?? 0) * secondsPerStep.value)
    }
}
