/// What the model runs in one step, in the order of arrival.
struct StepPlan: Hashable {
    struct Entry: Hashable {
        let id: SequenceID
        /// Positions in the sequence's tokens; the lower bound is what its cache holds.
        let tokens: Range<Int>
        /// Whether the tokens reach the sequence's end, so that the next one is sampled.
        let isLast: Bool
    }

    var entries: [Entry] = []

    var isEmpty: Bool { entries.isEmpty }
}
