import Engine
import Testing

/// What fits into the caches, and who has to leave them.
@Suite struct SchedulerRoomTests {
    @Test func theHeadOfTheQueueWaitsForRoomAndIsNotPassedBy() {
        var scheduler = scheduler(budget: 100)
        scheduler.enqueue(1, prompt: 60)
        scheduler.enqueue(2, prompt: 50)
        scheduler.enqueue(3, prompt: 10)
        #expect(scheduler.admitAll() == [id(1)])
        scheduler.remove(id(1))
        #expect(scheduler.admitAll() == [id(2), id(3)])
    }

    @Test(arguments: [(102, 2), (101, 1)]) func leavesRoomToGrowBesideOthers(budget: Int, admitted: Int) {
        var scheduler = scheduler(budget: budget, growthRoom: 21)
        scheduler.enqueue(1, prompt: 30)
        scheduler.enqueue(2, prompt: 30)
        #expect(scheduler.admitAll().count == admitted)
    }

    @Test(arguments: [(1, 2), (32, 2), (64, 1)]) func countsCachesInWholePages(page: Int, admitted: Int) {
        var scheduler = Scheduler(
            limits: Scheduler.Limits(
                maximumBatch: 3, prefillChunk: 8, cacheBudget: 100, growthRoom: 0, shape: CacheShape(pageTokens: page, pageBytes: page)))
        scheduler.enqueue(1, prompt: 33)
        scheduler.enqueue(2, prompt: 10)
        #expect(scheduler.admitAll().count == admitted)
        #expect(scheduler.reservedBytes == (page == 1 ? 43 : page == 32 ? 96 : 64))
    }

    @Test func whatRunningSequencesShareIsCountedOnce() {
        var scheduler = scheduler(chunk: 100, budget: 100)
        scheduler.enqueue(1, prompt: 61)
        scheduler.enqueue(2, prompt: 61)
        #expect(scheduler.admitAll() == [id(1)])
        scheduler.complete(scheduler.plan())
        scheduler.share(60, of: id(1))
        scheduler.sharedBytes = 60
        #expect(scheduler.reservedBytes == 61)
        #expect(scheduler.admit { _ in 20 } == nil)
        #expect(scheduler.admit { _ in 60 } == id(2))
        scheduler.begin(id(2), cached: 60, shared: 60)
        #expect(scheduler.reservedBytes == 62)
    }

    @Test func aChunkEndsWithAPageWhereThePromptGoesOn() {
        var scheduler = Scheduler(
            limits: Scheduler.Limits(maximumBatch: 3, prefillChunk: 10, cacheBudget: 1000, shape: CacheShape(pageTokens: 4, pageBytes: 4)))
        scheduler.enqueue(1, prompt: 19)
        #expect(scheduler.runStep() == [entry(1, 0..<8, last: false)])
        #expect(scheduler.runStep() == [entry(1, 8..<16, last: false)])
        #expect(scheduler.runStep() == [entry(1, 16..<19, last: true)])
    }

    @Test func needsNoMoreRoomThanItMayGenerate() {
        var scheduler = scheduler(budget: 100, growthRoom: 64)
        scheduler.enqueue(1, prompt: 48, maximum: 2)
        scheduler.enqueue(2, prompt: 48, maximum: 2)
        #expect(scheduler.admitAll().count == 2)
    }

    @Test func sendsTheLatestBackWhenTheOthersNeedTheRoom() {
        var scheduler = scheduler(budget: 10)
        scheduler.enqueue(1, prompt: 4)
        scheduler.enqueue(2, prompt: 4)
        scheduler.enqueue(3, prompt: 9)
        scheduler.runStep()
        scheduler.runStep()
        #expect(scheduler.reservedBytes == 12)
        #expect(scheduler.preemptAll().map { [$0.id.number, $0.computed] } == [[2, 5]])
        #expect(scheduler.waiting.map { [$0.id.number, $0.length, $0.computed] } == [[2, 6, 0], [3, 9, 0]])
        #expect(scheduler.running.map(\.id) == [id(1)])
    }

    @Test func oneAloneIsNeverSentBack() {
        var scheduler = scheduler(budget: 4)
        scheduler.enqueue(1, prompt: 4)
        for _ in 1...5 { scheduler.runStep() }
        #expect(scheduler.reservedBytes == 9)
        #expect(scheduler.preemptAll() == [])
    }

    @Test func comesBackAndRunsAllItsTokensAgain() {
        var scheduler = scheduler(budget: 10)
        scheduler.enqueue(1, prompt: 4)
        scheduler.enqueue(2, prompt: 4)
        scheduler.runStep()
        scheduler.runStep()
        scheduler.runStep()
        scheduler.remove(id(1))
        #expect(scheduler.runStep() == [entry(2, 0..<6, last: true)])
    }

    /// Random traffic: the limits hold in every step, and nobody is left out for longer than the others need.
    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64]) func keepsItsLimitsUnderAnyTraffic(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        let limits = Scheduler.Limits(maximumBatch: 4, prefillChunk: 16, cacheBudget: 300, growthRoom: 8)
        var scheduler = Scheduler(limits: limits)
        var lastRun: [SequenceID: Int] = [:]
        var arrived = 0
        for step in 1...2000 {
            if random.next() % 4 == 0 {
                arrived += 1
                let maximum = Int(random.next() % 60) + 1
                scheduler.enqueue(arrived, prompt: Int(random.next() % 200) + 1, maximum: maximum)
            }
            if let any = scheduler.running.randomElement(using: &random) {
                switch random.next() % 20 {
                case 0: scheduler.remove(any.id)
                case 1...2: scheduler.setPaused(!any.isPaused, any.id)
                default: break
                }
            }
            for sequence in scheduler.preemptAll() { lastRun[sequence.id] = nil }
            _ = scheduler.admitAll()
            try #require(scheduler.running.count <= 1 || scheduler.reservedBytes <= limits.cacheBudget)
            for sequence in scheduler.running where sequence.isPaused || lastRun[sequence.id] == nil { lastRun[sequence.id] = step }
            let plan = scheduler.plan()
            try #require(plan.entries.count <= limits.maximumBatch)
            try #require(plan.entries.filter { $0.tokens.count > 1 }.reduce(0) { $0 + $1.tokens.count } <= limits.prefillChunk)
            try #require(plan.isEmpty == scheduler.running.allSatisfy(\.isPaused))
            scheduler.complete(plan)
            for entry in plan.entries {
                lastRun[entry.id] = step
                if entry.isLast { scheduler.append(1, to: entry.id) }
            }
            for sequence in scheduler.running {
                try #require(step - (lastRun[sequence.id] ?? step) <= scheduler.running.count)
                if sequence.remaining == 0 { scheduler.remove(sequence.id) }
            }
        }
        #expect(arrived > 300)
    }
}

private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
