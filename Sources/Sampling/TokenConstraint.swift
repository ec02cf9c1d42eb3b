/// Says which tokens may come next in one sequence: what a grammar is to the engine, which knows no text.
package protocol TokenConstraint: Sendable {
    /// Sets the bits of the tokens that may come next: bit `id % 64` of word `id / 64`. All are zero before. Where none is set, nothing
    /// may follow.
    mutating func mask(into words: UnsafeMutableBufferPointer<UInt64>)

    /// A token has come.
    mutating func advance(_ token: Int32)

    /// Tokens that have no alternative, at most `limit`; they have come then. None where the next one is for the model to choose.
    mutating func takeForced(limit: Int) -> [Int32]
}
