import JSON
import Logging
import OrderedCollections
import Testing

/// One line for each request that asks for an answer, whatever becomes of it.
@Suite struct LoggingTests {
    private let question: JSONValue = [
        "model": "parrot", "messages": [["role": "user", "content": "What is 2 + 2?"]], "temperature": 0,
    ]

    @Test func tellsWhatAnAnswerCost() async throws {
        let recorder = LogRecorder()
        try await RunningServer.run(logger: recorder.logger) { server in
            _ = try await server.client.post("/v1/chat/completions", question, headers: ["x-request-id": "mine"])
        }
        let line = await recorder.next("answer")
        #expect(line?.level == .info)
        #expect(line?.metadata["request-id"] == "mine")
        #expect(line?.metadata["end"] == "stop")
        #expect(line?.metadata["output-tokens"] == "26")
    }

    @Test func tellsWhoAsked() async throws {
        let recorder = LogRecorder()
        let forwarded = ["X-Forwarded-For": "6.6.6.6, 192.0.2.1"]
        try await RunningServer.run(["--proxies-trusted", "127.0.0.1"], logger: recorder.logger) { server in
            _ = try await server.client.post("/v1/chat/completions", question, headers: forwarded)
            _ = try await server.client.post("/v1/chat/completions", "?", headers: forwarded)
        }
        #expect(await recorder.next("answer")?.metadata["client"] == "192.0.2.1")
        #expect(await recorder.next("request refused")?.metadata["client"] == "192.0.2.1")
        try await RunningServer.run(logger: recorder.logger) { server in
            _ = try await server.client.post("/v1/chat/completions", "?", headers: forwarded)
        }
        #expect(await recorder.next("request refused")?.metadata["client"]?.hasPrefix("127.0.0.1:") == true)
    }

    @Test func tellsWhyARequestWasRefused() async throws {
        let recorder = LogRecorder()
        try await RunningServer.run(["--http-maximum-body-mib", "1"], logger: recorder.logger) { server in
            _ = try await server.client.post("/v1/responses", ["model": "other", "input": "?"], headers: ["x-request-id": "one"])
            _ = try await server.client.send(
                "POST /v1/responses HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nx-request-id: two\r\n"
                    + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n200000\r\n")
        }
        let unknown = await recorder.next("request refused")
        #expect(unknown?.level == .info)
        #expect(unknown?.metadata["request-id"] == "one")
        #expect(unknown?.metadata["route"] == "/v1/responses")
        #expect(unknown?.metadata["status"] == "404")
        #expect(unknown?.metadata["code"] == "model_not_found")
        #expect(unknown?.metadata["param"] == "model")
        #expect(await recorder.next("request refused")?.metadata["request-id"] == "two")
    }

    @Test(arguments: [([], true), (["--model", RunningServer.parrot], false)])
    func saysHowToServeALargerModelThanTheDemonstration(model: [String], isSaid: Bool) async throws {
        let recorder = LogRecorder()
        try await RunningServer.run(model: model, logger: recorder.logger) { _ in }
        recorder.finish()
        let line = await recorder.lines.first { $0.message.contains("chorale serve --model openai/gpt-oss-20b") }
        #expect((line?.level == .notice) == isSaid)
    }

    @Test func aClientCannotWriteLinesOfItsOwn() async throws {
        let recorder = LogRecorder()
        try await RunningServer.run(logger: recorder.logger) { server in
            _ = try await server.client.get("/v1/responses/a%0Aforged%1B")
        }
        #expect(await recorder.next("request refused")?.metadata["route"] == #"/v1/responses/a\nforged\u{1B}"#)
    }

    @Test func neverLogsWhatWasSaid() async throws {
        let recorder = LogRecorder()
        try await RunningServer.run(logger: recorder.logger) { server in
            _ = try await server.client.post(
                "/v1/chat/completions", ["model": "parrot", "messages": [["role": "my secret", "content": "my secret"]]])
        }
        let line = try #require(await recorder.next("request refused"))
        #expect(line.metadata["param"] == "messages[0].role")
        #expect(!line.metadata.values.contains { $0.contains("secret") })
    }

    @Test func tellsWhatAnAbandonedAnswerHadCost() async throws {
        let recorder = LogRecorder()
        // Without the answer's end, the parrot would go on to the context's end.
        guard case .object(var body) = question else { return }
        body["stream"] = true
        body["logit_bias"] = ["592": -100, "596": -100]
        let text = JSONValue.object(body).serialized
        try await RunningServer.run(logger: recorder.logger) { server in
            try await blocking {
                let socket = try RawSocket(port: server.client.port)
                try socket.write(
                    "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: \(text.utf8.count)\r\n\r\n\(text)")
                var seen = ""
                while !seen.contains("\"reasoning\"") { seen += String(decoding: socket.read(), as: UTF8.self) }
                socket.abandon()
            }
            let line = try #require(await recorder.next("answer"))
            #expect(line.metadata["end"] == "cancelled")
            #expect(try #require(Int(line.metadata["output-tokens"] ?? "")) > 0)
        }
    }
}
