import CKernels

/// A linear layer of every expert, in MXFP4 where it lies in the checkpoint: blocks [experts, outFeatures, inFeatures / 32, 16],
/// scales [experts, outFeatures, inFeatures / 32], bias [experts, outFeatures] in bfloat16.
///
/// `@unchecked Sendable`: the pointers are to a read-only mapping, which the `Transformer` keeps.
struct ExpertLinear: @unchecked Sendable {
    let inFeatures: Int
    let outFeatures: Int
    private let blocks: UnsafePointer<UInt8>
    private let scales: UnsafePointer<UInt8>
    private let bias: UnsafePointer<bfloat16>

    init(_ checkpoint: Checkpoint, _ name: String, experts: Int, inFeatures: Int, outFeatures: Int) throws(CheckpointError) {
        self.inFeatures = inFeatures
        self.outFeatures = outFeatures
        blocks = try checkpoint.bytes(name + "_blocks", shape: [experts, outFeatures, inFeatures / 32, 16])
        scales = try checkpoint.bytes(name + "_scales", shape: [experts, outFeatures, inFeatures / 32])
        bias = try checkpoint.bfloat16(name + "_bias", shape: [experts, outFeatures])
    }

    /// The first of some tokens' inputs.
    enum Input {
        /// In split order.
        case float(UnsafePointer<UnsafePointer<Float>>)
        case eightBit(UnsafePointer<Int8>)
        /// A multiple of 16.
        case wide(UnsafePointer<bfloat16>)
    }

    /// out[token][row] for some rows of one expert's weight; rows of out are `stride` apart and begin with the first of `rows`.
    func multiply(
        _ x: Input, tokens: Int, expert: Int, rows: Range<Int>, into out: UnsafeMutablePointer<Float>, stride: Int, _ kernels: KernelTable
    ) {
        let first = expert * outFeatures + rows.lowerBound
        let (blocks, scales, bias) = (blocks + first * inFeatures / 2, scales + first * inFeatures / 32, bias + first)
        switch x {
        case .float(let x): kernels.f32_mxfp4w_matmul(out, stride, x, blocks, scales, bias, tokens, rows.count, inFeatures)
        case .eightBit(let x): kernels.i8_mxfp4w_matmul(out, stride, x, blocks, scales, bias, tokens, rows.count, inFeatures)
        case .wide(let x): kernels.bf16_mxfp4w_matmul?(out, stride, x, blocks, scales, bias, tokens, rows.count, inFeatures)
        }
    }
}
