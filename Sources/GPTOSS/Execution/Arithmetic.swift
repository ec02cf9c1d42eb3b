/// In what numbers the network multiplies by its weights.
package enum Arithmetic: String, Sendable, Hashable, CaseIterable {
    /// Activations, and the weights that are stored in bfloat16, rounded to 8 bits in blocks of 32 values with a scale each; sums of a block are
    /// exact, all else is float32.
    case fast
    /// float32 on the weights as they are stored.
    case exact
}
