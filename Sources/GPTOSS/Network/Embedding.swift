import CKernels

/// The vectors of the tokens: [vocabularySize, width] in bfloat16, as they lie in the checkpoint.
///
/// `@unchecked Sendable`: the pointer is to a read-only mapping, which the `Transformer` keeps.
struct Embedding: @unchecked Sendable {
    let vocabularySize: Int
    let width: Int
    private let weight: UnsafePointer<bfloat16>

    init(_ checkpoint: Checkpoint, _ name: String) throws(CheckpointError) {
        vocabularySize = checkpoint.configuration.vocabularySize
        width = checkpoint.configuration.hiddenSize
        weight = try checkpoint.bfloat16(name + ".weight", shape: [vocabularySize, width])
    }

    /// The vector of a token of the vocabulary.
    func embed(_ token: Int32, into out: UnsafeMutablePointer<Float>, _ kernels: KernelTable) {
        precondition(token >= 0 && token < vocabularySize, "token ids are in the vocabulary")
        kernels.f32_from_bf16(out, weight + Int(token) * width, width)
    }
}
