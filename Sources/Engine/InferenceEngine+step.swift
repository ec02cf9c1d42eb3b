import Logging
import Metrics
import Synchronization

extension InferenceEngine {
    /// One turn: the post, one step of the model, and the next turn if there is reason for one. No suspension anywhere in it.
    func turn() {
        takePost()
        let plan = nextPlan()
        if !plan.isEmpty {
            publishLoad()  // a long step is seen while it runs
            run(plan)
        }
        settle()
        let sleeps = plan.isEmpty && admission.withLock { $0.sleep() }
        if !sleeps { wake() }
    }

    func takePost() {
        for message in admission.withLock({ $0.takeMessages() }) {
            switch message {
            case .submitted(let generation):
                generations[generation.id] = generation
                var sequence = ScheduledSequence(
                    id: generation.id, prompt: generation.tokens.count, maximumTokens: generation.request.maximumTokens,
                    owner: generation.request.owner, priority: generation.request.priority)
                sequence.wantsAllLogits = generation.scoresPrompt
                scheduler.enqueue(sequence)
                metrics.promptTokens.increment(by: generation.tokens.count)
            case .consumer(.cancelled, let id):
                end(id, .cancelled)
            case .consumer(.resumed, let id):
                scheduler.setPaused(false, id)
            }
        }
    }

    // MARK: Planning

    private func nextPlan() -> StepPlan {
        while let sequence = scheduler.preempt() {
            guard let generation = generations[sequence.id] else { continue }
            session.retire(sequence.id, tokens: generation.tokens, computed: sequence.computed)
            metrics.preemptions.increment()
        }
        while let id = scheduler.admit(sharing: { session.sharedPrefix(of: generations[$0]?.tokens ?? []) }) {
            begin(id)
        }
        expireWaiting()
        for sequence in scheduler.running where sequence.pending > 1 && !scoresPrompt(of: sequence.id) { catchUp(sequence) }
        session.shrink(to: scheduler.limits.cacheBudget - scheduler.ownBytes)
        announceQueue()
        return scheduler.plan(prefillChunk: scheduler.isDecoding ? pacer.chunk : scheduler.limits.prefillChunk)
    }

    private func begin(_ id: SequenceID) {
        guard let generation = generations[id] else { return }
        let known = generation.scoresPrompt ? [] : generation.tokens
        let cached = session.begin(id, tokens: known, turnEnd: generation.request.prompt.count)
        scheduler.begin(id, cached: cached, shared: session.sharedTokens(id))
        guard generation.times.admitted == nil else { return }
        let now = clock.now
        generations[id]?.begin(cached: cached, vocabularySize: vocabularySize, at: now)
        admission.withLock { $0.leftQueue(id) }
        metrics.queueTime.record(duration: now - generation.times.submitted)
        metrics.prefixQueries.increment(by: generation.tokens.count)
        metrics.prefixHits.increment(by: cached)
    }

    /// Another sequence with the same beginning may have run on since.
    private func catchUp(_ sequence: ScheduledSequence) {
        guard let generation = generations[sequence.id] else { return }
        let computed = session.catchUp(sequence.id, tokens: generation.tokens, computed: sequence.computed)
        guard computed > sequence.computed else { return }
        scheduler.begin(sequence.id, cached: computed, shared: session.sharedTokens(sequence.id))
        generations[sequence.id]?.catchUp(by: computed - sequence.computed)
        metrics.prefixHits.increment(by: computed - sequence.computed)
    }

    /// Ends those that have waited for too long, and leaves alone those that were sent back to the queue.
    private func expireWaiting() {
        guard let limit = configuration.queueDeadline else { return }
        let now = clock.now
        let expired = scheduler.waiting.map(\.id).filter { id in
            guard let generation = generations[id], generation.times.admitted == nil else { return false }
            return now - generation.times.submitted > limit
        }
        for id in expired { end(id, .expired) }
    }

    /// Tells those whose place in the queue has changed.
    private func announceQueue() {
        for (ahead, sequence) in scheduler.waiting.enumerated() {
            guard let generation = generations[sequence.id], generation.cachedTokens == nil, generation.ahead != ahead else { continue }
            generations[sequence.id]?.ahead = ahead
            generation.channel.report(.queued(ahead: ahead))
        }
    }

    // MARK: Running

    private func run(_ plan: StepPlan) {
        let begun = clock.now
        let drafts = configuration.speculation == .never ? [:] : draft(plan)
        let scored = plan.entries.map(scoredRows)
        logits.removeAll(keepingCapacity: true)
        do {
            try forward(plan, drafts, scored)
        } catch {
            logger.error("the model failed in a step", metadata: ["reason": "\(error.reason)", "sequences": "\(plan.entries.count)"])
            for (index, entry) in plan.entries.enumerated() where error.segments?.contains(index) ?? true {
                session.discard(entry.id)
                end(entry.id, .failed(reason: error.reason))
            }
            guard error.segments != nil else { return }
        }
        scheduler.complete(plan)
        let sampled = plan.entries.filter(\.isLast)
        let rows = sampled.reduce(0) { $0 + 1 + (drafts[$1.id]?.count ?? 0) }
        precondition(
            logits.count == (rows + scored.reduce(0, +)) * vocabularySize, "a model gives rows of logits to each segment that wants them")
        for entry in plan.entries {
            session.publish(entry.id, tokens: generations[entry.id]?.tokens ?? [], computed: entry.tokens.upperBound)
            scheduler.share(session.sharedTokens(entry.id), of: entry.id)
            if !entry.isLast || entry.tokens.count > 1 { generations[entry.id]?.reportPrefill(done: entry.tokens.upperBound) }
        }
        let time = clock.now - begun
        var (row, grown) = (0, 0)
        for (entry, scored) in zip(plan.entries, scored) {
            score(entry, rows: row..<row + scored)
            row += scored
            guard entry.isLast else { continue }
            let drafts = drafts[entry.id] ?? []
            grown += advance(entry, firstRow: row, drafts)
            row += 1 + drafts.count
        }
        record(plan, sampled: sampled.count, grown: grown, rows: rows, time: time)
    }

    private func forward(_ plan: StepPlan, _ drafts: [SequenceID: [Int32]], _ scored: [Int]) throws(ModelFailure) {
        let batch = zip(plan.entries, scored).map { entry, scored in
            let generation = generations[entry.id]
            let (tokens, trace) = (generation?.tokens[entry.tokens] ?? [], generation?.request.trace)
            guard let drafts = drafts[entry.id] else {
                // The logits behind all of them are those before guesses, and the last's.
                return SessionSegment(
                    id: entry.id, tokens: tokens, wantsLogits: entry.isLast || scored > 0, drafts: scored > 0 ? tokens.count - 1 : 0,
                    screen: entry.isLast && scored == 0 ? generation?.screen : nil, trace: trace)
            }
            return SessionSegment(id: entry.id, tokens: tokens + drafts, wantsLogits: true, drafts: drafts.count, screen: nil, trace: trace)
        }
        try session.forward(batch, logits: &logits)
    }

    /// Samples a sequence's next token from its row of the step's logits; and while what comes is what was guessed, the next from the row after.
    /// Returns how many tokens it has grown by.
    private func advance(_ entry: StepPlan.Entry, firstRow: Int, _ drafts: [Int32]) -> Int {
        let (id, first) = (entry.id, entry.tokens.upperBound)
        // Tokens in the cache that are the sequence's.
        var (run, grown) = (first, 0)
        var outcome = Generation.Outcome.goesOn
        var now = clock.now
        repeat {
            recordLatency(of: id, at: now)
            guard let advance = advance(id, row: firstRow + run - first, at: now) else { break }
            (outcome, grown) = (advance.outcome, grown + advance.tokens)
            guard outcome == .goesOn, let tokens = generations[id]?.tokens else { break }
            while run < tokens.count, run - first < drafts.count, tokens[run] == drafts[run - first] { run += 1 }
            guard run > first, run == tokens.count else { break }
            now = clock.now
        } while true
        if !drafts.isEmpty {
            session.truncate(id, to: run)
            generations[id]?.drafting.record(drafted: drafts.count, accepted: run - first)
            metrics.draftedTokens.increment(by: drafts.count)
            metrics.acceptedTokens.increment(by: run - first)
        }
        scheduler.append(grown, to: id, run: run - first)
        switch outcome {
        case .goesOn: break
        case .pauses: scheduler.setPaused(true, id)
        case .ends(let reason): end(id, reason)
        }
        return grown
    }

    private func advance(_ id: SequenceID, row: Int, at now: ContinuousClock.Instant) -> Generation.Advance? {
        logits.withUnsafeMutableBufferPointer { logits in
            let row = logits[(row * vocabularySize)..<((row + 1) * vocabularySize)]
            return generations[id]?.advance(UnsafeMutableBufferPointer(rebasing: row), at: now)
        }
    }

    private func recordLatency(of id: SequenceID, at now: ContinuousClock.Instant) {
        guard let generation = generations[id], generation.request.maximumTokens > 0 else { return }
        let times = generation.times
        if let previous = times.lastToken {
            metrics.interTokenLatency.record(duration: now - previous)
        } else {
            metrics.timeToFirstToken.record(duration: now - times.submitted)
        }
    }

    private func record(_ plan: StepPlan, sampled: Int, grown: Int, rows: Int, time: Duration) {
        let tokens = plan.entries.reduce(0) { $0 + $1.tokens.count }
        let prefilled = plan.entries.reduce(0) { $1.tokens.count > 1 ? $0 + $1.tokens.count : $0 }
        let decoded = plan.entries.count { $0.tokens.count == 1 }
        estimator.recordStep(time, prefilled: prefilled, sampled: sampled)
        if prefilled == 0 { governor.recordStep(rows: rows, time) }
        if prefilled > 0, decoded > 0 { pacer.record(time, prefilled: prefilled) }
        metrics.generatedTokens.increment(by: grown)
        metrics.batchSize.record(plan.entries.count)
        metrics.stepTokens.record(tokens)
        metrics.stepTime.record(duration: time)
    }

    // MARK: Ending

    /// Takes a sequence out, wherever it is; its cache is kept for reuse. Nothing happens when it has ended before.
    func end(_ id: SequenceID, _ reason: GenerationEnd) {
        guard let generation = generations.removeValue(forKey: id) else { return }
        if let sequence = scheduler.remove(id) { session.retire(id, tokens: generation.tokens, computed: sequence.computed) }
        admission.withLock { $0.leftQueue(id) }
        if generation.generatedCount > 0 { estimator.recordAnswer(tokens: generation.generatedCount) }
        departures.append((generation.channel, reason))
        metrics.recordEnd(reason, generation.times, tokens: generation.generatedCount, at: clock.now)
        logger.debug(
            "generation ended",
            metadata: [
                "request-id": "\(generation.request.id)", "end": "\(reason.label)", "prompt-tokens": "\(generation.request.prompt.count)",
                "cached-tokens": "\(generation.cachedTokens ?? 0)", "output-tokens": "\(generation.generatedCount)",
            ])
    }

    /// Shows the state that the turn leaves, then tells those who have ended.
    func settle() {
        publishLoad()
        for (channel, reason) in departures { channel.finish(reason) }
        departures.removeAll(keepingCapacity: true)
        resumeDrainWaitersIfIdle()
    }

    private func publishLoad() {
        var load = EngineLoad()
        load.running = scheduler.running.count
        let shape = scheduler.limits.shape
        load.tokensInUse = shape.wholeTokens(scheduler.reservedBytes)
        load.cachedTokens = session.idleTokens
        load.tokenBudget = shape.wholeTokens(scheduler.limits.cacheBudget)
        load.prefillTokensPerSecond = estimator.prefillTokensPerSecond
        load.decodeTokensPerSecond = estimator.decodeTokensPerSecond
        load.retryAfter = estimator.timeToNextEnd(of: scheduler.running, prefillChunk: scheduler.limits.prefillChunk)
        metrics.recordLoad(
            admission.withLock { admission in
                admission.load = load
                return admission.currentLoad
            })
    }
}
