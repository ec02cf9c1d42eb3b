package import DequeModule

/// Decides what each step runs. A state machine without clock, tokens or model; the engine obeys.
///
/// A sequence waits, in order of arrival; then it runs (is in steps, or is paused by its consumer); then it is removed.
/// It goes back to the head of the queue when the running ones outgrow the token budget, latest arrival first.
/// Each step takes one token of every running sequence that decodes, and shares one chunk of prompt tokens among those that
/// prefill. Whoever was left out of the last steps comes first, so nobody starves.
package struct Scheduler {
    package struct Limits: Hashable {
        /// Sequences in a step.
        package var maximumBatch: Int
        /// Tokens of sequences with more than one to run, in a step.
        package var prefillChunk: Int
        /// Tokens of all running sequences, each in whole pages.
        package var tokenBudget: Int
        /// Tokens that a sequence must have room to grow by before it is let in beside others.
        package var growthRoom: Int
        package var page: CachePage

        package init(
            maximumBatch: Int, prefillChunk: Int, tokenBudget: Int, growthRoom: Int = 64, page: CachePage = CachePage(tokens: 1)
        ) {
            self.maximumBatch = maximumBatch
            self.prefillChunk = prefillChunk
            self.tokenBudget = tokenBudget
            self.growthRoom = growthRoom
            self.page = page
        }
    }

    package let limits: Limits
    package private(set) var waiting = Deque<ScheduledSequence>()
    /// In order of arrival.
    package private(set) var running: [ScheduledSequence] = []
    private var step = 0

    package init(limits: Limits) {
        self.limits = limits
    }

    package var isEmpty: Bool { waiting.isEmpty && running.isEmpty }

    /// Tokens that the running sequences hold, in whole pages, once those yet to be run are in their caches.
    package var reservedTokens: Int { running.reduce(0) { $0 + limits.page.roundUp($1.length) } }

    // MARK: Arrivals and departures

    package mutating func enqueue(_ sequence: ScheduledSequence) {
        waiting.append(sequence)
    }

    /// `nil` when it is not here (any more).
    @discardableResult
    package mutating func remove(_ id: SequenceID) -> ScheduledSequence? {
        if let index = running.firstIndex(where: { $0.id == id }) { return running.remove(at: index) }
        if let index = waiting.firstIndex(where: { $0.id == id }) { return waiting.remove(at: index) }
        return nil
    }

    package mutating func setPaused(_ isPaused: Bool, _ id: SequenceID) {
        if let index = running.firstIndex(where: { $0.id == id }) { running[index].isPaused = isPaused }
        if let index = waiting.firstIndex(where: { $0.id == id }) { waiting[index].isPaused = isPaused }
    }

    // MARK: A step: `preempt`, `admit` with `begin` for each, `plan`, and after the model `complete`

    /// Sends the latest arrivals back to the queue until the others fit the budget; they lose their caches.
    /// The answer has the state they had.
    package mutating func preempt() -> [ScheduledSequence] {
        var sentBack: [ScheduledSequence] = []
        while running.count > 1, reservedTokens > limits.tokenBudget, let latest = running.popLast() {
            sentBack.append(latest)
            var sequence = latest
            sequence.computed = 0
            waiting.prepend(sequence)
        }
        return sentBack
    }

    /// Lets sequences in from the head of the queue while there is a place in the batch and room in the budget. One that is paused
    /// takes room but no place. The head is never passed by: a long prompt gets its turn.
    package mutating func admit() -> [SequenceID] {
        var admitted: [SequenceID] = []
        while let head = waiting.first, hasPlace, running.isEmpty || room(for: head) <= freeRoom {
            waiting.removeFirst()
            let index = running.firstIndex { $0.id > head.id } ?? running.endIndex
            running.insert(head, at: index)
            admitted.append(head.id)
        }
        return admitted
    }

    private var hasPlace: Bool { running.count { !$0.isPaused } < limits.maximumBatch }

    private var freeRoom: Int { limits.tokenBudget - running.reduce(0) { $0 + room(for: $1) } }

    private func room(for sequence: ScheduledSequence) -> Int {
        limits.page.roundUp(sequence.length + min(sequence.remaining, limits.growthRoom))
    }

    /// An admitted sequence begins with a cache of this many of its tokens, fewer than all.
    package mutating func begin(_ id: SequenceID, cached: Int) {
        guard let index = running.firstIndex(where: { $0.id == id }) else { return }
        precondition(cached < running[index].length, "a sequence needs a token to run")
        running[index].computed = cached
    }

    /// The next step's entries; none when every sequence waits for its consumer.
    package mutating func plan() -> StepPlan {
        step += 1
        var chunk = limits.prefillChunk
        var chosen: [Int] = []
        var entries: [Int: StepPlan.Entry] = [:]
        let ready = running.indices.filter { !running[$0].isPaused }
        for index in ready.sorted(by: { (running[$0].lastStep, running[$0].id) < (running[$1].lastStep, running[$1].id) }) {
            guard chosen.count < limits.maximumBatch else { break }
            let sequence = running[index]
            let count = sequence.pending == 1 ? 1 : min(sequence.pending, chunk)
            guard count > 0 else { continue }
            if sequence.pending > 1 { chunk -= count }
            running[index].lastStep = step
            chosen.append(index)
            let end = sequence.computed + count
            entries[index] = StepPlan.Entry(sequence.id, sequence.computed..<end, isLast: end == sequence.length)
        }
        return StepPlan(entries: chosen.sorted().compactMap { entries[$0] })
    }

    /// The model has run the plan: its tokens are in the caches.
    package mutating func complete(_ plan: StepPlan) {
        for entry in plan.entries {
            guard let index = running.firstIndex(where: { $0.id == entry.id }) else { continue }
            running[index].computed = entry.tokens.upperBound
        }
    }

    /// Tokens have come, sampled or without alternative; the sequence's next step runs them.
    package mutating func append(_ count: Int, to id: SequenceID) {
        guard let index = running.firstIndex(where: { $0.id == id }) else { return }
        running[index].length += count
        running[index].generated += count
    }
}
