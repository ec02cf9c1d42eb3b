import Engine
import Testing

@Suite struct SchedulerTests {
    /// A crowd of one owner's does not keep another out.
    @Test func sharesPlacesEvenlyAmongOwners() {
        var scheduler = scheduler(batch: 3)
        let owners = ["a", "a", "a", "a", "b", "c", "b"]
        for (index, owner) in owners.enumerated() {
            scheduler.enqueue(ScheduledSequence(id: id(index + 1), prompt: 1, maximumTokens: 100, owner: owner))
        }
        #expect(scheduler.admitAll() == [id(1), id(5), id(6)])
        scheduler.remove(id(6))
        // Each has one: the first that came.
        #expect(scheduler.admitAll() == [id(2)])
        scheduler.remove(id(1))
        scheduler.remove(id(2))
        #expect(scheduler.admitAll() == [id(3), id(4)])
    }

    @Test func letsInByArrivalAsFarAsTheBatchGoes() {
        var scheduler = scheduler(batch: 2)
        for number in 1...4 { scheduler.enqueue(number, prompt: 1) }
        #expect(scheduler.admitAll() == [id(1), id(2)])
        #expect(scheduler.admitAll() == [])
        #expect(scheduler.waiting.map(\.id) == [id(3), id(4)])
    }

    @Test func aPlaceLeftIsTakenInTheNextStep() {
        var scheduler = scheduler(batch: 2)
        for number in 1...3 { scheduler.enqueue(number, prompt: 1) }
        scheduler.runStep()
        #expect(scheduler.runStep() == [entry(1, 1..<2, last: true), entry(2, 1..<2, last: true)])
        scheduler.remove(id(1))
        #expect(scheduler.runStep() == [entry(2, 2..<3, last: true), entry(3, 0..<1, last: true)])
    }

    @Test func readsAPromptInChunksAndSamplesAfterTheLast() {
        var scheduler = scheduler(chunk: 8)
        scheduler.enqueue(1, prompt: 20)
        #expect(scheduler.runStep() == [entry(1, 0..<8, last: false)])
        #expect(scheduler.runStep() == [entry(1, 8..<16, last: false)])
        #expect(scheduler.runStep() == [entry(1, 16..<20, last: true)])
        #expect(scheduler.runStep() == [entry(1, 20..<21, last: true)])
    }

    @Test func beginsAfterWhatItsCacheHolds() {
        var scheduler = scheduler(chunk: 8)
        scheduler.enqueue(1, prompt: 20)
        #expect(scheduler.admitAll() == [id(1)])
        scheduler.begin(id(1), cached: 15)
        #expect(scheduler.plan().entries == [entry(1, 15..<20, last: true)])
    }

    @Test func decodesInEveryStepBesideALongPrompt() {
        var scheduler = scheduler(chunk: 8)
        scheduler.enqueue(1, prompt: 1)
        scheduler.runStep()
        scheduler.enqueue(2, prompt: 100)
        for step in 1...12 {
            let entries = scheduler.runStep()
            #expect(entries.first == entry(1, step..<(step + 1), last: true))
            #expect(entries.last == entry(2, ((step - 1) * 8)..<(step * 8), last: false))
        }
    }

    @Test func aShortPromptIsNotHeldUpByALongOne() {
        var scheduler = scheduler(chunk: 8)
        scheduler.enqueue(1, prompt: 800)
        scheduler.runStep()
        scheduler.enqueue(2, prompt: 8)
        #expect(scheduler.runStep() == [entry(2, 0..<8, last: true)])
        #expect(scheduler.runStep() == [entry(1, 8..<16, last: false), entry(2, 8..<9, last: true)])
    }

    @Test func higherPrioritiesAreLetInFirst() {
        var scheduler = scheduler(batch: 4)
        scheduler.enqueue(1, prompt: 1, .flexible)
        scheduler.enqueue(2, prompt: 1)
        scheduler.enqueue(3, prompt: 1, .urgent)
        scheduler.enqueue(4, prompt: 1)
        #expect(scheduler.waiting.map(\.id) == [id(3), id(2), id(4), id(1)])
    }

    @Test func whoHasBeenPassedByForLongIsPassedByNoMore() {
        var scheduler = scheduler()
        scheduler.enqueue(1, prompt: 1, .flexible)
        for number in 2...40 { scheduler.enqueue(number, prompt: 1) }
        #expect(scheduler.waiting.map(\.id.number).firstIndex(of: 1) == 16)
    }

    @Test func promptsOfHigherPriorityAreReadFirstAndNobodyStarves() {
        var scheduler = scheduler(chunk: 8)
        scheduler.enqueue(1, prompt: 400, .flexible)
        scheduler.runStep()
        scheduler.enqueue(2, prompt: 400)
        scheduler.enqueue(3, prompt: 16, .urgent)
        let ids = (1...20).map { _ in scheduler.runStep().filter { $0.tokens.count > 1 }.map(\.id.number) }
        #expect(ids.prefix(4) == [[3], [3], [2], [2]])
        #expect(ids.filter { $0 == [1] }.count == 1)
    }

    @Test func theLeastPriorityIsSentBackFirst() {
        var scheduler = scheduler(budget: 11)
        scheduler.enqueue(1, prompt: 4, .flexible)
        scheduler.enqueue(2, prompt: 4)
        scheduler.runStep()
        scheduler.runStep()
        #expect(scheduler.preemptAll().map(\.id) == [id(1)])
    }

    @Test func aPlanTakesNoMoreOfPromptsThanItIsTold() {
        var scheduler = scheduler(chunk: 8)
        scheduler.enqueue(1, prompt: 1)
        scheduler.runStep()
        #expect(scheduler.isDecoding)
        scheduler.enqueue(2, prompt: 100)
        _ = scheduler.admitAll()
        #expect(scheduler.plan(prefillChunk: 3).entries == [entry(1, 1..<2, last: true), entry(2, 0..<3, last: false)])
    }

    @Test func shortPromptsShareAChunk() {
        var scheduler = scheduler(chunk: 8)
        for number in 1...3 { scheduler.enqueue(number, prompt: 3) }
        #expect(scheduler.runStep() == [entry(1, 0..<3, last: true), entry(2, 0..<3, last: true), entry(3, 0..<2, last: false)])
    }

    @Test func takesTurnsWhenMoreRunThanTheBatchHolds() {
        var scheduler = scheduler(batch: 1)
        for number in 1...2 { scheduler.enqueue(number, prompt: 1) }
        scheduler.runStep()
        scheduler.setPaused(true, id(1))
        scheduler.runStep()
        scheduler.setPaused(false, id(1))
        #expect((1...4).map { _ in scheduler.runStep().map(\.id.number) } == [[1], [2], [1], [2]])
    }

    @Test func aPausedSequenceIsInNoStepAndTakesNoPlace() {
        var scheduler = scheduler(batch: 1)
        scheduler.enqueue(1, prompt: 1)
        scheduler.runStep()
        scheduler.setPaused(true, id(1))
        #expect(scheduler.runStep() == [])
        scheduler.enqueue(2, prompt: 1)
        #expect(scheduler.runStep() == [entry(2, 0..<1, last: true)])
        scheduler.remove(id(2))
        scheduler.setPaused(false, id(1))
        #expect(scheduler.runStep() == [entry(1, 1..<2, last: true)])
    }

    @Test(arguments: [1, 2]) func removesWaitingAndRunningAlike(number: Int) {
        var scheduler = scheduler(batch: 1)
        for number in 1...2 { scheduler.enqueue(number, prompt: 5) }
        scheduler.runStep()
        #expect(scheduler.remove(id(number))?.computed == (number == 1 ? 5 : 0))
        #expect(scheduler.remove(id(number)) == nil)
        #expect(scheduler.runStep().map(\.id) == [id(3 - number)])
    }
}

@Suite struct SchedulerBudgetTests {
}
