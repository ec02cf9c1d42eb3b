/// Log-probabilities of prompts.
extension InferenceEngine {
    func scoresPrompt(of id: SequenceID) -> Bool { generations[id]?.scoresPrompt == true }

    /// How many of an entry's tokens have one of the prompt behind them whose log-probability is wanted.
    func scoredRows(_ entry: StepPlan.Entry) -> Int {
        scoresPrompt(of: entry.id) ? entry.tokens.count - (entry.isLast ? 1 : 0) : 0
    }

    /// - Parameter rows: of the step's logits, behind the first tokens of the entry.
    func score(_ entry: StepPlan.Entry, rows: Range<Int>) {
        for (offset, row) in rows.enumerated() {
            logits.withUnsafeMutableBufferPointer { logits in
                let row = logits[(row * vocabularySize)..<((row + 1) * vocabularySize)]
                generations[entry.id]?.score(UnsafeMutableBufferPointer(rebasing: row), after: entry.tokens.lowerBound + offset)
            }
        }
    }
}
