/// What is done about a checkpoint's packed weights when it is loaded.
package enum Packing: String, Sendable, Hashable, CaseIterable {
    /// They are used where they are, and refused where they were made of something else.
    case use
    /// They are made where they are not, or were made of something else; then used.
    case make
    case ignore

    func apply(to checkpoint: Checkpoint) throws(CheckpointError) -> Checkpoint {
        switch self {
        case .ignore: return checkpoint
        case .use: return checkpoint.with(try PackedWeights.open(for: checkpoint))
        case .make:
            do {
                if let packed = try PackedWeights.open(for: checkpoint) { return checkpoint.with(packed) }
            } catch .packedOtherwise {
                // Its place is taken below.
            }
            try WeightPacker(checkpoint).write()
            return checkpoint.with(try PackedWeights.open(for: checkpoint))
        }
    }
}
