import Sampling

/// Greedy only; stands in for `Sampling.Sampler` until that is there.
struct Sampler: Sendable {
    init(_ parameters: SamplingParameters, prompt: [Int32], vocabularySize: Int) {}

    mutating func sample(_ logits: UnsafeMutableBufferPointer<Float>) -> SampledToken {
        let best = logits.indices.max { logits[$0] < logits[$1] } ?? 0
        return SampledToken(id: Int32(best))
    }
}
