import Foundation
import JSON
import OrderedCollections
import Server
import Testing

/// Real proxies in front, as `config/` has them.
@Suite struct ProxySiteTests {
    private static let question: JSONValue = [
        "model": "parrot", "messages": [["role": "user", "content": "What is 2 + 2?"]], "temperature": 0, "stream": true,
    ]
    /// Goes on until its client goes.
    private static let endless: JSONValue = [
        "model": "parrot", "messages": [["role": "user", "content": "What is 2 + 2?"]], "stream": true, "ignore_eos": true,
        "max_tokens": 16000,
    ]

    private static func request(_ body: JSONValue) -> String {
        let text = body.serialized
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\n"
            + "Content-Length: \(text.utf8.count)\r\n\r\n\(text)"
    }

    private static func read(_ socket: RawSocket, until marks: [String]) throws -> [UInt8] {
        var seen: [UInt8] = []
        while !marks.contains(where: { seen.firstRange(of: Array($0.utf8)) != nil }) {
            let more = socket.read()
            guard !more.isEmpty else { throw RawClientError.truncatedChunks }
            seen += more
        }
        return seen
    }

    private func run(
        _ kind: ProxySite.Kind, logger: LogRecorder = LogRecorder(),
        _ body: @escaping @Sendable (RunningServer, ProxySite) async throws -> Void
    ) async throws {
        try await RunningServer.run(
            ["--proxies-trusted", "127.0.0.1", "--engine-maximum-batch", "1"], logger: logger.logger
        ) { server in
            let proxy = try ProxySite(kind, upstream: server.client.port)
            try await proxy.ready()
            try await body(server, proxy)
        }
    }

    @Test(.disabled(if: ProxySite.Kind.absent.isEmpty, "all proxies are installed"))
    func saysWhichProxiesAreNotTried() {
        print("not installed, and so not tried: \(ProxySite.Kind.absent.map(\.rawValue).joined(separator: ", "))")
    }

    @Test(.timeLimit(.minutes(2)), arguments: ProxySite.Kind.installed)
    func streamsTheSameAnswer(through kind: ProxySite.Kind) async throws {
        try await run(kind) { server, proxy in
            let direct = try await server.client.post("/v1/chat/completions", Self.question)
            let answer = try await RawClient(proxy.address).post("/v1/chat/completions", Self.question)
            #expect(answer.status == 200)
            #expect(answer.headers["content-type"]?.hasPrefix("text/event-stream") == true)
            func deltas(_ answer: RawClient.Answer) throws -> [JSONValue?] {
                try answer.events.dropLast().map { try JSONValue(parsing: $0.data)["choices"]?[0]?["delta"] }
            }
            #expect(try deltas(answer) == deltas(direct))
            #expect(answer.events.last?.data == "[DONE]")
            #expect(try await RawClient(proxy.address).get("/metrics").status == 404)
            let unknown = try await RawClient(proxy.address).get("/v1/models/other")
            #expect(try unknown.json["error"]?["code"] == "model_not_found")
        }
    }

    /// What waits in the queue is told so through the proxy, long before there is an answer that could fill a buffer.
    @Test(.timeLimit(.minutes(2)), arguments: ProxySite.Kind.installed)
    func holdsNothingBack(at kind: ProxySite.Kind) async throws {
        try await run(kind) { server, proxy in
            try await blocking {
                // One is answered, the others wait, for longer than it takes to get into the queue behind them.
                let others = try (0..<12).map { _ in try RawSocket(server.client.address) }
                for other in others { try other.write(Self.request(Self.endless)) }
                // Their headers come before they are in the queue.
                for other in others { _ = try Self.read(other, until: [": queued", "data: "]) }
                let second = try RawSocket(proxy.address)
                try second.write(Self.request(Self.question))
                var seen = try Self.read(second, until: [": queued"])
                for other in others { other.abandon() }
                seen += second.readToEnd()
                #expect(String(decoding: seen, as: UTF8.self).contains("[DONE]"))
            }
        }
    }

    @Test(.timeLimit(.minutes(2)), arguments: ProxySite.Kind.installed)
    func stopsAnAnswerWhoseClientGoesFrom(the kind: ProxySite.Kind) async throws {
        let recorder = LogRecorder()
        try await run(kind, logger: recorder) { server, proxy in
            try await blocking {
                let client = try RawSocket(proxy.address)
                try client.write(Self.request(Self.endless))
                guard !client.read().isEmpty else { throw RawClientError.noHeader }
                client.abandon()
            }
            #expect(await recorder.next("answer")?.metadata["end"] == "cancelled")
        }
    }

    /// A body that is too large is refused before all of it is sent.
    @Test(.timeLimit(.minutes(2)), arguments: ProxySite.Kind.installed)
    func passesRefusalsOn(from kind: ProxySite.Kind) async throws {
        try await run(kind) { _, proxy in
            let line = try await blocking {
                let client = try RawSocket(proxy.address)
                try client.write(
                    "POST /v1/responses HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\n"
                        + "Content-Length: 50000000\r\n\r\n")
                // Not to the end: HAProxy waits for the body that was promised, for as long as it waits for any client.
                return String(decoding: client.read(), as: UTF8.self).prefix { $0 != "\r\n" }
            }
            #expect(line.contains(" 413 "))
        }
    }
}
