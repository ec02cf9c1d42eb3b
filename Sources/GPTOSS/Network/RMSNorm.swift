import CKernels

/// Root mean square normalisation, in float32: x · scale / sqrt(mean(x²) + epsilon); scale [width] in bfloat16.
///
/// `@unchecked Sendable`: the pointer is to a read-only mapping, which the `Transformer` keeps.
struct RMSNorm: @unchecked Sendable {
    let width: Int
    private let scale: UnsafePointer<bfloat16>
    private let epsilon: Float

    init(_ checkpoint: Checkpoint, _ name: String) throws(CheckpointError) {
        width = checkpoint.configuration.hiddenSize
        epsilon = checkpoint.configuration.rmsNormEps
        scale = try checkpoint.bfloat16(name + ".weight", shape: [width])
    }

    /// out may be x.
    func normalize(_ x: UnsafePointer<Float>, into out: UnsafeMutablePointer<Float>, _ kernels: KernelTable) {
        kernels.f32_bf16w_rmsnorm(out, x, scale, epsilon, width)
    }
}
