import Glibc
import JSON

extension HTTPBenchmark {
    func compareRequests(_ servers: Rivals) throws -> [Comparison] {
        let body = Self.chatRequest
        let loads: [(String, LoadGenerator.Load)] = [
            ("GET", LoadGenerator.Load(path: "/model", connections: options.connections)),
            ("POST, \(body.utf8.count) bytes sent back", LoadGenerator.Load(path: "/echo", connections: options.connections, body: body)),
            ("POST, the same parsed", LoadGenerator.Load(path: "/chat", connections: options.connections, body: body)),
        ]
        return try loads.flatMap { name, load in
            let rows = [
                Comparison(name: "\(name): requests/s", better: .higherIsBetter),
                Comparison(name: "  median, ms", digits: 2, better: .lowerIsBetter),
                Comparison(name: "  99 % within, ms", digits: 2, better: .lowerIsBetter),
                Comparison(name: "  CPU of the server, µs a request", digits: 1, better: .lowerIsBetter),
            ]
            return try measure(load, on: servers, rows) { [$0.requestsPerSecond, $0.median, $0.percentile99, $0.cpuMicroseconds] }
        }
    }

    func compareStreams(_ servers: Rivals) throws -> [Comparison] {
        let rows = [
            Comparison(name: "events/s", better: .higherIsBetter),
            Comparison(name: "  CPU seconds of the server a second", digits: 3, better: .lowerIsBetter),
        ]
        return try servers.measure(rounds: options.rounds, rows) { server in
            let clients = LoopbackClients(port: server.port, path: "/events")
            for _ in 0..<options.streams { try clients.connect() }
            _ = try clients.drain(for: .seconds(1))
            let before = try server.usage
            let start = ContinuousClock.now
            let bytes = try clients.drain(for: .seconds(options.seconds))
            let seconds = (ContinuousClock.now - start).inSeconds
            let cpu = try server.usage.cpuSeconds - before.cpuSeconds
            return [Double(bytes) / Self.eventSize / seconds, cpu / seconds]
        }
    }

    /// Bytes of an event on the wire: a chunk whose size has two digits, "data: ", an empty line.
    private static let eventSize = Double(BenchmarkServer.event.utf8.count + 8 + 6)

    /// One round, of new processes: memory that was in use before may be used again, and would not be seen.
    func compareIdle(_ servers: Rivals) throws -> [Comparison] {
        let rows = [
            Comparison(name: "KiB a connection, resident", digits: 2, better: .lowerIsBetter),
            Comparison(name: "a request among them: median, ms", digits: 2, better: .lowerIsBetter),
            Comparison(name: "  longest of 1000, ms", digits: 2, better: .lowerIsBetter),
        ]
        return try servers.measure(rounds: 1, rows) { server in
            let clients = LoopbackClients(port: server.port, path: "/model")
            func request(on index: Int) throws {
                try clients.send(on: index)
                try clients.receive(on: index)
            }
            try clients.connect()
            try clients.receive(on: 0)
            let before = try server.usage
            for index in 1...options.idleConnections {
                try clients.connect()
                try clients.receive(on: index)
            }
            let after = try server.usage
            let step = max(1, options.idleConnections / 1000)
            let durations = try stride(from: 0, to: options.idleConnections, by: step).map { index in
                try ContinuousClock().measure { try request(on: index) }.inSeconds * 1000
            }.sorted()
            let bytes = Double(after.residentBytes - before.residentBytes) / Double(options.idleConnections)
            return [bytes / 1024, durations[durations.count / 2], durations[durations.count - 1]]
        }
    }

    func compareTLS(_ servers: Rivals) throws -> [Comparison] {
        let handshakes = [
            Comparison(name: "full handshakes/s, with a GET", better: .higherIsBetter),
            Comparison(name: "  CPU of the server, µs each", digits: 0, better: .lowerIsBetter),
        ]
        let bulk = [
            Comparison(name: "bodies of 1 MiB, MB/s", better: .higherIsBetter),
            Comparison(name: "  CPU of the server, µs a body", digits: 0, better: .lowerIsBetter),
        ]
        let short = LoadGenerator.Load(path: "/model", isSecure: true, connections: 16, closes: true)
        let long = LoadGenerator.Load(path: "/bytes", isSecure: true, connections: 8)
        return try measure(short, on: servers, handshakes) { [$0.requestsPerSecond, $0.cpuMicroseconds] }
            + measure(long, on: servers, bulk) { [$0.bytesPerSecond / 1e6, $0.cpuMicroseconds] }
    }

    private func measure(
        _ load: LoadGenerator.Load, on servers: Rivals, _ rows: [Comparison], _ figures: (LoadGenerator.Result) -> [Double]
    ) throws -> [Comparison] {
        // Warm: caches filled, pages mapped.
        _ = try servers.measure(rounds: 1, []) { server in
            _ = try LoadGenerator(seconds: 1).run(load, on: server)
            return []
        }
        return try servers.measure(rounds: options.rounds, rows) { server in
            figures(try LoadGenerator(seconds: options.seconds).run(load, on: server))
        }
    }

    /// A conversation of some turns.
    private static let chatRequest: String = {
        let turns: [JSONValue] = (0..<8).map { turn in
            [
                "role": turn.isMultiple(of: 2) ? "user" : "assistant",
                "content": .string(
                    "Turn \(turn): " + String(repeating: "which of the thirty-two experts does this token go to, and why? ", count: 3)),
            ]
        }
        let request: JSONValue = ["model": "gpt-oss-20b", "messages": .array(turns), "temperature": 0.7, "stream": false]
        return String(decoding: request.serializedBytes, as: UTF8.self)
    }()
}
