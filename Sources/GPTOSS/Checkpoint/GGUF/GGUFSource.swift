/// Which tensors of a GGUF file make up one of the network's.
struct GGUFSource: Hashable {
    enum Form: Hashable {
        /// The same numbers.
        case plain
        /// Of MXFP4, the values.
        case blocks
        /// Of MXFP4, the scales.
        case scales
    }

    /// Where there are two, the rows of the network's are those of the first and of the second in turn.
    let names: [String]
    let form: Form

    private static let outer = [
        "model.embed_tokens.weight": "token_embd.weight", "model.norm.weight": "output_norm.weight", "lm_head.weight": "output.weight",
    ]

    private static let inner = [
        "input_layernorm.weight": "attn_norm.weight", "post_attention_layernorm.weight": "post_attention_norm.weight",
        "self_attn.sinks": "attn_sinks.weight", "mlp.router.weight": "ffn_gate_inp.weight", "mlp.router.bias": "ffn_gate_inp.bias",
        "self_attn.q_proj.weight": "attn_q.weight", "self_attn.q_proj.bias": "attn_q.bias",
        "self_attn.k_proj.weight": "attn_k.weight", "self_attn.k_proj.bias": "attn_k.bias",
        "self_attn.v_proj.weight": "attn_v.weight", "self_attn.v_proj.bias": "attn_v.bias",
        "self_attn.o_proj.weight": "attn_output.weight", "self_attn.o_proj.bias": "attn_output.bias",
    ]

    /// - Parameter name: as in the published checkpoints.
    init(_ name: String) throws(CheckpointError) {
        if let name = Self.outer[name] {
            (names, form) = ([name], .plain)
            return
        }
        let parts = name.split(separator: ".", maxSplits: 3)
        guard parts.count == 4, parts[0] == "model", parts[1] == "layers" else { throw .missingTensor(file: "GGUF", tensor: name) }
        let (prefix, rest) = ("blk.\(parts[2]).", String(parts[3]))
        if let name = Self.inner[rest] {
            (names, form) = ([prefix + name], .plain)
            return
        }
        let experts: [String]
        switch rest {
        case "mlp.experts.gate_up_proj_blocks", "mlp.experts.gate_up_proj_scales", "mlp.experts.gate_up_proj_bias":
            experts = ["ffn_gate_exps", "ffn_up_exps"]
        case "mlp.experts.down_proj_blocks", "mlp.experts.down_proj_scales", "mlp.experts.down_proj_bias": experts = ["ffn_down_exps"]
        default: throw .missingTensor(file: "GGUF", tensor: name)
        }
        form = rest.hasSuffix("_blocks") ? .blocks : rest.hasSuffix("_scales") ? .scales : .plain
        let suffix = form == .plain ? ".bias" : ".weight"
        names = experts.map { prefix + $0 + suffix }
    }
}
