import HTTP
import Harmony
import JSON
import Server
import Testing
import Tokenization
import Upstream

@Suite struct GatewayTests {
    private static func options(
        _ form: UpstreamForm = .vLLM, isIncremental: Bool = false, tokensPerEvent: Int = 1,
        _ fate: @escaping @Sendable (Int) -> ScriptedUpstream.Fate = { _ in .answer }
    ) -> ScriptedUpstream.Options {
        var options = ScriptedUpstream.Options()
        options.form = form
        options.isIncremental = isIncremental
        options.tokensPerEvent = tokensPerEvent
        options.fate = fate
        return options
    }

    @Test(arguments: [
        options(), options(tokensPerEvent: 7), options(.sgLang), options(.sgLang, isIncremental: true, tokensPerEvent: 3),
        options(.llamaServer),
    ])
    func tellsWhatTheUpstreamSays(_ options: ScriptedUpstream.Options) async throws {
        try await Gateway.run([options]) { gateway in
            let answer = try await gateway.client.post("/v1/chat/completions", Gateway.request()).json
            #expect(try answer["choices"]?[0]?["token_ids"] == gateway.expected(answer))
            #expect(answer["choices"]?[0]?["finish_reason"] == "stop")
            #expect(answer["choices"]?[0]?["message"]?["content"]?.stringValue?.isEmpty == false)
            #expect(answer["choices"]?[0]?["message"]?["reasoning"]?.stringValue?.isEmpty == false)
        }
    }

    /// Also of tokens that have come together.
    @Test(arguments: [1, 7])
    func tellsIDsBesideTheirText(tokensPerEvent: Int) async throws {
        try await Gateway.run([Self.options(tokensPerEvent: tokensPerEvent)]) { gateway in
            let answer = try await gateway.client.post("/v1/chat/completions", Gateway.request("Hello", ["stream": true]))
            var count = 0
            for event in answer.events where event.data != "[DONE]" {
                guard let choice = try JSONValue(parsing: event.data)["choices"]?[0] else { continue }
                guard let text = (choice["delta"]?["content"] ?? choice["delta"]?["reasoning"])?.stringValue, !text.isEmpty else {
                    continue
                }
                let ids = try #require(choice["token_ids"]?.arrayValue).compactMap { $0.intValue.map(Int32.init) }
                #expect(gateway.vocabulary.tokenizer.decode(ids).hasSuffix(text))
                count += 1
            }
            #expect(count > Gateway.words)
        }
    }

    @Test func stopsAtTheLimit() async throws {
        try await Gateway.run([Self.options()]) { gateway in
            let answer = try await gateway.client.post("/v1/chat/completions", Gateway.request("Hello", ["max_completion_tokens": 9])).json
            #expect(answer["choices"]?[0]?["finish_reason"] == "length")
            #expect(answer["usage"]?["completion_tokens"] == 9)
        }
    }

    /// Two of three requests to one of two upstreams go wrong in the middle.
    @Test(arguments: [
        ScriptedUpstream.Fate.death(after: 0), .death(after: 5), .death(after: 30), .error(500, after: 11), .abort(after: 3), .refusal(500),
    ])
    func goesOnElsewhere(_ fate: ScriptedUpstream.Fate) async throws {
        try await Gateway.run([Self.options { $0 % 3 < 2 ? fate : .answer }, Self.options()]) { gateway in
            for number in 0..<12 {
                let answer = try await gateway.client.post("/v1/chat/completions", Gateway.request("Number \(number)")).json
                #expect(try answer["choices"]?[0]?["token_ids"] == gateway.expected(answer), "\(answer)")
            }
            #expect(gateway.upstreams.reduce(0) { $0 + $1.requests } >= 12)
        }
    }

    @Test func goesOnAtTheSamePlaceWhereThereIsNoOther() async throws {
        try await Gateway.run([Self.options { $0 == 0 ? .death(after: 20) : .answer }]) { gateway in
            let answer = try await gateway.client.post("/v1/chat/completions", Gateway.request()).json
            #expect(try answer["choices"]?[0]?["token_ids"] == gateway.expected(answer))
            #expect(try await gateway.metric("chorale_upstream_continuations_total") == 1)
        }
    }

    @Test func asksForTokensTogether() async throws {
        try await Gateway.run([Self.options()], settings: ["--upstream-tokens-per-event", "5"]) { gateway in
            let answer = try await gateway.client.post("/v1/chat/completions", Gateway.request()).json
            #expect(try answer["choices"]?[0]?["token_ids"] == gateway.expected(answer))
            #expect(gateway.upstreams[0].bodies[0]["stream_interval"] == 5)
        }
    }

    @Test func losesNothingWhenOneOfThreeFails() async throws {
        try await Gateway.run([Self.options { $0 % 2 == 0 ? .death(after: $0 % 40) : .answer }, Self.options(), Self.options()]) {
            gateway in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<200 {
                    if number >= 16 { try await group.next() }
                    group.addTask {
                        let answer = try await gateway.client.post("/v1/chat/completions", Gateway.request("Number \(number)")).json
                        #expect(try answer["choices"]?[0]?["token_ids"] == gateway.expected(answer))
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func endsWithAnErrorWhereItMayNotGoOn() async throws {
        try await Gateway.run([Self.options { _ in .death(after: 20) }], settings: ["--upstream-continue", "false"]) { gateway in
            let answer = try await gateway.client.post("/v1/chat/completions", Gateway.request("Hello", ["stream": true]))
            #expect(answer.events.contains { $0.data.contains(#""type":"server_error""#) })
            #expect(gateway.upstreams[0].requests == 1)
        }
    }

    @Test func asksNobodyElseWhenTheRequestIsWrong() async throws {
        try await Gateway.run([Self.options { _ in .refusal(400) }, Self.options { _ in .refusal(422) }]) { gateway in
            let answer = try await gateway.client.post("/v1/chat/completions", Gateway.request())
            #expect(answer.status == 400)
            let error = try answer.json["error"]
            #expect(error?["type"] == "invalid_request_error")
            #expect(error?["message"] == "The model's engine refused the request: as it was told")
            #expect(gateway.upstreams.reduce(0) { $0 + $1.requests } == 1)
        }
    }

    /// What is wrong with the gateway itself is nothing for its clients.
    @Test func keepsItsOwnTroublesToItself() async throws {
        try await Gateway.run([Self.options { _ in .refusal(401) }]) { gateway in
            let answer = try await gateway.client.post("/v1/chat/completions", Gateway.request())
            #expect(answer.status == 500)
            #expect(try answer.json["error"]?["code"] == "internal_error")
        }
    }

    @Test func waitsNoLongerThanItMay() async throws {
        try await Gateway.run([Self.options { _ in .refusal(503) }], settings: ["--upstream-wait-seconds", "0.2"]) { gateway in
            let answer = try await gateway.client.post("/v1/chat/completions", Gateway.request())
            #expect(answer.status == 503)
            #expect(answer.headers["retry-after"] != nil)
        }
    }

    @Test func redrawsWhatLeavesTheFormat() async throws {
        let start = try #require(try Gateway.start)
        let fate = ScriptedUpstream.Fate.intrusion(start, after: 8)
        try await Gateway.run([Self.options { $0 == 0 ? fate : .answer }]) { gateway in
            let request = Gateway.request("Hello", ["structured_outputs": ["regex": #"[\s\S]*"#]])
            let answer = try await gateway.client.post("/v1/chat/completions", request).json
            #expect(try answer["choices"]?[0]?["token_ids"] == gateway.expected(answer))
            // The rest is asked for: one token, of those that may come, and then all others.
            let bodies = gateway.upstreams[0].bodies
            try #require(bodies.count == 3)
            #expect(bodies[1]["max_tokens"] == 1)
            #expect(bodies[1]["logit_bias"]?["\(start)"] == nil)
            #expect(bodies[1]["logit_bias"]?["0"] == 100.0)
            #expect(bodies[2]["logit_bias"] == nil)
            #expect(bodies[0]["structured_outputs"]?["structural_tag"]?.stringValue?.contains("regex") == true)
            #expect(try await gateway.metric("chorale_upstream_corrections_total") == 1)
        }
    }

    @Test func tellsLlamaServerTheGrammar() async throws {
        let start = try #require(try Gateway.start)
        try await Gateway.run([Self.options(.llamaServer)]) { gateway in
            let request = Gateway.request("Hello", ["structured_outputs": ["regex": #"[\s\S]*"#]])
            let answer = try await gateway.client.post("/v1/chat/completions", request).json
            #expect(try answer["choices"]?[0]?["token_ids"] == gateway.expected(answer))
            let grammar = try #require(gateway.upstreams[0].bodies.first?["grammar"]?.stringValue)
            #expect(grammar.hasPrefix("root ::= "))
            #expect(grammar.contains("<[\(start)]>"))
        }
    }

    @Test func leavesOutWhoIsNotWell() async throws {
        try await Gateway.run([Self.options(), Self.options()]) { gateway in
            gateway.upstreams[0].setHealth(false)
            while try await gateway.metric("chorale_upstream_up") != 1 { await Task.yield() }
            for number in 0..<6 { _ = try await gateway.client.post("/v1/chat/completions", Gateway.request("Number \(number)")) }
            #expect(gateway.upstreams[0].requests == 0)
            gateway.upstreams[0].setHealth(true)
            while try await gateway.metric("chorale_upstream_up") != 2 { await Task.yield() }
            for number in 0..<32 { _ = try await gateway.client.post("/v1/chat/completions", Gateway.request("Number \(number)")) }
            #expect(gateway.upstreams[0].requests > 0)
        }
    }

    @Test func keepsAConversationAtOnePlace() async throws {
        try await Gateway.run([Self.options(), Self.options(), Self.options()]) { gateway in
            for turn in 1...6 {
                var messages: [JSONValue] = [["role": "user", "content": "The first question"]]
                for _ in 1..<turn { messages += [["role": "assistant", "content": "Yes."], ["role": "user", "content": "And then?"]] }
                _ = try await gateway.client.post("/v1/chat/completions", Gateway.request("", ["messages": .array(messages)]))
            }
            #expect(gateway.upstreams.map(\.requests).sorted() == [0, 0, 6])
        }
    }

    @Test func tellsTheUpstreamAtOnceThatNobodyListens() async throws {
        try await Gateway.run([Self.options { _ in .stall(after: 10) }]) { gateway in
            let response = try await gateway.client.post(
                "/v1/responses", ["model": "scripted", "input": "Hello", "background": true, "temperature": 0]
            ).json
            let id = try #require(response["id"]?.stringValue)
            while gateway.upstreams[0].running == 0 { await Task.yield() }
            _ = try await gateway.client.post("/v1/responses/\(id)/cancel", [:])
            while try await gateway.metric("chorale_upstream_requests_running") > 0 { await Task.yield() }
            #expect(try await gateway.metric("chorale_upstream_outstanding_tokens") == 0)
        }
    }

    @Test func learnsTheContextOfTheUpstream() async throws {
        try await Gateway.run([Self.options()]) { gateway in
            while try await gateway.client.get("/v1/models").json["data"]?[0]?["max_model_len"] != 8192 { await Task.yield() }
        }
    }

    @Test func saysWhatTheUpstreamCannotDo() async throws {
        try await Gateway.run([Self.options(.sgLang)]) { gateway in
            let request: JSONValue = ["model": "scripted", "prompt": "Hello", "echo": true, "logprobs": 1, "max_tokens": 0]
            let answer = try await gateway.client.post("/v1/completions", request)
            #expect(answer.status == 400)
            #expect(answer.body.contains("log-probabilities of prompts"))
        }
    }
}

extension Gateway {
    static var start: Int32? {
        get throws { try Tokenizer.load(directory: RunningServer.parrot).specialToken("<|start|>") }
    }
}
