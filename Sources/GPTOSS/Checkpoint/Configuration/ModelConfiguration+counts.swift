extension ModelConfiguration {
    /// Parameters of the whole network.
    package var parameterCount: Int {
        tensors.reduce(0) { $0 + $1.parameters }
    }

    /// Parameters that one token is multiplied with: all but the embedding, which is looked up, and the experts not picked.
    package var activeParameterCount: Int {
        tensors.reduce(0) { $0 + active($1.parameters, of: $1.part) }
    }

    /// Bytes of weights that decoding one token of one sequence reads, as they stand in the checkpoint.
    package var activeByteCount: Int {
        tensors.reduce(0) { $0 + active($1.byteCount, of: $1.part) }
    }

    private func active(_ amount: Int, of part: TensorSpecification.Part) -> Int {
        switch part {
        case .embedding: 0
        case .experts: amount / numExperts * expertsPerToken
        case .attention, .router, .norms, .head: amount
        }
    }
}

extension ModelConfiguration.TensorSpecification {
    package var byteCount: Int { shape.reduce(type.byteCount, *) }
}
