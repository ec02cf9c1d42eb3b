/// The parts of the pipeline that change the logits of some tokens: bias, then repetition, frequency and presence penalties.
///
/// As in vLLM (`vllm/v1/sample/sampler.py`, `vllm/model_executor/layers/utils.py: apply_penalties`): repetition looks at prompt and
/// output, frequency and presence at the output alone.
struct Penalties: Sendable {
    private let parameters: SamplingParameters
    /// Biased tokens, ids ascending.
    private let bias: [(id: Int32, value: Float)]
    /// Tokens of prompt and output, each once, with how often the output has them. Empty while no penalty is on.
    private var seen: [(id: Int32, outputCount: Int32)] = []
    private var positions: [Int32: Int] = [:]

    init(_ parameters: SamplingParameters, prompt: [Int32]) {
        self.parameters = parameters
        bias = parameters.logitBias.map { (id: $0.key, value: $0.value) }.sorted { $0.id < $1.id }
        if parameters.repetitionPenalty != 1 {
            for id in prompt { see(id, inOutput: 0) }
        }
    }

    /// Whether no logit is ever changed.
    var areNone: Bool {
        bias.isEmpty && !countsOutput
    }

    /// Whether it matters which tokens were generated.
    private var countsOutput: Bool {
        parameters.repetitionPenalty != 1 || parameters.frequencyPenalty != 0 || parameters.presencePenalty != 0
    }

    /// Counts a token of the output.
    mutating func record(_ id: Int32) {
        if countsOutput {
            see(id, inOutput: 1)
        }
    }

    private mutating func see(_ id: Int32, inOutput count: Int32) {
        if let position = positions[id] {
            seen[position].outputCount += count
        } else {
            positions[id] = seen.count
            seen.append((id, count))
        }
    }

    /// Changes the logits, and returns what they were, for `Logits.restore`. Ids outside the vocabulary are passed over.
    func apply(to logits: Logits) -> [(id: Int, logit: Float)] {
        var originals: [(id: Int, logit: Float)] = []
        originals.reserveCapacity(bias.count + seen.count)
        for (id, value) in bias where logits.contains(id) {
            originals.append((Int(id), logits[Int(id)]))
            logits[Int(id)] += value
        }
        for (id, outputCount) in seen where logits.contains(id) {
            let logit = logits[Int(id)]
            originals.append((Int(id), logit))
            logits[Int(id)] = penalised(logit, outputCount: outputCount)
        }
        return originals
    }

    private func penalised(_ logit: Float, outputCount: Int32) -> Float {
        let repeated = logit > 0 ? logit / parameters.repetitionPenalty : logit * parameters.repetitionPenalty
        guard outputCount > 0 else { return repeated }
        return repeated - parameters.frequencyPenalty * Float(outputCount) - parameters.presencePenalty
    }
}

extension Logits {
    func contains(_ id: Int32) -> Bool { id >= 0 && Int(id) < count }

    /// Undoes `Penalties.apply`; a token that was changed twice has its first value last.
    func restore(_ originals: [(id: Int, logit: Float)]) {
        for (id, logit) in originals.reversed() { self[id] = logit }
    }
}
