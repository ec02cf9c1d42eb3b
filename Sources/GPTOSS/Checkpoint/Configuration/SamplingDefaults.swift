/// How a checkpoint asks to be sampled where a request says nothing: generation_config.json, under transformers' names (`GenerationConfig`).
package struct SamplingDefaults: Sendable, Hashable {
    /// 0 takes the most probable token: what `do_sample: false` says. 1 as the published checkpoints have it.
    package var temperature = 1.0
    /// 1 is off.
    package var topP = 1.0
    /// 0 is off.
    package var topK = 0
    /// 0 is off.
    package var minP = 0.0
    /// 1 is off.
    package var repetitionPenalty = 1.0

    package init() {}

    /// - Parameter generation: nil where there is no such file.
    init(_ generation: JSONFile?) throws(CheckpointError) {
        guard let generation else { return }
        let samples = try generation.bool("do_sample", default: true)
        temperature = samples ? try generation.number("temperature", in: 0...2, default: 1) : 0
        topP = try generation.number("top_p", in: 0...1, default: 1)
        topK = try generation.optional("top_k") == nil ? 0 : generation.integer("top_k", in: 0...(1 << 24))
        minP = try generation.number("min_p", in: 0...1, default: 0)
        repetitionPenalty = try generation.number("repetition_penalty", in: 1e-3...10, default: 1)
    }
}
