import CKernels

/// A linear layer in bfloat16, as it lies in the checkpoint: weight [outFeatures, inFeatures], bias [outFeatures] or none.
///
/// `@unchecked Sendable`: the pointers are to a read-only mapping, which the `Transformer` keeps.
struct Linear: @unchecked Sendable {
    let inFeatures: Int
    let outFeatures: Int
    private let weight: UnsafePointer<bfloat16>
    private let bias: UnsafePointer<bfloat16>?

    init(_ checkpoint: Checkpoint, _ name: String, inFeatures: Int, outFeatures: Int, hasBias: Bool = true) throws(CheckpointError) {
        self.inFeatures = inFeatures
        self.outFeatures = outFeatures
        weight = try checkpoint.bfloat16(name + ".weight", shape: [outFeatures, inFeatures])
        bias = hasBias ? try checkpoint.bfloat16(name + ".bias", shape: [outFeatures]) : nil
    }

    /// out[token][row] for some rows of the weight; out is [tokens, outFeatures].
    func multiply(
        _ x: UnsafePointer<UnsafePointer<Float>>, tokens: Int, rows: Range<Int>, into out: UnsafeMutablePointer<Float>,
        _ kernels: KernelTable
    ) {
        kernels.f32_bf16w_matmul(
            out + rows.lowerBound, outFeatures, x, weight + rows.lowerBound * inFeatures, bias.map { $0 + rows.lowerBound }, tokens,
            rows.count, inFeatures)
    }
}

extension Checkpoint {
    /// The first element of a bfloat16 tensor.
    func bfloat16(_ name: String, shape: [Int]) throws(CheckpointError) -> UnsafePointer<bfloat16> {
        try tensor(name, .bfloat16, shape: shape).baseAddress.assumingMemoryBound(to: CKernels.bfloat16.self)
    }

    /// The first element of a tensor of bytes.
    func bytes(_ name: String, shape: [Int]) throws(CheckpointError) -> UnsafePointer<UInt8> {
        try tensor(name, .uint8, shape: shape).baseAddress.assumingMemoryBound(to: UInt8.self)
    }
}
