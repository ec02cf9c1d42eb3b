import HTTP
import HTTPTypes
import Hub
import Synchronization
import Testing

@Suite struct TransportTests {
    /// The hub's name is known to nobody: all that is asked of it goes to the proxy.
    @Test func goesThroughAProxy() async throws {
        let hub = StubHub(PullTests.files)
        try await hub.run { endpoint in
            let proxy = try #require(HubURL(endpoint)).origin
            var pulling = try Pulling("http://hub.invalid")
            pulling.settings.proxies.plain = ClientProxy(proxy)
            pulling.settings.proxies.exceptions = ["127.0.0.1"]
            try await pulling.run()
            #expect(pulling.events.received == 6_069)
        }
    }

    @Test func saysThatAHubIsNotThere() async throws {
        var pulling = try Pulling("http://hub.invalid")
        pulling.options.retries.attempts = 2
        let error = await #expect(throws: HubError.self) { try await pulling.run() }
        guard case .failed(_, let reason, 2) = error else { return #expect(Bool(false), "\(String(describing: error))") }
        #expect(reason.contains("hub.invalid"))
    }

    /// The listing is what is whole, or it is asked for again.
    @Test func asksAgainForAListingThatBreaksOff() async throws {
        let hub = StubHub(PullTests.files)
        hub.state.withLock {
            $0.listing = Response(
                headers: [.contentType: "application/json"],
                body: .stream { writer in
                    try await writer.write(Array(#"{"sha": "#.utf8))
                    throw WriteError.finished
                })
        }
        try await hub.run { endpoint in
            let pulling = try Pulling(endpoint)
            let error = await #expect(throws: HubError.self) { try await pulling.run() }
            guard case .failed(_, _, 8) = error else { return #expect(Bool(false), "\(String(describing: error))") }
            #expect(hub.seen.count == 8)
        }
    }
}
