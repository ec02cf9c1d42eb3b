import HTTP
import Testing

/// A continuation that is resumed twice stops the process, and one that is not resumed keeps its connection for ever. Here time-outs, resets,
/// FINs, cancellations and full sockets come together, in random order.
@Suite(.serialized)
struct ResumptionTests {
    private static let responder: HTTPServer.Responder = { request in
        guard request.path == "/stream" else {
            return Response(text: "\(try await request.body.collect(upTo: 1 << 20).count)")
        }
        return .serverSentEvents(pingInterval: .milliseconds(1)) { events in
            while true { try await events.send(ServerSentEvent(data: String(repeating: "x", count: 50_000))) }
        }
    }

    private static let settings = LiveServer.Settings.with {
        $0.configuration.timeouts.header = .milliseconds(5)
        $0.configuration.timeouts.bodyStall = .milliseconds(5)
        $0.configuration.timeouts.idle = .milliseconds(5)
        $0.configuration.timeouts.write = .milliseconds(5)
        $0.configuration.timeouts.linger = .milliseconds(5)
        $0.configuration.timeouts.probe = .milliseconds(1)
    }

    private static let parts = [
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n", "G", "\r\n", "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n", "\0",
    ]

    @Test(arguments: HalfClosePolicy.allCases, [0, 1] as [UInt64])
    func resumesWhoeverWaitsExactlyOnce(_ policy: HalfClosePolicy, seed: UInt64) async throws {
        var settings = Self.settings
        settings.configuration.halfClose = policy
        try await LiveServer.run(Self.responder, settings) { server in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<100 as Range<UInt64> {
                    // A client that waits holds a thread of Dispatch, which has 255 for all clients and the server.
                    if number >= 16 { try await group.next() }
                    group.addTask { try await Self.visit(server, SplitMix(state: seed << 32 | number)) }
                }
                try await group.waitForAll()
            }
            // Not by yielding alone: that would keep the threads from everybody else.
            while server.server.connectionCount > 0 { try await Task.sleep(for: .milliseconds(2)) }
        }
    }

    private static func visit(_ server: LiveServer, _ generator: SplitMix) async throws {
        var generator = generator
        let client = try await RawClient(server.address, receiveBuffer: 4096)
        for _ in 0..<Int.random(in: 0..<4, using: &generator) {
            await client.send(parts.randomElement(using: &generator) ?? "")
        }
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: client.reset()
        case 1: client.close()
        case 2:
            client.finishSending()
            _ = await client.receive()
        case 3: _ = await client.receive()
        default: _ = await client.receive(through: "\r\n\r\n")
        }
    }
}
