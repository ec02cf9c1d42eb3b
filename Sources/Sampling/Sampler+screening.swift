#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Sampling from logits of which the model left out the least, with bounds of what they are: the same token, or a word that more must be known.
extension Sampler {
    /// Temperatures below the most probable token from which a draw from the whole distribution leaves tokens to their bounds.
    private static let drawReach: Float = 8
    /// What sums in single precision may be off by, as a share.
    private static let rounding = 4e-6

    /// How far below the largest logit the others matter to the next token, or are likely to; `nil` where all do.
    package var reach: Float? {
        guard parameters.topLogprobs == nil, parameters.topK == 0, penalties.areNone else { return nil }
        if parameters.temperature < Self.leastTemperature { return 0 }
        guard parameters.minP > 0 else { return Self.drawReach * parameters.temperature }
        // The weights' total, of which top-p is a share, takes all.
        guard parameters.topP == 1 else { return nil }
        return parameters.temperature * -(Softmax.leastExponent(ofWeight: min(parameters.minP, 1)))
    }

    /// Whether the next token is the same whatever the logits are that were left out.
    ///
    /// - Parameters:
    ///   - logits: [vocabularySize], -inf where left out; the others are all that are `reach` below the largest, and perhaps more.
    ///   - rest: [vocabularySize], what those left out are at most, and -inf for the others.
    package func isDecided(_ logits: UnsafeMutableBufferPointer<Float>, rest: UnsafeMutableBufferPointer<Float>) -> Bool {
        // Greedy, and min-p, keep nothing beyond the reach.
        guard parameters.temperature >= Self.leastTemperature, parameters.minP == 0 else { return true }
        guard let known = Logits(logits), let unknown = Logits(rest) else { return false }
        let softmax = Softmax(maximum: known.maximum, inverseTemperature: 1 / parameters.temperature)
        let total = known.total(softmax)
        let most = unknown.total(softmax) + total * Self.rounding
        guard parameters.topP < 1 else { return isDecided(known, softmax, total: total, most: most) }
        let share = Double(parameters.topP)
        // Where what is known does not come to the share, the larger has no last token.
        let (least, largest) = (
            Nucleus(known, softmax, share: share, total: total), Nucleus(known, softmax, share: share, total: total + most)
        )
        return least.lastToken == largest.lastToken && largest.lastToken.map { $0.logit >= unknown.maximum } == true
    }

    /// The draw goes along the tokens in the order of their ids, so that what lies between may move a token's begin, and all of it the mark.
    private func isDecided(_ logits: Logits, _ softmax: Softmax, total: Double, most: Double) -> Bool {
        var random = random
        let unit = random.nextUnit()
        let (first, last) = (unit - (1 - unit) * most / total, unit + unit * most / total)
        guard first >= 0, last < 1 else { return false }
        return logits.draw(softmax, first) == logits.draw(softmax, last)
    }
}
