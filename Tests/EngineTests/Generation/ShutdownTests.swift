import Engine
import Testing

@Suite struct ShutdownTests {
    @Test func anIdleEngineShutsDownAtOnceAndRefuses() async {
        let engine = InferenceEngine.scripted(ScriptedModel())
        await engine.shutdown()
        await engine.shutdown()
        #expect(throws: EngineError.shuttingDown) { try engine.submit([1], maximumTokens: 1) }
        #expect(!engine.load.isAdmitting)
    }

    @Test func drainingLetsRunningAndWaitingFinish() async throws {
        let gate = Gate()
        let model = ScriptedModel(gate: gate)
        let engine = InferenceEngine.scripted(model) { $0.maximumBatch = 1 }
        let streams = try (1...3).map { try engine.submit([Int32($0)], maximumTokens: 5) }
        await gate.step()
        engine.closeDoor()
        #expect(throws: EngineError.shuttingDown) { try engine.submit([9], maximumTokens: 1) }
        gate.open()
        await engine.drain(until: .now + .seconds(3600))
        for stream in streams { #expect(await stream.events().end == .maximumTokens) }
        #expect(engine.load.running == 0)
    }

    /// Neither could end by itself: nobody reads.
    @Test func theDeadlineCancelsRunningAndWaiting() async throws {
        let gate = Gate()
        let engine = InferenceEngine.scripted(ScriptedModel(gate: gate)) {
            $0.maximumBatch = 1
            $0.streamBuffer = 2
        }
        let streams = try (1...3).map { try engine.submit([Int32($0)], maximumTokens: 50) }
        await gate.step()
        let shutdown = Task { await engine.shutdown() }
        // Refused already during the step.
        while engine.load.isAdmitting { await Task.yield() }
        gate.open()
        await shutdown.value
        for stream in streams { #expect(await stream.events().end == .cancelled) }
        #expect(engine.load.running == 0)
    }

    @Test func cancellingTheDrainIsTheDeadline() async throws {
        let engine = InferenceEngine.scripted(ScriptedModel()) { $0.streamBuffer = 1 }
        let stuck = try engine.submit([1], maximumTokens: 50)
        let drain = Task { await engine.drain(until: .now + .seconds(3600)) }
        drain.cancel()
        await drain.value
        #expect(await stuck.events().end == .cancelled)
    }

    @Test func aSecondDrainMayBringTheDeadlineForward() async throws {
        let engine = InferenceEngine.scripted(ScriptedModel()) { $0.streamBuffer = 1 }
        let stuck = try engine.submit([1], maximumTokens: 50)
        let drain = Task { await engine.drain(until: .now + .seconds(3600)) }
        await engine.shutdown()
        await drain.value
        #expect(await stuck.events().end == .cancelled)
    }

    @Test func streamsOutliveTheEnginesOwner() async throws {
        let model = ScriptedModel()
        var engine: InferenceEngine? = InferenceEngine.scripted(model)
        let stream = try #require(try engine?.submit([1], maximumTokens: 30))
        engine = nil
        #expect(await stream.events().tokens == model.greedy([1], count: 30))
    }

    @Test(.timeLimit(.minutes(1))) func anEndedStreamDoesNotKeepTheEngine() async throws {
        var engine: InferenceEngine? = InferenceEngine.scripted(ScriptedModel())
        let stream = try #require(try engine?.submit([1], maximumTokens: 3))
        _ = await stream.events()
        await engine?.shutdown()
        weak let released = engine
        engine = nil
        _ = stream
        while released != nil { await Task.yield() }
    }
}
