package import DequeModule

/// Decides what each step runs. A state machine without clock, tokens or model; the engine obeys.
///
/// A sequence waits, in order of priority and arrival; then it runs (is in steps, or is paused by its consumer); then it is removed.
/// It goes back to the queue when the running ones outgrow the budget, the least priority and the latest arrival first. Who has been passed by in the
/// queue for long is passed by no more.
/// Each step takes one token of every running sequence that decodes, and shares one chunk of prompt tokens among those that
/// prefill, those of higher priority first. Whoever was left out of the last steps comes first, whatever his priority after some of them, so nobody
/// starves.
package struct Scheduler {
    package struct Limits: Hashable {
        /// Sequences in a step.
        package var maximumBatch: Int
        /// Tokens of sequences with more than one to run, in a step.
        package var prefillChunk: Int
        /// Bytes of the caches of all running sequences.
        package var cacheBudget: Int
        /// Tokens that a sequence must have room to grow by before it is let in beside others.
        package var growthRoom: Int
        package var shape: CacheShape
        /// Tokens in a step of sequences that want logits behind each: their rows are 51 MB with the published vocabulary.
        package var logitRows = 64

        /// The shape's default makes a byte of a token.
        package init(
            maximumBatch: Int, prefillChunk: Int, cacheBudget: Int, growthRoom: Int = 64, shape: CacheShape = CacheShape()
        ) {
            self.maximumBatch = maximumBatch
            self.prefillChunk = prefillChunk
            self.cacheBudget = cacheBudget
            self.growthRoom = growthRoom
            self.shape = shape
        }
    }

    package let limits: Limits
    package private(set) var waiting = Deque<ScheduledSequence>()
    /// In order of arrival.
    package private(set) var running: [ScheduledSequence] = []
    /// Bytes of the pages that running sequences share, as of now.
    package var sharedBytes = 0
    private var step = 0

    package init(limits: Limits) {
        self.limits = limits
    }

    package var isEmpty: Bool { waiting.isEmpty && running.isEmpty }

    /// Bytes that the running sequences hold, each for itself, once the tokens yet to be run are in their caches.
    package var ownBytes: Int { running.reduce(0) { $0 + limits.shape.bytes($1.length, shared: $1.shared) } }

    /// And with what they share.
    package var reservedBytes: Int { ownBytes + sharedBytes }

    // MARK: Arrivals and departures

    package mutating func enqueue(_ sequence: ScheduledSequence) {
        let index = waiting.lastIndex { $0.priority >= sequence.priority || $0.passedBy >= Self.patience }.map { $0 + 1 } ?? 0
        waiting.insert(sequence, at: index)
        for index in waiting.indices.dropFirst(index + 1) { waiting[index].passedBy += 1 }
    }

    /// How many pass by a waiting sequence at most, and in how many steps others of higher priority read their prompts before a running one does.
    private static let patience = 16

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

    // MARK: A step: `preempt` and `admit` with `begin` until they have no more, `plan`, and after the model `complete`

    /// Sends the latest arrival back to the queue if the running ones do not fit the budget; it loses its cache. The answer has the state it had.
    package mutating func preempt() -> ScheduledSequence? {
        guard running.count > 1, reservedBytes > limits.cacheBudget,
            let index = running.indices.min(by: { (running[$0].priority, running[$1].id) < (running[$1].priority, running[$0].id) })
        else { return nil }
        let sentBack = running.remove(at: index)
        var sequence = sentBack
        sequence.computed = 0
        sequence.shared = 0
        let place = waiting.firstIndex { $0.priority <= sequence.priority } ?? waiting.endIndex
        waiting.insert(sequence, at: place)
        return sentBack
    }

    /// Lets a sequence in if there is a place in the batch and room in the budget: of the owner who has the fewest running, the first that came.
    /// One that is paused takes room but no place. Whoever is next is never passed by: a long prompt gets its turn.
    /// - Parameter sharing: how many of its tokens running sequences hold already.
    package mutating func admit(sharing: (SequenceID) -> Int = { _ in 0 }) -> SequenceID? {
        guard let place = nextInLine, hasPlace else { return nil }
        var next = waiting[place]
        guard running.isEmpty || room(for: next, shared: sharing(next.id)) <= freeRoom else { return nil }
        waiting.remove(at: place)
        next.admission = step
        running.insert(next, at: running.firstIndex { $0.id > next.id } ?? running.endIndex)
        return next.id
    }

    /// Of the waiting: of those of the highest priority.
    private var nextInLine: Int? {
        guard let head = waiting.first else { return nil }
        guard head.passedBy < Self.patience, waiting.contains(where: { $0.owner != head.owner }) else { return waiting.startIndex }
        var places: [String?: Int] = [:]
        for sequence in running { places[sequence.owner, default: 0] += 1 }
        return waiting.indices.filter { waiting[$0].priority == head.priority }
            .min { places[waiting[$0].owner, default: 0] < places[waiting[$1].owner, default: 0] }
    }

    private var hasPlace: Bool { running.count { !$0.isPaused } < limits.maximumBatch }

    private var freeRoom: Int { limits.cacheBudget - sharedBytes - running.reduce(0) { $0 + room(for: $1, shared: $1.shared) } }

    private func room(for sequence: ScheduledSequence, shared: Int) -> Int {
        limits.shape.bytes(sequence.length + min(sequence.remaining, limits.growthRoom), shared: shared)
    }

    /// An admitted sequence begins with, or has got, a cache of this many of its tokens, fewer than all; some are in pages that it shares.
    package mutating func begin(_ id: SequenceID, cached: Int, shared: Int = 0) {
        guard let index = running.firstIndex(where: { $0.id == id }) else { return }
        precondition(cached < running[index].length, "a sequence needs a token to run")
        running[index].computed = cached
        running[index].shared = shared
    }

    /// A sequence shares so many of its tokens.
    package mutating func share(_ tokens: Int, of id: SequenceID) {
        guard let index = running.firstIndex(where: { $0.id == id }) else { return }
        running[index].shared = tokens
    }

    /// Whether a sequence has only its last token to run, so that a consumer waits for each step.
    package var isDecoding: Bool { running.contains { !$0.isPaused && $0.pending == 1 } }

    /// The next step's entries; none when every sequence waits for its consumer.
    /// - Parameter prefillChunk: tokens of sequences with more than one to run; the limits' where it is nil.
    package mutating func plan(prefillChunk: Int? = nil) -> StepPlan {
        step += 1
        var chunk = min(prefillChunk ?? limits.prefillChunk, limits.prefillChunk)
        var logitRows = limits.logitRows
        var chosen: [Int] = []
        var entries: [Int: StepPlan.Entry] = [:]
        let ready = running.indices.filter { !running[$0].isPaused }
        for index in ready.sorted(by: { precedes(running[$0], running[$1]) }) {
            guard chosen.count < limits.maximumBatch else { break }
            let sequence = running[index]
            let count = sequence.pending == 1 ? 1 : share(of: sequence.wantsAllLogits ? min(chunk, logitRows) : chunk, for: sequence)
            guard count > 0 else { continue }
            if sequence.pending > 1 { chunk -= count }
            if sequence.wantsAllLogits { logitRows -= count }
            running[index].lastStep = step
            chosen.append(index)
            let end = sequence.computed + count
            entries[index] = StepPlan.Entry(sequence.id, sequence.computed..<end, isLast: end == sequence.length)
        }
        return StepPlan(entries: chosen.sorted().compactMap { entries[$0] })
    }

    private func precedes(_ left: ScheduledSequence, _ right: ScheduledSequence) -> Bool {
        func rank(_ sequence: ScheduledSequence) -> Int {
            sequence.pending == 1 || step - max(sequence.lastStep, sequence.admission) > Self.patience
                ? GenerationRequest.Priority.urgent.rawValue : sequence.priority.rawValue
        }
        if rank(left) != rank(right) { return rank(left) > rank(right) }
        return (left.lastStep, left.id) < (right.lastStep, right.id)
    }

    /// A prompt is read to the end of a page where it goes on, so that others can take the page up.
    private func share(of chunk: Int, for sequence: ScheduledSequence) -> Int {
        guard sequence.pending > chunk else { return sequence.pending }
        let end = sequence.computed + chunk
        let whole = end / limits.shape.pageTokens * limits.shape.pageTokens
        return (whole > sequence.computed ? whole : end) - sequence.computed
    }

    /// The model has run the plan: its tokens are in the caches.
    package mutating func complete(_ plan: StepPlan) {
        for entry in plan.entries {
            guard let index = running.firstIndex(where: { $0.id == entry.id }) else { continue }
            running[index].computed = entry.tokens.upperBound
        }
    }

    /// Tokens have come, sampled or without alternative; the sequence's next step runs them, but for the first `run`, which were guessed.
    package mutating func append(_ count: Int, to id: SequenceID, run: Int = 0) {
        guard let index = running.firstIndex(where: { $0.id == id }) else { return }
        running[index].length += count
        running[index].computed += run
        running[index].generated += count
    }
}
