import Engine

/// Batch 3, chunk 8, budget 1000 and no growth room unless a test says otherwise.
func scheduler(batch: Int = 3, chunk: Int = 8, budget: Int = 1000, growthRoom: Int = 0) -> Scheduler {
    Scheduler(limits: Scheduler.Limits(maximumBatch: batch, prefillChunk: chunk, cacheBudget: budget, growthRoom: growthRoom))
}

func id(_ number: Int) -> SequenceID { SequenceID(number: number) }

func entry(_ number: Int, _ tokens: Range<Int>, last: Bool) -> StepPlan.Entry {
    StepPlan.Entry(id(number), tokens, isLast: last)
}

extension Scheduler {
    mutating func enqueue(_ number: Int, prompt: Int, maximum: Int = 100, _ priority: GenerationRequest.Priority = .standard) {
        enqueue(ScheduledSequence(id: id(number), prompt: prompt, maximumTokens: maximum, priority: priority))
    }

    mutating func admitAll() -> [SequenceID] {
        var admitted: [SequenceID] = []
        while let id = admit() { admitted.append(id) }
        return admitted
    }

    mutating func preemptAll() -> [ScheduledSequence] {
        var sentBack: [ScheduledSequence] = []
        while let sequence = preempt() { sentBack.append(sequence) }
        return sentBack
    }

    /// A whole step of an engine whose model samples for every entry that is last.
    @discardableResult
    mutating func runStep() -> [StepPlan.Entry] {
        _ = preemptAll()
        _ = admitAll()
        let plan = plan()
        complete(plan)
        for entry in plan.entries where entry.isLast { append(1, to: entry.id) }
        return plan.entries
    }
}
