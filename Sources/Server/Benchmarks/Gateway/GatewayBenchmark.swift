import DemoModel
import Foundation
import HTTP
import Harmony
import JSON
import OrderedCollections
import Tokenization

/// What Chorale costs in front of engines elsewhere: the time that it adds to the first token, its processor time for each token, how many
/// streams it holds, and whether it loses a token when an upstream fails. The upstreams are scripted and run in processes of their own, as the gateway does.
package struct GatewayBenchmark {
    package struct Options: Sendable {
        /// Requests whose first tokens are compared, to the upstream and through the gateway in turn.
        package var firstTokens = 200
        /// Streams at the same time, in one measurement each.
        package var streams = [256, 1000]
        /// Words of each of their answers.
        package var words = 400
        /// Tokens a second and stream, one after the other: what is little, and what the machine may not keep up with.
        package var rates = [20, 200]
        /// Of the gateway's `upstream.tokens-per-event`.
        package var tokensPerEvent = 1
        /// Requests with one of three upstreams failing.
        package var faults = 10_000

        package init() {}
    }

    /// This program, to be started again.
    private let program: String
    private let options: Options
    private let client: HTTPClient
    private let answers: ScriptedAnswer
    private let directory: String

    package init(program: String, options: Options) throws {
        self.program = program
        self.options = options
        directory = try DemoModel.directory()
        answers = ScriptedAnswer(try HarmonyVocabulary(Tokenizer.load(directory: directory)), length: options.words)
        client = try HTTPClient(trust: ClientTrust(.anybody))
    }

    /// - Parameter show: given each line as it is measured.
    package func run(show: @Sendable (String) -> Void) async throws {
        raiseDescriptorLimit()
        if options.firstTokens > 0 { show(try await firstTokens()) }
        for rate in options.rates {
            for count in options.streams { show(try await streams(count, rate: rate)) }
        }
        if options.faults > 0 { show(try await faults()) }
    }

    // MARK: Parts

    private func firstTokens() async throws -> String {
        let upstream = try upstream(rate: 0)
        // Processes end with what stands for them.
        defer { withExtendedLifetime(upstream) {} }
        let gateway = try await gateway([upstream])
        let body = request(["prompt": [1, 2, 3], "max_tokens": 4, "stream": true, "return_token_ids": true])
        var times: [[Double]] = [[], []]
        for round in 0..<options.firstTokens + 20 {
            for (index, process) in [upstream, gateway].enumerated() {
                let start = ContinuousClock.now
                let exchange = try await client.send(body.to("/v1/completions"), to: origin(process))
                _ = try await exchange.read()
                // The first few open connections and warm caches.
                if round >= 20 { times[index].append((ContinuousClock.now - start).inSeconds) }
                while try await exchange.read() != nil {}
            }
        }
        let medians = times.map { $0.sorted()[$0.count / 2] * 1000 }
        return "first token, ms, median of \(options.firstTokens): upstream \(medians[0].formatted(digits: 3)), "
            + "through the gateway \(medians[1].formatted(digits: 3)), added \((medians[1] - medians[0]).formatted(digits: 3))"
    }

    private func streams(_ count: Int, rate: Int) async throws -> String {
        let upstream = try upstream(rate: rate)
        defer { withExtendedLifetime(upstream) {} }
        let gateway = try await gateway([upstream])
        defer { withExtendedLifetime(gateway) {} }
        let place = origin(gateway)
        let before = try gateway.usage
        let start = ContinuousClock.now
        let whole = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<count {
                group.addTask {
                    let body = self.request(["messages": [["role": "user", "content": "Number \(number)"]], "stream": true])
                    let exchange = try await self.client.send(body.to("/v1/chat/completions"), to: place)
                    var last: [UInt8] = []
                    while let bytes = try await exchange.read() { last = Array((last + bytes).suffix(16)) }
                    return exchange.status == 200 && last.contains(Array("[DONE]".utf8))
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        let time = (ContinuousClock.now - start).inSeconds
        let after = try gateway.usage
        let tokens = count * answers.whole(after: [0]).count
        let cost = (after.cpuSeconds - before.cpuSeconds) / Double(tokens) * 1e6
        return "\(count) streams of \(rate) tokens/s: \(whole) whole, \((Double(tokens) / time).formatted(digits: 0)) tokens/s, "
            + "\(cost.formatted(digits: 1)) µs of processor a token, \(after.residentBytes >> 20) MiB"
    }

    private func faults() async throws -> String {
        let upstreams = [try upstream(rate: 0, failing: true), try upstream(rate: 0), try upstream(rate: 0)]
        defer { withExtendedLifetime(upstreams) {} }
        let gateway = try await gateway(upstreams)
        defer { withExtendedLifetime(gateway) {} }
        let place = origin(gateway)
        let wrong = try await withThrowingTaskGroup(of: Bool.self) { group in
            var wrong = 0
            for number in 0..<options.faults {
                if number >= 64, try await group.next() == false { wrong += 1 }
                group.addTask { try await self.isRight(number, at: place) }
            }
            for try await isRight in group where !isRight { wrong += 1 }
            return wrong
        }
        let metrics = try await client.send(ClientRequest("GET", "/metrics"), to: origin(gateway)).collect(limit: 1 << 22)
        let continued =
            String(decoding: metrics, as: UTF8.self).split(separator: "\n")
            .first { $0.hasPrefix("chorale_upstream_continuations_total") }?.split(separator: " ").last ?? "?"
        return "\(options.faults) requests with one of three upstreams failing: \(wrong) wrong, \(continued) continued elsewhere"
    }

    /// Whether an answer has the very tokens that it has to have.
    private func isRight(_ number: Int, at gateway: ClientOrigin) async throws -> Bool {
        let body = request(["messages": [["role": "user", "content": "Number \(number)"]], "return_token_ids": true])
        let exchange = try await client.send(body.to("/v1/chat/completions"), to: gateway)
        let answer = try JSONValue(parsing: try await exchange.collect(limit: 1 << 22))
        let prompt = (answer["prompt_token_ids"]?.arrayValue ?? []).compactMap { $0.intValue.map { Int32(truncatingIfNeeded: $0) } }
        let expected = answers.whole(after: prompt[...]).map { JSONValue.integer(Int($0)) }
        return answer["choices"]?[0]?["token_ids"] == .array(expected)
    }

    // MARK: Processes

    private func request(_ body: JSONValue) -> JSONValue {
        guard case .object(var members) = body else { return body }
        members["model"] = "scripted"
        return .object(members)
    }

    private func origin(_ process: ServerProcess) -> ClientOrigin {
        ClientOrigin(isSecure: false, host: "127.0.0.1", port: UInt16(clamping: process.port))
    }

    private func upstream(rate: Int, failing: Bool = false) throws -> ServerProcess {
        try ServerProcess(
            [program, "bench", "upstream", "--words", "\(options.words)", "--rate", "\(rate)"] + (failing ? ["--failing"] : []))
    }

    private func gateway(_ upstreams: [ServerProcess]) async throws -> ServerProcess {
        let places = upstreams.map { "http://127.0.0.1:\($0.port)" }.joined(separator: ", ")
        let yaml = """
            models:
              scripted:
                tokenizer: "\(directory)"
                upstreams: [\(places)]
            """
        let file = FileManager.default.temporaryDirectory.appending(path: "chorale-gateway-\(UUID().uuidString).yaml")
        try Data(yaml.utf8).write(to: file)
        let port = try freePort()
        let process = try ServerProcess(
            [
                program, "serve", "--config", file.path, "--port", "\(port)", "--log-level", "error",
                "--upstream-tokens-per-event", "\(options.tokensPerEvent)",
            ], port: port)
        while true {
            do throws(ClientError) {
                if try await client.send(ClientRequest("GET", "/readyz"), to: origin(process)).status == 200 { break }
            } catch {
                // It does not listen yet.
                guard error.isTransient else { throw error }
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        try FileManager.default.removeItem(at: file)
        return process
    }
}

extension JSONValue {
    fileprivate func to(_ path: String) -> ClientRequest {
        ClientRequest("POST", path, fields: [("Content-Type", "application/json")], body: serializedBytes)
    }
}
