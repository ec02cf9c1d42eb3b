package import Metrics

/// What the engine reports: under OpenTelemetry's names where it has one (`gen_ai.server.*`, as Prometheus writes them), else under those
/// that vLLM's dashboards use, with `chorale_` before them. Times are in seconds once exported.
package struct EngineMetrics: Sendable {
    package let running: Gauge
    let waiting: Gauge
    /// Share of the token budget in caches, running or kept, 0 to 1.
    let cacheUsage: Gauge
    /// Tokens in caches of running sequences, and in those kept for reuse; and what both may be together.
    let runningTokens: Gauge
    let keptTokens: Gauge
    let tokenBudget: Gauge
    let prefillRate: Gauge
    let decodeRate: Gauge
    package let promptTokens: Counter
    package let generatedTokens: Counter
    /// Prompt tokens looked up in, and taken from, the prefix cache.
    let prefixQueries: Counter
    let prefixHits: Counter
    let preemptions: Counter
    /// Tokens guessed, and those that came true.
    let draftedTokens: Counter
    let acceptedTokens: Counter
    /// Sequences, and tokens, in a step.
    let batchSize: Recorder
    let stepTokens: Recorder
    let stepTime: Timer
    let queueTime: Timer
    let prefillTime: Timer
    let decodeTime: Timer
    package let timeToFirstToken: Timer
    package let interTokenLatency: Timer
    /// The mean over one answer, its first token left out.
    let timePerOutputToken: Timer
    let requestTime: Timer
    private let ends: [String: Counter]

    package init(factory: any MetricsFactory) {
        func counter(_ name: String, _ dimensions: [(String, String)] = []) -> Counter {
            Counter(label: "chorale_\(name)", dimensions: dimensions, factory: factory)
        }
        func gauge(_ name: String, _ dimensions: [(String, String)] = []) -> Gauge {
            Gauge(label: "chorale_\(name)", dimensions: dimensions, factory: factory)
        }
        func recorder(_ name: String) -> Recorder { Recorder(label: "chorale_\(name)", factory: factory) }
        func timer(_ name: String, prefix: String = "chorale_") -> Timer { Timer(label: prefix + name, factory: factory) }

        running = gauge("num_requests_running")
        waiting = gauge("num_requests_waiting")
        cacheUsage = gauge("kv_cache_usage_perc")
        runningTokens = gauge("kv_cache_tokens", [("state", "running")])
        keptTokens = gauge("kv_cache_tokens", [("state", "kept")])
        tokenBudget = gauge("kv_cache_token_budget")
        prefillRate = gauge("prefill_tokens_per_second")
        decodeRate = gauge("decode_tokens_per_second")
        promptTokens = counter("prompt_tokens_total")
        generatedTokens = counter("generation_tokens_total")
        prefixQueries = counter("prefix_cache_queries_total")
        prefixHits = counter("prefix_cache_hits_total")
        preemptions = counter("num_preemptions_total")
        draftedTokens = counter("spec_decode_num_draft_tokens_total")
        acceptedTokens = counter("spec_decode_num_accepted_tokens_total")
        batchSize = recorder("step_sequences")
        stepTokens = recorder("step_tokens")
        stepTime = timer("step_seconds")
        queueTime = timer("request_queue_time_seconds")
        prefillTime = timer("request_prefill_time_seconds")
        decodeTime = timer("request_decode_time_seconds")
        timeToFirstToken = timer("time_to_first_token_seconds", prefix: "gen_ai_server_")
        interTokenLatency = timer("inter_token_latency_seconds")
        timePerOutputToken = timer("time_per_output_token_seconds", prefix: "gen_ai_server_")
        requestTime = timer("request_duration_seconds", prefix: "gen_ai_server_")
        ends = Dictionary(
            uniqueKeysWithValues: GenerationEnd.labels.map { ($0, counter("request_success_total", [("finished_reason", $0)])) })
    }

    /// - Parameter tokens: that were generated.
    package func recordEnd(_ end: GenerationEnd, _ times: GenerationTimes, tokens: Int, at now: ContinuousClock.Instant) {
        ends[end.label]?.increment()
        requestTime.record(duration: now - times.submitted)
        guard let firstToken = times.firstToken, let lastToken = times.lastToken else { return }
        if let admitted = times.admitted { prefillTime.record(duration: firstToken - admitted) }
        decodeTime.record(duration: lastToken - firstToken)
        if tokens > 1 {
            timePerOutputToken.record(duration: (lastToken - firstToken) / (tokens - 1))
        }
    }

    func recordLoad(_ load: EngineLoad) {
        running.record(load.running)
        waiting.record(load.waiting)
        cacheUsage.record(min(1, Double(load.tokensInUse + load.cachedTokens) / Double(max(1, load.tokenBudget))))
        runningTokens.record(load.tokensInUse)
        keptTokens.record(load.cachedTokens)
        tokenBudget.record(load.tokenBudget)
        prefillRate.record(load.prefillTokensPerSecond)
        decodeRate.record(load.decodeTokensPerSecond)
    }
}

extension GenerationEnd {
    static let labels = ["stop", "length", "abort", "expired", "refused", "error"]

    /// For metrics and logs: one of `labels`.
    package var label: String {
        switch self {
        case .stopToken: "stop"
        case .maximumTokens: "length"
        case .cancelled: "abort"
        case .expired: "expired"
        case .refused: "refused"
        case .failed: "error"
        }
    }
}
