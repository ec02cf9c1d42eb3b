import Engine
import Testing

/// Two sequences at the gate of a step; the first, of token 1, is cancelled there, and the second runs to its end.
@Suite struct CancellationTests {
    enum Way: CaseIterable {
        case call, task, iteratorDropped, streamDropped
    }

    @Test(arguments: Way.allCases) func stopsBeforeTheNextStepAndTouchesNoOther(way: Way) async throws {
        let gate = Gate()
        let model = ScriptedModel(gate: gate)
        let engine = InferenceEngine.scripted(model)
        var cancelled: GenerationStream? = try engine.submit([1], maximumTokens: 100)
        await gate.step()
        let other = try engine.submit([2], maximumTokens: 8)
        gate.release()
        await gate.step()

        switch way {
        case .call:
            cancelled?.cancel()
        case .task:
            let stream = try #require(cancelled)
            let task = Task { await stream.events() }
            task.cancel()
            #expect(await task.value.end == .cancelled)
        case .iteratorDropped:
            if let stream = cancelled { for await _ in stream { break } }
        case .streamDropped:
            break
        }
        if way == .streamDropped { cancelled = nil }

        gate.open()
        #expect(await other.events().tokens == model.greedy([2], count: 8))
        #expect(model.steps(beginningWith: 1).count == 2)
        #expect(engine.load.running == 0)
        if way == .call, let cancelled {
            let events = await cancelled.events()
            #expect(events.tokens == model.greedy([1], count: 1))
            #expect(events.end == .cancelled)
        }
    }

    @Test func aConsumerWhoWaitsHearsOfTheEndAtOnce() async throws {
        let gate = Gate()
        let engine = InferenceEngine.scripted(ScriptedModel(gate: gate))
        let stream = try engine.submit([1], maximumTokens: 100)
        await gate.step()
        let consumer = Task { await stream.events() }
        stream.cancel()
        #expect(await consumer.value.end == .cancelled)
        gate.open()
        await engine.shutdown()
    }

    @Test func aQueuedRequestLeavesWithoutARun() async throws {
        let gate = Gate()
        let model = ScriptedModel(gate: gate)
        let engine = InferenceEngine.scripted(model) { $0.maximumBatch = 1 }
        let running = try engine.submit([1], maximumTokens: 3)
        await gate.step()
        let queued = try engine.submit([2], maximumTokens: 3)
        let behind = try engine.submit([3], maximumTokens: 3)
        queued.cancel()
        gate.open()
        #expect(await queued.events() == [.queued(ahead: 0), .finished(.cancelled)])
        #expect(await running.events().end == .maximumTokens)
        #expect(await behind.events().end == .maximumTokens)
        #expect(model.steps(beginningWith: 2).isEmpty)
    }

    @Test func stopsBetweenTwoChunksOfThePrompt() async throws {
        let gate = Gate()
        let model = ScriptedModel(gate: gate)
        let engine = InferenceEngine.scripted(model) { $0.prefillChunk = 4 }
        let stream = try engine.submit(Array(1...20), maximumTokens: 3)
        await gate.step()
        stream.cancel()
        gate.open()
        await engine.shutdown()
        #expect(model.steps.count == 1)
        #expect(await stream.events().end == .cancelled)
    }

    @Test func cancellingWhatHasEndedChangesNothing() async throws {
        let engine = InferenceEngine.scripted(ScriptedModel())
        let stream = try engine.submit([1], maximumTokens: 2)
        var events = stream.makeAsyncIterator()
        while let event = await events.next() {
            if case .finished(let end) = event { #expect(end == .maximumTokens) }
        }
        stream.cancel()
        #expect(await events.next() == nil)
        #expect(try await engine.submit([1], maximumTokens: 2).events().end == .maximumTokens)
    }
}
