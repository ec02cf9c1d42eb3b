import Engine
import Testing

@Suite struct AdmissionTests {
    @Test(
        arguments: [
            ([], 1, .emptyPrompt),
            ([1], -1, .maximumTokensNegative(-1)),
            ([1, 50], 1, .tokenOutsideVocabulary(id: 50, position: 1, vocabularySize: 50)),
            ([-1], 1, .tokenOutsideVocabulary(id: -1, position: 0, vocabularySize: 50)),
            ([1, 2, 3], 98, .contextLengthExceeded(prompt: 3, maximum: 98, context: 100)),
            ([1], .max, .contextLengthExceeded(prompt: 1, maximum: .max, context: 100)),
        ] as [([Int32], Int, EngineError)])
    func refusesWhatItCannotRun(prompt: [Int32], maximumTokens: Int, error: EngineError) async {
        let engine = InferenceEngine.scripted(ScriptedModel(ScriptedModel.Script(contextLength: 100)))
        #expect(throws: error) { try engine.submit(prompt, maximumTokens: maximumTokens) }
        #expect(engine.load.waiting == 0)
    }

    @Test func aRequestMayFillTheContext() async throws {
        let model = ScriptedModel(ScriptedModel.Script(contextLength: 20))
        #expect(try await InferenceEngine.scripted(model).submit([1, 2], maximumTokens: 18).events().tokens.count == 18)
    }

    @Test(
        arguments: [
            (nil, .tokens(5000), 1000), (nil, .tokens(300), 300), (nil, .bytes(4000), 400), (700, .tokens(5000), 700),
            (2000, .tokens(5000), 1000),
        ] as [(Int?, EngineConfiguration.CacheBudget, Int)])
    func theContextIsTheLeastOfModelSettingAndBudget(setting: Int?, budget: EngineConfiguration.CacheBudget, context: Int) {
        let engine = InferenceEngine.scripted(ScriptedModel()) {
            $0.contextLength = setting
            $0.cacheBudget = budget
        }
        #expect(engine.contextLength == context)
        #expect(throws: EngineError.contextLengthExceeded(prompt: 1, maximum: context, context: context)) {
            try engine.submit([1], maximumTokens: context)
        }
    }

    @Test func aBudgetIsOfWholePages() {
        let engine = InferenceEngine.scripted(ScriptedModel(ScriptedModel.Script(cachePageTokens: 64))) { $0.cacheBudget = .tokens(200) }
        #expect(engine.contextLength == 192)
        #expect(engine.load.tokenBudget == 192)
    }

    /// An owner may have as many waiting as there are places left.
    @Test func keepsPlacesInTheQueueForOtherOwners() async throws {
        let gate = Gate()
        let engine = InferenceEngine.scripted(ScriptedModel(gate: gate)) {
            $0.maximumBatch = 1
            $0.queueLimit = 4
        }
        let running = try engine.submit([1], maximumTokens: 1, owner: "a")
        await gate.step()
        let greedy = try (0..<2).map { _ in try engine.submit([2], maximumTokens: 1, owner: "a") }
        #expect(throws: EngineError.queueFull(waiting: 2)) { try engine.submit([2], maximumTokens: 1, owner: "a") }
        let modest = try engine.submit([3], maximumTokens: 1, owner: "b")
        #expect(throws: EngineError.queueFull(waiting: 3)) { try engine.submit([3], maximumTokens: 1, owner: "b") }
        let nobodys = try engine.submit([4], maximumTokens: 1)
        #expect(throws: EngineError.queueFull(waiting: 4)) { try engine.submit([4], maximumTokens: 1) }
        gate.open()
        for stream in [running, modest, nobodys] + greedy { #expect(await stream.events().end == .maximumTokens) }
    }

    /// The one that runs is none of those that wait, however long it has been there.
    @Test func endsWhatHasWaitedTooLong() async throws {
        let gate = Gate()
        let engine = InferenceEngine.scripted(ScriptedModel(gate: gate)) {
            $0.maximumBatch = 1
            $0.queueDeadline = .nanoseconds(1)
        }
        let running = try engine.submit([1], maximumTokens: 3)
        await gate.step()
        let waiting = try engine.submit([2], maximumTokens: 1)
        gate.open()
        #expect(await waiting.events().end == .expired)
        #expect(await running.events().end == .maximumTokens)
        #expect(engine.load.waiting == 0)
    }

    /// One runs and stands in a step; two wait.
    @Test func refusesBeyondTheQueueLimitAlsoDuringAStep() async throws {
        let gate = Gate()
        let engine = InferenceEngine.scripted(ScriptedModel(gate: gate)) {
            $0.maximumBatch = 1
            $0.queueLimit = 2
        }
        let running = try engine.submit([1], maximumTokens: 1)
        await gate.step()
        let waiting = try (2...3).map { try engine.submit([Int32($0)], maximumTokens: 1) }
        #expect(throws: EngineError.queueFull(waiting: 2)) { try engine.submit([4], maximumTokens: 1) }
        #expect(engine.load.waiting == 2)
        waiting[0].cancel()
        let last = try engine.submit([5], maximumTokens: 1)
        gate.open()
        for stream in [running, waiting[1], last] { #expect(await stream.events().end == .maximumTokens) }
        #expect(engine.load.waiting == 0)
    }

    @Test func tellsThePlaceInTheQueueAsItChanges() async throws {
        let gate = Gate()
        let engine = InferenceEngine.scripted(ScriptedModel(gate: gate)) { $0.maximumBatch = 1 }
        let first = try engine.submit([1], maximumTokens: 1)
        await gate.step()
        let second = try engine.submit([2], maximumTokens: 1)
        let third = try engine.submit([3], maximumTokens: 1)
        var events = third.makeAsyncIterator()
        #expect(await events.next() == .queued(ahead: 1))
        gate.release()
        await gate.step()
        #expect(await events.next() == .queued(ahead: 0))
        gate.open()
        #expect(await events.next() == .prefilling(done: 0, total: 1))
        _ = await first.events()
        _ = await second.events()
    }

    @Test func retryAfterIsZeroWhileThereIsAPlaceAndAnEstimateWhenThereIsNone() async throws {
        let gate = Gate()
        let engine = InferenceEngine.scripted(ScriptedModel(gate: gate)) {
            $0.maximumBatch = 1
            $0.queueLimit = 1
        }
        let running = try engine.submit([1], maximumTokens: 100)
        await gate.step()
        gate.release()
        await gate.step()
        #expect(engine.load.retryAfter == .zero)
        let waiting = try engine.submit([2], maximumTokens: 1)
        #expect(engine.load.retryAfter > .zero)
        running.cancel()
        gate.open()
        _ = await waiting.events()
        #expect(engine.load.retryAfter == .zero)
    }
}
