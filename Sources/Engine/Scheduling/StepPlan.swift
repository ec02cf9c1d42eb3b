/// What the model runs in one step, in the order of arrival.
package struct StepPlan: Hashable {
    package struct Entry: Hashable {
        package let id: SequenceID
        /// Positions in the sequence's tokens; the lower bound is what its cache holds.
        package let tokens: Range<Int>
        /// Whether the tokens reach the sequence's end, so that the next one is sampled.
        package let isLast: Bool

        package init(_ id: SequenceID, _ tokens: Range<Int>, isLast: Bool) {
            self.id = id
            self.tokens = tokens
            self.isLast = isLast
        }
    }

    package var entries: [Entry] = []

    package var isEmpty: Bool { entries.isEmpty }
}
