import Engine
import MetricsTestKit
import Testing

@Suite struct PrefixReuseTests {
    @Test func aSecondTurnRunsOnlyItsNewTokens() async throws {
        let model = ScriptedModel()
        let engine = InferenceEngine.scripted(model)
        let first = try await engine.submit([1, 2, 3], maximumTokens: 4).events().tokens
        let turn: [Int32] = [1, 2, 3] + first + [4, 5]
        let events = try await engine.submit(turn, maximumTokens: 4).events()
        // The last token of an answer is sampled but never run.
        #expect(events.cachedTokens == 6)
        #expect(events.contains(.prefilling(done: 6, total: 9)) || events.contains(.prefilling(done: 9, total: 9)))
        #expect(events.tokens == model.greedy(turn, count: 4))
        #expect(model.steps[4].map(\.tokens) == [Array(turn[6...])])
    }

    @Test func anIdenticalPromptRunsOneToken() async throws {
        let model = ScriptedModel()
        let engine = InferenceEngine.scripted(model)
        _ = try await engine.submit([1, 2, 3], maximumTokens: 4).events()
        let events = try await engine.submit([1, 2, 3], maximumTokens: 4).events()
        #expect(events.cachedTokens == 2)
        #expect(events.tokens == model.greedy([1, 2, 3], count: 4))
        #expect(model.steps[4].map(\.tokens) == [[3]])
    }

    @Test func aDivergenceInTheMiddleKeepsWhatIsBeforeIt() async throws {
        let model = ScriptedModel()
        let engine = InferenceEngine.scripted(model)
        _ = try await engine.submit([1, 2, 3, 4, 5, 6], maximumTokens: 4).events()
        let events = try await engine.submit([1, 2, 3, 9, 5, 6], maximumTokens: 4).events()
        #expect(events.cachedTokens == 3)
        #expect(events.tokens == model.greedy([1, 2, 3, 9, 5, 6], count: 4))
    }

    @Test func aStrangersPromptReusesNothing() async throws {
        let engine = InferenceEngine.scripted(ScriptedModel())
        _ = try await engine.submit([1, 2, 3], maximumTokens: 4).events()
        #expect(try await engine.submit([2, 1, 2, 3], maximumTokens: 4).events().cachedTokens == 0)
    }

    @Test func aRequestTakesUpWhatARunningOneHasRead() async throws {
        let gate = Gate()
        let model = ScriptedModel(gate: gate)
        let engine = InferenceEngine.scripted(model)
        let first = try engine.submit([1, 2, 3], maximumTokens: 4)
        await gate.step()
        let second = try engine.submit([1, 2, 3], maximumTokens: 4)
        gate.open()
        for (stream, cached) in [(first, 0), (second, 2)] {
            let events = await stream.events()
            #expect(events.cachedTokens == cached)
            #expect(events.tokens == model.greedy([1, 2, 3], count: 4))
        }
    }

    /// They take turns at reading, and each goes on from what the other has read.
    @Test func requestsOfOneBeginningReadItOnce() async throws {
        let gate = Gate()
        let model = ScriptedModel(gate: gate)
        let engine = InferenceEngine.scripted(model) { $0.prefillChunk = 4 }
        let prompts = (41...43).map { Array(1...40) + [Int32($0)] }
        let blocker = try engine.submit([9], maximumTokens: 2)
        await gate.step()
        let streams = try prompts.map { try engine.submit($0, maximumTokens: 3) }
        gate.open()
        var cached = 0
        for (prompt, stream) in zip(prompts, streams) {
            let events = await stream.events()
            #expect(events.tokens == model.greedy(prompt, count: 3))
            cached += events.cachedTokens ?? 0
        }
        _ = await blocker.events()
        let read = model.steps(beginningWith: 1).filter { $0.cached.count < 41 }.reduce(0) { $0 + $1.tokens.count }
        #expect(read == 40 + 3)
        #expect(cached == 2 * 40)
    }

    @Test func whatACancelledRequestHasReadIsReused() async throws {
        let gate = Gate()
        let engine = InferenceEngine.scripted(ScriptedModel(gate: gate)) { $0.prefillChunk = 4 }
        let cancelled = try engine.submit(Array(1...20), maximumTokens: 4)
        await gate.step()
        gate.release()
        await gate.step()
        cancelled.cancel()
        gate.open()
        #expect(try await engine.submit(Array(1...20), maximumTokens: 4).events().cachedTokens == 8)
    }

    /// The answer was longer than the window, and its beginning, the analysis, is not in the next prompt. Memory is short, so that only what ends of
    /// turns need is left of the window.
    @Test func aSecondTurnWithoutTheAnalysisRunsOnlyItsNewTokens() async throws {
        let model = ScriptedModel(ScriptedModel.Script(cachePageTokens: 4, window: 6))
        let engine = InferenceEngine.scripted(model) { $0.cacheBudget = .tokens(200) }
        let prompt = [Int32](1...30)
        let answer = try await engine.submit(prompt, maximumTokens: 60).events().tokens
        _ = try await engine.submit([49] + prompt, maximumTokens: 60).events()
        _ = try await engine.submit([48] + prompt, maximumTokens: 60).events()
        let turn = prompt + [answer[0]] + answer[50...] + [7, 8]
        let events = try await engine.submit(turn, maximumTokens: 4).events()
        #expect(events.cachedTokens == 31)
        #expect(events.tokens == model.greedy(turn, count: 4))
    }

    /// Each conversation holds 10 tokens at its end; the budget has room for two and a half.
    @Test func forgetsTheLeastRecentlyUsedConversation() async throws {
        let engine = InferenceEngine.scripted(ScriptedModel()) { $0.cacheBudget = .tokens(25) }
        func cachedTokens(_ first: Int32) async throws -> Int? {
            try await engine.submit([first] + Array(1...7), maximumTokens: 3).events().cachedTokens
        }
        #expect(try await cachedTokens(41) == 0)
        #expect(try await cachedTokens(42) == 0)
        #expect(try await cachedTokens(41) == 7)
        #expect(try await cachedTokens(43) == 0)
        #expect(try await cachedTokens(41) == 7)
        // Its last pages went first.
        let again = try await cachedTokens(42)
        #expect((again ?? 0) < 7)
        #expect(engine.load.cachedTokens <= 25)
    }

    @Test func runningSequencesNeverOutgrowTheBudgetAndStillGetTheirTokens() async throws {
        let model = ScriptedModel()
        let metrics = TestMetrics()
        let engine = InferenceEngine.scripted(model, metrics: metrics) {
            $0.cacheBudget = .tokens(200)
            $0.prefillChunk = 16
        }
        let prompts = (1...6).map { [Int32](repeating: Int32($0), count: 20) }
        let streams = try prompts.map { try engine.submit($0, maximumTokens: 150) }
        let answers = await withTaskGroup { group in
            for (index, stream) in streams.enumerated() { group.addTask { (index, await stream.events()) } }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        for (index, prompt) in prompts.enumerated() {
            let events = try #require(answers[index])
            #expect(events.tokens == model.greedy(prompt, count: 150))
            #expect(events.cachedTokens == 0)
            // Being sent back shows in nothing: no progress after the start.
            #expect(events.suffix(152).first == .started(cachedTokens: 0))
        }
        #expect(metrics.counterTotal(label: "chorale_num_preemptions_total") > 0)
        #expect(model.steps.allSatisfy { $0.reduce(0) { $0 + $1.cached.count + $1.tokens.count } <= 200 })
    }
}
