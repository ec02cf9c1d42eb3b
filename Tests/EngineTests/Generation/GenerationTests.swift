import Engine
import Sampling
import Testing

@Suite struct GenerationTests {
    @Test func tellsTheWholeStoryInOrder() async throws {
        let model = ScriptedModel()
        let engine = InferenceEngine.scripted(model)
        let stream = try engine.submit([1, 2, 3], maximumTokens: 3)
        let events = await stream.events()
        let tokens = model.greedy([1, 2, 3], count: 3)
        #expect(events.suffix(5) == [.started(cachedTokens: 0)] + tokens.map { .token(SampledToken(id: $0)) } + [.finished(.maximumTokens)])
        let progress = events.dropLast(5)
        #expect(progress.last == .prefilling(done: 3, total: 3))
        #expect(progress.allSatisfy { [.queued(ahead: 0), .prefilling(done: 0, total: 3), .prefilling(done: 3, total: 3)].contains($0) })
    }

    @Test func reportsEachChunkOfThePrompt() async throws {
        let gate = Gate()
        let engine = InferenceEngine.scripted(ScriptedModel(gate: gate)) { $0.prefillChunk = 4 }
        let stream = try engine.submit(Array(1...10), maximumTokens: 1)
        var events = stream.makeAsyncIterator()
        for done in [0, 4, 8] {
            await gate.step()
            #expect(await events.next() == .prefilling(done: done, total: 10))
            gate.release()
        }
        #expect(await events.next() == .prefilling(done: 10, total: 10))
        #expect(await events.next() == .started(cachedTokens: 0))
    }

    @Test func aStopTokenIsTheLastToken() async throws {
        let model = ScriptedModel(ScriptedModel.Script(next: { $0.count == 6 ? 0 : 7 }))
        let events = try await InferenceEngine.scripted(model).submit([1, 2, 3], maximumTokens: 100, stopTokens: [0, 48]).events()
        #expect(events.tokens == [7, 7, 7, 0])
        #expect(events.end == .stopToken(0))
        #expect(model.steps.count == 4)
    }

    @Test func aStopTokenAtTheMaximumIsAStop() async throws {
        let model = ScriptedModel(ScriptedModel.Script(next: { _ in 0 }))
        let events = try await InferenceEngine.scripted(model).submit([1], maximumTokens: 1, stopTokens: [0]).events()
        #expect(events.end == .stopToken(0))
    }

    @Test func aStopTokenInThePromptStopsNothing() async throws {
        let engine = InferenceEngine.scripted(ScriptedModel())
        #expect(try await engine.submit([1, 0, 2], maximumTokens: 5, stopTokens: [0]).events().tokens.count == 5)
    }

    @Test func batchedSequencesGetWhatTheyGetAlone() async throws {
        let model = ScriptedModel()
        let engine = InferenceEngine.scripted(model) {
            $0.maximumBatch = 3
            $0.prefillChunk = 5
        }
        let prompts: [[Int32]] = (1...12).map { first in (0..<first * 2).map { first + $0 % 3 } }
        let streams = try prompts.map { try engine.submit($0, maximumTokens: 20 + $0.count) }
        for (prompt, stream) in zip(prompts, streams) {
            #expect(await stream.events().tokens == model.greedy(prompt, count: 20 + prompt.count))
        }
        #expect(model.steps.map(\.count).max() == 3)
    }

    @Test func aSeedGivesTheSameTokensAloneAndInABatch() async throws {
        let model = ScriptedModel()
        let alone = try await InferenceEngine.scripted(model).submit([5, 6], maximumTokens: 30, sampling: .seeded(7)).events().tokens
        let engine = InferenceEngine.scripted(model)
        let others = try (0..<4).map { try engine.submit([Int32($0), 9], maximumTokens: 25, sampling: .seeded(UInt64($0))) }
        let batched = try await engine.submit([5, 6], maximumTokens: 30, sampling: .seeded(7)).events().tokens
        for other in others { _ = await other.events() }
        #expect(batched == alone)
        #expect(alone != model.greedy([5, 6], count: 30))
        #expect(try await engine.submit([5, 6], maximumTokens: 30, sampling: .seeded(8)).events().tokens != alone)
    }

    @Test func aNewcomerJoinsBetweenSteps() async throws {
        let gate = Gate()
        let model = ScriptedModel(gate: gate)
        let engine = InferenceEngine.scripted(model)
        let first = try engine.submit([1], maximumTokens: 3)
        await gate.step()
        let second = try engine.submit([2], maximumTokens: 1)
        gate.open()
        _ = await first.events()
        _ = await second.events()
        #expect(model.steps.map { $0.map { ($0.cached + $0.tokens)[0] } } == [[1], [1, 2], [1]])
    }

    /// The others of the step have their tokens and go on.
    @Test func aSequenceThatFailsAloneEndsAlone() async throws {
        let gate = Gate()
        let model = ScriptedModel(ScriptedModel.Script(failsAlone: true, fails: { $0.first == 13 && $0.count == 4 }), gate: gate)
        let engine = InferenceEngine.scripted(model)
        let first = try engine.submit([1, 2], maximumTokens: 10)
        await gate.step()
        let bad = try engine.submit([13], maximumTokens: 10)
        let good = try engine.submit([2], maximumTokens: 10)
        gate.open()
        #expect(await bad.events().end == .failed(reason: "scripted"))
        #expect(await good.events().tokens == model.greedy([2], count: 10))
        #expect(await first.events().tokens == model.greedy([1, 2], count: 10))
    }

    @Test func aFailedStepEndsItsSequencesAndNoOther() async throws {
        let model = ScriptedModel(ScriptedModel.Script(fails: { $0.first == 13 && $0.count == 4 }))
        let engine = InferenceEngine.scripted(model) { $0.maximumBatch = 1 }
        let bad = try engine.submit([13], maximumTokens: 10)
        let good = try engine.submit([1], maximumTokens: 10)
        let events = await bad.events()
        #expect(events.tokens.count == 3)
        #expect(events.end == .failed(reason: "scripted"))
        #expect(await good.events().end == .maximumTokens)
        // What was run before the failed step is reused, and nothing of that.
        #expect(try await engine.submit([13] + events.tokens + [1], maximumTokens: 1).events().cachedTokens == 3)
    }
}
