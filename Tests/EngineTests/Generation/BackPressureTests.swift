import Engine
import Testing

@Suite struct BackPressureTests {
    @Test func aSlowConsumerPausesItsOwnSequenceOnly() async throws {
        let model = ScriptedModel()
        let engine = InferenceEngine.scripted(model) {
            $0.streamBuffer = 4
            $0.maximumBatch = 2
        }
        let slow = try engine.submit([1], maximumTokens: 20)
        let quick = try engine.submit([2], maximumTokens: 20)
        #expect(await quick.events().tokens == model.greedy([2], count: 20))
        #expect(model.steps(beginningWith: 1).count == 4)
        #expect(engine.load.running == 1)
        #expect(await slow.events().tokens == model.greedy([1], count: 20))
        #expect(model.steps(beginningWith: 1).count == 20)
    }

    @Test func aPausedSequenceDoesNotHoldAPlaceInTheBatch() async throws {
        let model = ScriptedModel()
        let engine = InferenceEngine.scripted(model) {
            $0.streamBuffer = 2
            $0.maximumBatch = 1
        }
        let slow = try engine.submit([1], maximumTokens: 9)
        for prompt in 2...5 as ClosedRange<Int32> {
            #expect(try await engine.submit([prompt], maximumTokens: 9).events().end == .maximumTokens)
        }
        #expect(model.steps(beginningWith: 1).count == 2)
        #expect(await slow.events().tokens == model.greedy([1], count: 9))
    }

    @Test func aPausedSequenceCanBeCancelled() async throws {
        let engine = InferenceEngine.scripted(ScriptedModel()) { $0.streamBuffer = 2 }
        let slow = try engine.submit([1], maximumTokens: 9)
        _ = try await engine.submit([2], maximumTokens: 9).events()
        slow.cancel()
        _ = try await engine.submit([3], maximumTokens: 1).events()
        #expect(engine.load.running == 0)
        let events = await slow.events()
        #expect(events.tokens.count == 2)
        #expect(events.end == .cancelled)
    }

    @Test func theEndComesToAConsumerWhoWasAway() async throws {
        let engine = InferenceEngine.scripted(ScriptedModel()) { $0.streamBuffer = 2 }
        let away = try engine.submit([1], maximumTokens: 2)
        _ = try await engine.submit([2], maximumTokens: 9).events()
        #expect(await away.events().end == .maximumTokens)
    }
}
