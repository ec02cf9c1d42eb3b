/// What decoding one token of one sequence takes: with the machine's ceilings, how fast it could be.
package struct DecodeCost: Sendable, Hashable {
    package typealias Part = ModelConfiguration.TensorSpecification.Part

    /// Bytes of weights read, by what they are for; the experts are those of one token.
    package let weightBytes: [Part: Int]
    /// Multiply-accumulates with weights.
    package let multiplyAccumulates: [Part: Int]
    private let configuration: ModelConfiguration

    package init(_ configuration: ModelConfiguration, _ arithmetic: Arithmetic = .exact) {
        self.configuration = configuration
        var weightBytes: [Part: Int] = [:]
        var multiplyAccumulates: [Part: Int] = [:]
        for tensor in configuration.tensors where tensor.part != .embedding {
            let isExpert = tensor.part == .experts
            let share = { (amount: Int) in isExpert ? amount / configuration.numExperts * configuration.expertsPerToken : amount }
            weightBytes[tensor.part, default: 0] += share(Self.byteCount(of: tensor, arithmetic))
            if tensor.name.hasSuffix(".weight") || tensor.name.hasSuffix("_blocks"), tensor.part != .norms {
                multiplyAccumulates[tensor.part, default: 0] += share(tensor.parameters)
            }
        }
        self.weightBytes = weightBytes
        self.multiplyAccumulates = multiplyAccumulates
    }

    /// Whether the network has a rounded copy of the tensor.
    static func isRounded(_ tensor: ModelConfiguration.TensorSpecification, _ arithmetic: Arithmetic) -> Bool {
        arithmetic == .fast && (tensor.part == .attention || tensor.part == .head) && tensor.shape.count == 2
            && tensor.shape[1].isMultiple(of: EightBitWeights.block)
    }

    /// As the weights lie in memory. In fast arithmetic those of attention and head have a byte each and two for the scale of 32.
    private static func byteCount(of tensor: ModelConfiguration.TensorSpecification, _ arithmetic: Arithmetic) -> Int {
        guard isRounded(tensor, arithmetic) else { return tensor.byteCount }
        return tensor.parameters + 2 * tensor.parameters / EightBitWeights.block
    }

    /// Bytes of keys and values read for a token at this position.
    package func cacheBytes(position: Int, _ precision: CachePrecision = .float32) -> Int {
        let perPosition =
            2 * configuration.numKeyValueHeads * KVLayout.bytesPerPosition(headDim: configuration.headDim, precision)
        return configuration.layerTypes.reduce(0) { bytes, type in
            bytes + perPosition * (type == .sliding ? min(position + 1, configuration.slidingWindow) : position + 1)
        }
    }

    package var totalWeightBytes: Int { weightBytes.values.reduce(0, +) }
    package var totalMultiplyAccumulates: Int { multiplyAccumulates.values.reduce(0, +) }

    /// Bytes of weights that a step of several sequences reads, if each picks its experts at random: attention and head are read once, of the
    /// experts 1 − (1 − k/n)^sequences.
    package func expectedWeightBytes(sequences: Int) -> Double {
        let one = Double(weightBytes[.experts, default: 0])
        let chosen = Double(configuration.expertsPerToken) / Double(configuration.numExperts)
        var missed = 1.0
        for _ in 0..<sequences {
            missed *= 1 - chosen
        }
        return Double(totalWeightBytes) - one + one / chosen * (1 - missed)
    }
}
