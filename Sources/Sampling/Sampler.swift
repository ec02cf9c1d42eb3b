/// Chooses the tokens of one generation, one call a step.
///
/// A step, in this order:
/// 1. log-probabilities of the raw logits, where asked for;
/// 2. logit bias, then repetition, frequency and presence penalties (vLLM's order, see `Penalties`);
/// 3. temperature; 0, and anything below 1e-5 as in vLLM, takes the most probable token, the lowest id among equals;
/// 4. top-k, top-p, min-p, each over what the one before left (the order of Hugging Face transformers and of llama.cpp);
/// 5. one random number picks from what is left.
///
/// The same seed, parameters, prompt and logits give the same tokens on every platform. NaN counts as -inf; where no logit is
/// above -inf, token 0 is chosen.
package struct Sampler: Sendable {
    /// Below it the most probable token is taken.
    static let leastTemperature: Float = 1e-5

    let parameters: SamplingParameters
    private let vocabularySize: Int
    private(set) var penalties: Penalties
    private(set) var random: Xoshiro256
    /// The logits of a step under a mask, kept for its memory.
    private var masked: [Float] = []

    /// `prompt` matters to the repetition penalty alone. Ids outside 0..<`vocabularySize` are ignored, here and in the bias.
    package init(_ parameters: SamplingParameters, prompt: [Int32], vocabularySize: Int) {
        self.parameters = parameters
        self.vocabularySize = vocabularySize
        penalties = Penalties(parameters, prompt: prompt)
        var system = SystemRandomNumberGenerator()
        random = Xoshiro256(seed: parameters.seed ?? system.next())
    }

    /// Chooses the next token and counts it as generated. `logits`: [vocabularySize], changed meanwhile, as before on return.
    package mutating func sample(_ logits: UnsafeMutableBufferPointer<Float>) -> SampledToken {
        guard let base = logits.baseAddress, min(logits.count, vocabularySize) > 0 else { return SampledToken(id: 0) }
        let logits = Logits(base: base, count: min(logits.count, vocabularySize))
        let originals = penalties.apply(to: logits)
        let id = choose(from: logits)
        logits.restore(originals)
        penalties.record(id)
        guard let count = parameters.topLogprobs else { return SampledToken(id: id) }
        return logits.logprobs(of: id, top: count)
    }

    /// The same among the tokens of a mask, whose bits are as `TokenConstraint` sets them; `nil` where it has none below `vocabularySize`.
    /// Log-probabilities are those without the mask.
    package mutating func sample(
        _ logits: UnsafeMutableBufferPointer<Float>, allowing mask: UnsafeBufferPointer<UInt64>
    ) -> SampledToken? {
        let count = min(logits.count, vocabularySize)
        guard let base = logits.baseAddress, count > 0, let first = Self.firstToken(of: mask), Int(first) < count else { return nil }
        var masked = masked
        self.masked = []
        if masked.count != count { masked = [Float](repeating: -.infinity, count: count) }
        let id = masked.withUnsafeMutableBufferPointer { buffer in
            guard let target = buffer.baseAddress else { return first }
            let copy = Logits(base: target, count: count)
            copy.keep(mask, of: base)
            _ = penalties.apply(to: copy)
            // The model may have nothing for any of them.
            return copy.maximum > -.infinity ? choose(from: copy) : first
        }
        self.masked = masked
        penalties.record(id)
        guard let top = parameters.topLogprobs else { return SampledToken(id: id) }
        return Logits(base: base, count: count).logprobs(of: id, top: top)
    }

    /// Counts a token that came without being sampled.
    package mutating func record(_ id: Int32) { penalties.record(id) }

    private static func firstToken(of mask: UnsafeBufferPointer<UInt64>) -> Int32? {
        guard let index = mask.firstIndex(where: { $0 != 0 }) else { return nil }
        return Int32(truncatingIfNeeded: index * 64 + mask[index].trailingZeroBitCount)
    }

    /// Counts a token as generated that somebody else chose. `logits` as in `sample`.
    package mutating func take(_ id: Int32, _ logits: UnsafeMutableBufferPointer<Float>) -> SampledToken {
        penalties.record(id)
        let count = min(logits.count, vocabularySize)
        guard let top = parameters.topLogprobs, let base = logits.baseAddress, id >= 0, Int(id) < count else { return SampledToken(id: id) }
        return Logits(base: base, count: count).logprobs(of: id, top: top)
    }

    private mutating func choose(from logits: Logits) -> Int32 {
        let maximum = logits.maximum
        guard maximum > -.infinity else { return 0 }
        guard parameters.temperature >= Self.leastTemperature else { return Int32(truncatingIfNeeded: logits.firstIndex(atLeast: maximum)) }
        let softmax = Softmax(maximum: maximum, inverseTemperature: 1 / parameters.temperature)
        let unit = random.nextUnit()

        guard parameters.topK > 0, parameters.topK < logits.count else {
            return draw(from: logits, softmax, unit) { Int32(truncatingIfNeeded: $0) }
        }
        var shortlist = Shortlist(top: parameters.topK, of: logits)
        let ids = shortlist.ids
        return shortlist.withLogits { draw(from: $0, softmax, unit) { ids[$0] } } ?? 0
    }

    /// Top-p, min-p and the draw. `id` names the token at an index.
    private func draw(from logits: Logits, _ softmax: Softmax, _ unit: Double, id: (Int) -> Int32) -> Int32 {
        guard parameters.minP > 0 else { return id(draw(from: logits, softmax, unit, total: nil)) }
        // Both keep a head of the ranking, so min-p may go first as long as top-p's share is that of the whole.
        let total = parameters.topP < 1 ? logits.total(softmax) : nil
        var shortlist = Shortlist(weighing: min(parameters.minP, 1), of: logits, softmax, id: id)
        let ids = shortlist.ids
        return shortlist.withLogits { ids[draw(from: $0, softmax, unit, total: total)] } ?? 0
    }

    /// Top-p and the draw, of an index. `total` is the sum of the weights before min-p, `nil` where there was none.
    private func draw(from logits: Logits, _ softmax: Softmax, _ unit: Double, total: Double?) -> Int {
        guard parameters.topP < 1 else { return logits.draw(softmax, unit) }
        return Nucleus(logits, softmax, share: Double(parameters.topP), total: total).draw(unit)
    }
}
