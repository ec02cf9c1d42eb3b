/// Every name that `/metrics` has. Those that OpenTelemetry's conventions have a name for are under it (`gen_ai.*`, `http.server.*`), as
/// Prometheus writes it; those of the process are under the names of Prometheus' client libraries; the others begin with `chorale_`.
extension MetricFamily {
    /// Upper bounds for times of a whole answer and its parts.
    static let seconds: [Double] = [
        0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 320,
    ]
    /// For numbers of tokens and sequences: powers of two.
    static let sizes: [Double] = (0...16).map { Double(1 << $0) }
    /// OpenTelemetry's advice for time to first token.
    private static let firstToken: [Double] = [
        0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80,
    ]
    /// Its advice for time per output token, and two below it.
    private static let perToken: [Double] = [
        0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5,
    ]

    /// Of a name, the label that has the model's: OpenTelemetry's own where the name is one of its.
    static func modelLabel(of name: String) -> String {
        name.hasPrefix("gen_ai_") ? "gen_ai_request_model" : "model"
    }

    // HTTP
    static let requestDuration = MetricFamily(
        "http_server_request_duration_seconds", .histogram(seconds),
        "From a request's header to the end of its answer, by method, route and status.")
    static let activeRequests = MetricFamily("http_server_active_requests", .gauge, "Requests that are being answered.")
    static let httpRefusals = MetricFamily(
        "chorale_http_refusals_total", .counter,
        "Requests that HTTP answers before or instead of a route: malformed, too large, too slow, over a limit.")
    static let connections = MetricFamily("chorale_http_connections", .gauge, "Open connections.")

    // Answers
    static let answerTokens = MetricFamily(
        "chorale_tokens_total", .counter, "Tokens of ended answers by kind: prompt (without cached), cached, reasoning, answer.")
    static let tokenUsage = MetricFamily(
        "gen_ai_client_token_usage", .histogram((0...13).map { Double(1 << (2 * $0)) }), "Tokens of an answer by type: input, output.")
    static let repairs = MetricFamily(
        "chorale_parser_repairs_total", .counter, "Mended mistakes in the form of what the model wrote, by kind.")
    static let grammarCompilations = MetricFamily(
        "chorale_grammar_compile_seconds", .histogram(seconds), "Time to compile the schema or grammar of a request.")
    static let grammarHits = MetricFamily("chorale_grammar_cache_hits_total", .counter, "Grammars that were compiled before.")
    static let grammarBytes = MetricFamily("chorale_grammar_cache_bytes", .gauge, "Memory of compiled grammars that are kept.")

    // Keys
    static let keyAnswers = MetricFamily("chorale_key_answers_total", .counter, "Ended answers by key.")
    static let keyTokens = MetricFamily("chorale_key_tokens_total", .counter, "Their tokens by key and kind.")

    // The server
    static let buildInfo = MetricFamily("chorale_build_info", .gauge, "1, labelled with the version and the kernels in use.")
    static let modelInfo = MetricFamily("chorale_model_info", .gauge, "1, labelled with the model's name and fingerprint.")
    static let modelLoad = MetricFamily("chorale_model_load_seconds", .gauge, "Time that the model took to load, the last time.")
    static let modelLoads = MetricFamily("chorale_model_loads_total", .counter, "How often a model was loaded, by result: ok, failed.")
    static let modelLoaded = MetricFamily("chorale_model_loaded", .gauge, "1 while a model is loaded, else 0.")

    package static let all: [MetricFamily] = http + answers + keys + engine + upstreams + server + process

    private static let http = [requestDuration, activeRequests, httpRefusals, connections]
    private static let answers = [answerTokens, tokenUsage, repairs, grammarCompilations, grammarHits, grammarBytes]
    private static let keys = [keyAnswers, keyTokens]
    private static let server = [buildInfo, modelInfo, modelLoad, modelLoads, modelLoaded, memoryLimit, memoryUsage]

    /// What engines elsewhere are told of through swift-metrics.
    private static let upstreams = [
        MetricFamily("chorale_upstream_up", .gauge, "1 while an upstream is well and is asked, else 0."),
        MetricFamily("chorale_upstream_requests_running", .gauge, "Requests that an upstream has."),
        MetricFamily("chorale_upstream_outstanding_tokens", .gauge, "Tokens that an upstream still has to read and write, at a guess."),
        MetricFamily(
            "chorale_upstream_requests_total", .counter,
            "Requests to an upstream by result: ok, cancelled, busy, refused, unreachable, broken."),
        MetricFamily("chorale_upstream_continuations_total", .counter, "Answers that went on elsewhere when their upstream failed."),
        MetricFamily(
            "chorale_upstream_corrections_total", .counter,
            "Tokens that an upstream sent against the answer's format, and that were drawn again."),
    ]

    /// What the engine reports through swift-metrics.
    private static let engine = [
        MetricFamily("gen_ai_server_request_duration_seconds", .histogram(seconds), "From a request's arrival at the engine to its end."),
        MetricFamily("gen_ai_server_time_to_first_token_seconds", .histogram(firstToken), "From a request's arrival to its first token."),
        MetricFamily(
            "gen_ai_server_time_per_output_token_seconds", .histogram(perToken),
            "Of an ended answer, the mean time per token after the first."),
        MetricFamily("chorale_inter_token_latency_seconds", .histogram(perToken), "From one token of an answer to the next."),
        MetricFamily("chorale_request_queue_time_seconds", .histogram(firstToken), "Time that a request waited for a place in the batch."),
        MetricFamily("chorale_request_prefill_time_seconds", .histogram(firstToken), "From a place in the batch to the first token."),
        MetricFamily("chorale_request_decode_time_seconds", .histogram(seconds), "From the first token to the last."),
        MetricFamily("chorale_request_success_total", .counter, "Ended generations by reason: stop, length, abort, error."),
        MetricFamily("chorale_num_requests_running", .gauge, "Sequences that are being read or written."),
        MetricFamily("chorale_num_requests_waiting", .gauge, "Accepted requests that have not begun."),
        MetricFamily("chorale_kv_cache_usage_perc", .gauge, "Share of the cache's tokens in use or kept, 0 to 1."),
        MetricFamily("chorale_kv_cache_tokens", .gauge, "Tokens whose keys and values are held, by state: running, kept."),
        MetricFamily("chorale_kv_cache_token_budget", .gauge, "Tokens whose keys and values may be held."),
        MetricFamily("chorale_prefill_tokens_per_second", .gauge, "Prompt tokens read, in recent steps that read any."),
        MetricFamily("chorale_decode_tokens_per_second", .gauge, "Tokens written over all sequences, in recent steps that wrote any."),
        MetricFamily("chorale_prompt_tokens_total", .counter, "Prompt tokens of accepted requests."),
        MetricFamily("chorale_generation_tokens_total", .counter, "Tokens written."),
        MetricFamily("chorale_prefix_cache_queries_total", .counter, "Prompt tokens looked up in the prefix cache."),
        MetricFamily("chorale_prefix_cache_hits_total", .counter, "Prompt tokens found there."),
        MetricFamily("chorale_num_preemptions_total", .counter, "Sequences sent back to the queue for want of cache."),
        MetricFamily("chorale_spec_decode_num_draft_tokens_total", .counter, "Tokens guessed, to be verified."),
        MetricFamily("chorale_spec_decode_num_accepted_tokens_total", .counter, "Guessed tokens that came true."),
        MetricFamily("chorale_step_sequences", .histogram(sizes), "Sequences in a step of the model."),
        MetricFamily("chorale_step_tokens", .histogram(sizes), "Tokens in a step of the model."),
        MetricFamily("chorale_step_seconds", .histogram(firstToken), "Time of a step of the model."),
    ]
}
