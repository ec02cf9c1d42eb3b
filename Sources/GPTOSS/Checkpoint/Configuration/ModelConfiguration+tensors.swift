extension ModelConfiguration {
    /// A tensor that the network needs.
    package struct TensorSpecification: Sendable, Hashable {
        /// What the tensor is for.
        package enum Part: String, Sendable, Hashable, CaseIterable {
            case embedding, attention, router, experts, norms, head
        }

        package let name: String
        package let type: ElementType
        package let shape: [Int]
        package let part: Part
        /// Parameters of the network that it holds: two a byte in MXFP4 blocks, none in their scales.
        package let parameters: Int
    }

    /// Every tensor of the checkpoint, in the order of the forward pass: three, and 19 a layer.
    package var tensors: [TensorSpecification] {
        var tensors = [bfloat16("model.embed_tokens.weight", [vocabularySize, hiddenSize], .embedding)]
        for layer in 0..<numHiddenLayers {
            tensors += layerTensors("model.layers.\(layer).")
        }
        tensors.append(bfloat16("model.norm.weight", [hiddenSize], .norms))
        tensors.append(bfloat16("lm_head.weight", [vocabularySize, hiddenSize], .head))
        return tensors
    }

    private func layerTensors(_ prefix: String) -> [TensorSpecification] {
        let attention = prefix + "self_attn."
        let router = prefix + "mlp.router."
        let experts = prefix + "mlp.experts."
        return [bfloat16(prefix + "input_layernorm.weight", [hiddenSize], .norms)]
            + linear(attention + "q_proj.", querySize, hiddenSize, .attention)
            + linear(attention + "k_proj.", keyValueSize, hiddenSize, .attention)
            + linear(attention + "v_proj.", keyValueSize, hiddenSize, .attention)
            + linear(attention + "o_proj.", hiddenSize, querySize, .attention)
            + [bfloat16(attention + "sinks", [numAttentionHeads], .attention)]
            + [bfloat16(prefix + "post_attention_layernorm.weight", [hiddenSize], .norms)]
            + linear(router, numExperts, hiddenSize, .router)
            + mxfp4(experts + "gate_up_proj", 2 * intermediateSize, hiddenSize)
            + mxfp4(experts + "down_proj", hiddenSize, intermediateSize)
    }

    private func bfloat16(_ name: String, _ shape: [Int], _ part: TensorSpecification.Part) -> TensorSpecification {
        TensorSpecification(name: name, type: .bfloat16, shape: shape, part: part, parameters: shape.reduce(1, *))
    }

    private func linear(
        _ prefix: String, _ rows: Int, _ columns: Int, _ part: TensorSpecification.Part
    ) -> [TensorSpecification] {
        [bfloat16(prefix + "weight", [rows, columns], part), bfloat16(prefix + "bias", [rows], part)]
    }

    /// Blocks of 32 inputs: 16 bytes of two values each, and a scale (OCP Microscaling Formats 1.0 §5.3).
    private func mxfp4(_ name: String, _ rows: Int, _ columns: Int) -> [TensorSpecification] {
        let blocks = [numExperts, rows, columns / 32]
        return [
            TensorSpecification(
                name: name + "_blocks", type: .uint8, shape: blocks + [16], part: .experts,
                parameters: numExperts * rows * columns),
            TensorSpecification(name: name + "_scales", type: .uint8, shape: blocks, part: .experts, parameters: 0),
            bfloat16(name + "_bias", [numExperts, rows], .experts),
        ]
    }
}
