/// What a sequence wants to know of the logits after its last token, where it can do without most of them.
package struct LogitScreen {
    /// Logits are wanted that are at most this far below the largest.
    package var reach: Float
    /// Whether they suffice. `logits` are exact, or -inf where they were left out; `rest` are bounds that those left out are not above, and -inf for
    /// the others. Both are [vocabularySize].
    package var suffices: (_ logits: UnsafeMutableBufferPointer<Float>, _ rest: UnsafeMutableBufferPointer<Float>) -> Bool

    package init(
        reach: Float,
        suffices: @escaping (_ logits: UnsafeMutableBufferPointer<Float>, _ rest: UnsafeMutableBufferPointer<Float>) -> Bool
    ) {
        self.reach = reach
        self.suffices = suffices
    }
}

/// Whether the head is screened for what sequences want of it. It changes no token.
package enum Screening: Sendable, Hashable, CaseIterable {
    case never
    /// As the times of both ways say.
    case whereItPays
    case always
}
