import Engine
import MetricsTestKit
import Testing

@Suite struct EngineMetricsTests {
    @Test func countsTokensHitsAndEnds() async throws {
        let metrics = TestMetrics()
        let engine = InferenceEngine.scripted(ScriptedModel(), metrics: metrics)
        _ = try await engine.submit([1, 2, 3], maximumTokens: 4).events()
        _ = try await engine.submit([1, 2, 3, 9], maximumTokens: 2).events()
        let expected: [String: Int64] = [
            "prompt_tokens_total": 7, "generation_tokens_total": 6, "prefix_cache_queries_total": 7, "prefix_cache_hits_total": 3,
            "num_preemptions_total": 0,
        ]
        for (label, value) in expected { #expect(metrics.counterTotal(label: "chorale_\(label)") == value, "\(label)") }
        #expect(metrics.counterTotal(label: "chorale_request_success_total", dimensions: [("finished_reason", "length")]) == 2)
        #expect(metrics.counterTotal(label: "chorale_request_success_total", dimensions: [("finished_reason", "abort")]) == 0)
        let timings = [
            "gen_ai_server_time_to_first_token": 2, "gen_ai_server_time_per_output_token": 2, "gen_ai_server_request_duration": 2,
            "chorale_inter_token_latency": 4, "chorale_request_queue_time": 2,
        ]
        for (label, count) in timings {
            #expect(try metrics.expectTimer("\(label)_seconds").values.count == count, "\(label)")
        }
        #expect(try metrics.expectRecorder("chorale_step_sequences").values == [1, 1, 1, 1, 1, 1])
        #expect(try metrics.expectRecorder("chorale_step_tokens").values == [3, 1, 1, 1, 1, 1])
    }

    @Test func theLoadShowsWhatRunsAndWhatIsKept() async throws {
        let gate = Gate()
        let metrics = TestMetrics()
        let engine = InferenceEngine.scripted(ScriptedModel(gate: gate), metrics: metrics) {
            $0.maximumBatch = 1
            $0.cacheBudget = .tokens(100)
        }
        let running = try engine.submit([1, 2, 3], maximumTokens: 3)
        let waiting = try engine.submit([4], maximumTokens: 1)
        await gate.step()
        gate.release()
        await gate.step()
        #expect(engine.load.running == 1)
        #expect(engine.load.waiting == 1)
        #expect(engine.load.tokensInUse == 4)
        #expect(engine.load.cachedTokens == 0)
        gate.open()
        _ = await running.events()
        _ = await waiting.events()
        #expect(engine.load.running == 0)
        #expect(engine.load.waiting == 0)
        #expect(engine.load.tokensInUse == 0)
        #expect(engine.load.cachedTokens == 6)
        #expect(try metrics.expectGauge("chorale_kv_cache_usage_perc").lastValue == 0.06)
    }
}
