import CKernels

/// A linear layer: weight [outFeatures, inFeatures], bias [outFeatures] or none, in bfloat16 as they lie in the checkpoint; in fast arithmetic
/// the weight is rounded to 8 bits.
///
/// `@unchecked Sendable`: the pointers are to a read-only mapping, which the `Transformer` keeps.
struct Linear: @unchecked Sendable {
    private enum Weight {
        case bfloat16(UnsafePointer<bfloat16>)
        case eightBit(EightBitWeights)
    }

    let inFeatures: Int
    let outFeatures: Int
    private let weight: Weight
    private let bias: UnsafePointer<bfloat16>?

    /// - Parameter arithmetic: fast where inputs are whole blocks; otherwise the layer is exact all the same.
    init(
        _ checkpoint: Checkpoint, _ name: String, inFeatures: Int, outFeatures: Int, hasBias: Bool = true, _ compute: Compute,
        _ arithmetic: Arithmetic
    ) throws(CheckpointError) {
        self.inFeatures = inFeatures
        self.outFeatures = outFeatures
        let shape = [outFeatures, inFeatures]
        if arithmetic == .fast, let packed = try checkpoint.packed?.eightBit(name, outFeatures: outFeatures, inFeatures: inFeatures) {
            weight = .eightBit(packed)
        } else {
            let tensor = try checkpoint.tensor(name + ".weight", .bfloat16, shape: shape)
            if arithmetic == .fast, inFeatures.isMultiple(of: EightBitWeights.block) {
                weight = .eightBit(EightBitWeights(tensor, outFeatures: outFeatures, inFeatures: inFeatures, compute))
            } else {
                weight = .bfloat16(checkpoint.keep(tensor).assumingMemoryBound(to: CKernels.bfloat16.self))
            }
        }
        bias = hasBias ? try checkpoint.bfloat16(name + ".bias", shape: [outFeatures]) : nil
    }

    /// The weight, where it is in 8 bits.
    var eightBit: EightBitWeights? {
        if case .eightBit(let weight) = weight { weight } else { nil }
    }

    /// out[token][row] for some rows of the weight, which begin at a multiple of 16, and `tokens` rows of x from `first` on; out is
    /// [tokens, outFeatures]. Where the weight is in 8 bits, x has been rounded, and `first` is 0.
    func multiply(
        _ x: Activations, from first: Int = 0, tokens: Int, rows: Range<Int>, into out: UnsafeMutablePointer<Float>, _ kernels: KernelTable
    ) {
        let (out, bias) = (out + rows.lowerBound, bias.map { $0 + rows.lowerBound })
        switch weight {
        case .bfloat16(let weight):
            kernels.f32_bf16w_matmul(
                out, outFeatures, x.rows + first, weight + rows.lowerBound * inFeatures, bias, tokens, rows.count, inFeatures)
        case .eightBit(let weight):
            precondition(first == 0, "layers in 8 bits take all rows")
            weight.multiply(x, tokens: tokens, rows: rows, bias: bias, into: out, stride: outFeatures, kernels)
        }
    }
}

extension Checkpoint {
    /// The first element of a bfloat16 tensor.
    func bfloat16(_ name: String, shape: [Int]) throws(CheckpointError) -> UnsafePointer<bfloat16> {
        try keep(tensor(name, .bfloat16, shape: shape)).assumingMemoryBound(to: CKernels.bfloat16.self)
    }

    /// The first element of a tensor of bytes.
    func bytes(_ name: String, shape: [Int]) throws(CheckpointError) -> UnsafePointer<UInt8> {
        try keep(tensor(name, .uint8, shape: shape)).assumingMemoryBound(to: UInt8.self)
    }
}
