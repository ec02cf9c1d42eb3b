import Foundation
import JSON
import Metrics
import OrderedCollections
import Server
import Testing

/// What `/metrics` says, read strictly.
@Suite struct MetricsTests {
    private let question: JSONValue = [
        "model": "parrot", "messages": [["role": "user", "content": "What is 2 + 2?"]], "temperature": 0,
    ]

    private func metrics(of server: RunningServer) async throws -> Exposition {
        let answer = try await server.client.get("/metrics")
        #expect(answer.status == 200)
        #expect(answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
        return try Exposition(parsing: answer.body)
    }

    @Test func countsRequestsByRouteAndStatus() async throws {
        try await RunningServer.run { server in
            _ = try await server.client.get("/v1/models/parrot")
            _ = try await server.client.get("/v1/models/other")
            _ = try await server.client.get("/v1/models/another")
            _ = try await server.client.get("/nothing")
            let metrics = try await metrics(of: server)
            let name = "http_server_request_duration_seconds_count"
            let route = ["http_route": "/v1/models/{model...}", "http_request_method": "GET"]
            #expect(metrics.value(name, route.merging(["http_response_status_code": "200"]) { $1 }) == 1)
            #expect(metrics.value(name, route.merging(["http_response_status_code": "404"]) { $1 }) == 2)
            #expect(metrics.value(name, ["http_route": "", "http_response_status_code": "404"]) == 1)
            // The one that asks.
            #expect(metrics.value("http_server_active_requests") == 1)
        }
    }

    @Test func countsWhatHTTPRefusesByItself() async throws {
        try await RunningServer.run { server in
            _ = try await server.client.send("GET / HTTP/1.1\r\n\r\n")
            #expect(try await metrics(of: server).value("chorale_http_refusals_total", ["http_response_status_code": "400"]) == 1)
        }
    }

    @Test(arguments: [false, true]) func measuresAnswers(isStreamed: Bool) async throws {
        try await RunningServer.run { server in
            var body = question
            if isStreamed, case .object(var members) = body {
                members["stream"] = true
                body = .object(members)
            }
            _ = try await server.client.post("/v1/chat/completions", body)
            let metrics = try await metrics(of: server)
            #expect(metrics.value("chorale_tokens_total", ["model": "parrot", "kind": "reasoning"]) == 10)
            #expect(metrics.value("chorale_tokens_total", ["model": "parrot", "kind": "answer"]) == 16)
            #expect(metrics.value("chorale_generation_tokens_total", ["model": "parrot"]) == 26)
            let model = ["gen_ai_request_model": "parrot"]
            for name in ["request_duration", "time_to_first_token", "time_per_output_token"] {
                #expect(metrics.value("gen_ai_server_\(name)_seconds_count", model) == 1, "\(name)")
            }
            #expect(metrics.value("gen_ai_client_token_usage_sum", model.merging(["gen_ai_token_type": "output"]) { $1 }) == 26)
            #expect(metrics.value("chorale_request_success_total", ["finished_reason": "stop"]) == 1)
            #expect(metrics.value("chorale_request_queue_time_seconds_count") == 1)
            #expect(try #require(metrics.value("chorale_step_sequences_count")) > 20)
            #expect(
                metrics.value(
                    "http_server_request_duration_seconds_count",
                    ["http_route": "/v1/chat/completions", "http_response_status_code": "200"]) == 1)
        }
    }

    @Test func measuresGrammars() async throws {
        try await RunningServer.run { server in
            guard case .object(var members) = question else { return }
            members["response_format"] = ["type": "json_object"]
            members["max_tokens"] = 40
            for _ in 0..<2 { _ = try await server.client.post("/v1/chat/completions", .object(members)) }
            let metrics = try await metrics(of: server)
            #expect(try #require(metrics.value("chorale_grammar_compile_seconds_count")) >= 1)
            #expect(try #require(metrics.value("chorale_grammar_cache_hits_total")) >= 1)
            #expect(try #require(metrics.value("chorale_grammar_cache_bytes")) > 0)
        }
    }

    @Test func tellsWhatRunsAndHowMuchOfTheMachineItTakes() async throws {
        try await RunningServer.run { server in
            let metrics = try await metrics(of: server)
            #expect(metrics.value("chorale_build_info", ["version": Version.current]) == 1)
            #expect(metrics.value("chorale_model_info", ["model": "parrot"]) == 1)
            #expect(try #require(metrics.value("chorale_model_load_seconds", ["model": "parrot"])) > 0)
            #expect(metrics.value("chorale_http_connections") == 1)
            #expect(try #require(metrics.value("process_resident_memory_bytes")) > 1_000_000)
            #expect(try #require(metrics.value("process_open_fds")) > 3)
            let start = try #require(metrics.value("process_start_time_seconds"))
            #expect(abs(start - Date().timeIntervalSince1970) < 86_400)
            #expect(try #require(metrics.value("process_cpu_seconds_total")) > 0)
        }
    }

    /// A name that is not in the list has no help and nobody who knows it; a name that nothing reports is a promise that is not kept.
    @Test func describesAllItReportsAndReportsAllItDescribes() async throws {
        try await RunningServer.run(environment: ["CHORALE_API_KEYS": "secret"]) { server in
            let key = ["Authorization": "Bearer secret"]
            guard case .object(var members) = question else { return }
            members["response_format"] = ["type": "json_object"]
            members["max_tokens"] = 40
            for _ in 0..<2 { _ = try await server.client.post("/v1/chat/completions", .object(members), headers: key) }
            _ = try await server.client.post("/v1/chat/completions", question, headers: key)
            _ = try await server.client.send("GET / HTTP/1.1\r\n\r\n")
            let text = try await server.client.get("/metrics", headers: key).body
            let reported = try Exposition(parsing: text).families
            let described = Set(MetricFamily.all.map(\.name))
            #expect(Set(reported.keys).subtracting(described).isEmpty)
            // What only mistakes of the model, the limits of a container and engines elsewhere show.
            let rare = Set(described.filter { $0.hasPrefix("chorale_upstream_") })
                .union(["chorale_parser_repairs_total", "chorale_memory_limit_bytes", "chorale_memory_used_bytes"])
            #expect(described.subtracting(reported.keys).subtracting(rare).sorted() == [])
            #expect(reported.values.allSatisfy { $0.help != "Not described." })
        }
    }

    @Test(arguments: [("key", 401, 200), ("open", 200, 200), ("off", 401, 404)])
    func isReadByWhomTheConfigurationSays(access: String, without: Int, with: Int) async throws {
        try await RunningServer.run(["--metrics-access", access], environment: ["CHORALE_API_KEYS": "secret"]) { server in
            let answers = (
                try await server.client.get("/metrics"),
                try await server.client.get("/metrics", headers: ["Authorization": "Bearer secret"])
            )
            #expect(answers.0.status == without)
            #expect(answers.1.status == with)
        }
    }
}

/// The registry by itself.
@Suite struct MetricsRegistryTests {
    @Test func escapesWhatLabelsHold() throws {
        let registry = MetricsRegistry()
        Counter(label: "things_total", dimensions: [("name", "a \"b\" \\ c\nd")], factory: registry).increment(by: 2)
        let read = try Exposition(parsing: PrometheusText.text(of: registry))
        #expect(read.value("things_total", ["name": "a \"b\" \\ c\nd"]) == 2)
    }

    @Test func putsWhatIsMeasuredIntoTheFirstBucketThatHoldsIt() throws {
        let registry = MetricsRegistry(families: [MetricFamily("sizes", .histogram([1, 10]), "Sizes.")])
        let recorder = Recorder(label: "sizes", factory: registry)
        for size in [0.5, 1, 1.5, 10, 11] { recorder.record(size) }
        recorder.record(Double.nan)
        let read = try Exposition(parsing: PrometheusText.text(of: registry))
        #expect(["1", "10", "+Inf"].map { read.value("sizes_bucket", ["le": $0]) } == [2, 4, 5])
        #expect(read.value("sizes_sum") == 24)
    }

    @Test func takesTimesInSecondsAndNeverCountsBack() throws {
        let registry = MetricsRegistry(families: [MetricFamily("times_seconds", .histogram([1]), "Times.")])
        Timer(label: "times_seconds", factory: registry).recordMilliseconds(1500)
        let counter = Counter(label: "events_total", factory: registry)
        counter.increment(by: 3)
        counter.increment(by: -2)
        counter.reset()
        Gauge(label: "level", factory: registry).record(-2.5)
        let read = try Exposition(parsing: PrometheusText.text(of: registry))
        #expect(read.value("times_seconds_sum") == 1.5)
        #expect(read.value("events_total") == 3)
        #expect(read.value("level") == -2.5)
    }

    @Test func givesOneSeriesToWhoeverAsksForTheSame() throws {
        let registry = MetricsRegistry()
        for dimensions in [[("a", "1"), ("b", "2")], [("b", "2"), ("a", "1")]] {
            Counter(label: "events_total", dimensions: dimensions, factory: registry).increment()
        }
        #expect(try Exposition(parsing: PrometheusText.text(of: registry)).value("events_total") == 2)
    }

    /// The reader that the other tests rely on.
    @Test(arguments: [
        "a 1\n", "# TYPE a gauge\na 1\n", "# HELP a b\n# TYPE a gauge\na 1", "# HELP a b\n# TYPE a counter\na 1\n",
        "# HELP a b\n# TYPE a gauge\na{} 1\n", "# HELP a b\n# TYPE a gauge\na{b=\"1\",} 1\n", "# HELP a b\n# TYPE a gauge\na{b=1} 1\n",
        "# HELP a b\n# TYPE a gauge\na one\n", "# HELP a b\n# TYPE a gauge\na 1\na 2\n", "# HELP a b\n# TYPE a gauge\nb 1\n",
        "# HELP a b\n# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1\n",
        "# HELP a b\n# TYPE a histogram\na_bucket{le=\"1\"} 1\na_sum 1\na_count 1\n", "# HELP a b\n# TYPE a gauge\n",
    ])
    func isReadStrictly(text: String) {
        #expect(throws: Exposition.Violation.self) { try Exposition(parsing: text) }
    }
}
