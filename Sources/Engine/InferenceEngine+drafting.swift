extension InferenceEngine {
    /// Guesses for the sequences of a step that decode, as far as they are likely to pay and there is memory for them.
    func draft(_ plan: StepPlan) -> [SequenceID: [Int32]] {
        let decoding = plan.entries.filter { $0.isLast && $0.tokens.count == 1 }
        // Beside a prompt the step is not for memory to bound.
        guard decoding.count == plan.entries.count else { return [:] }
        let shape = scheduler.limits.shape
        let room = shape.pages(DraftGovernor.limit) * shape.wholePageBytes * decoding.count
        guard scheduler.reservedBytes + room <= scheduler.limits.cacheBudget else { return [:] }
        var drafts: [SequenceID: [Int32]] = [:]
        var rows = decoding.count
        for entry in decoding {
            guard let found = generations[entry.id]?.drafts(limit: DraftGovernor.limit), !found.isEmpty else { continue }
            let acceptance = generations[entry.id]?.drafting.acceptance ?? 0
            let count =
                configuration.speculation == .always
                ? found.count : governor.count(found.count, besides: rows - 1, acceptance: acceptance)
            guard count > 0 else {
                generations[entry.id]?.drafting.skip()
                continue
            }
            drafts[entry.id] = Array(found.prefix(count))
            rows += count
        }
        return drafts
    }
}
