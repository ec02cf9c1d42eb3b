/// One layer: attention, then the mixture of experts, each adding to the residual stream.
struct TransformerBlock: Sendable {
    private let attn: AttentionBlock
    private let mlp: MLPBlock

    init(_ checkpoint: Checkpoint, layer: Int, _ compute: Compute, _ arithmetic: Arithmetic) throws(CheckpointError) {
        attn = try AttentionBlock(checkpoint, layer: layer, compute, arithmetic)
        mlp = try MLPBlock(checkpoint, layer: layer, compute, arithmetic)
    }

    func forward(_ pass: Pass, _ space: Workspace, _ compute: Compute) {
        attn.forward(pass, space, compute)
        mlp.forward(pass, space, compute)
    }
}
