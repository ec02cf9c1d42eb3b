import Foundation
import HTTP
import Hub
import Synchronization
import Testing

@Suite struct RedirectTests {
    @Test(arguments: ["ftp://127.0.0.1/a", "", "http://user:secret@127.0.0.1/", "file:///etc/passwd"])
    func followsNothingButHTTP(_ location: String) async throws {
        let hub = StubHub(PullTests.files)
        hub.state.withLock { $0.location = location }
        try await hub.run { endpoint in
            let error = await #expect(throws: HubError.self) { try await Pulling(endpoint).run() }
            guard case .badRedirect(_, let target) = error else { return #expect(Bool(false), "\(String(describing: error))") }
            #expect(target == location)
        }
    }

    @Test func endsWhereRedirectsDoNot() async throws {
        let hub = StubHub(PullTests.files)
        try await hub.run { endpoint in
            hub.state.withLock { $0.location = endpoint + "/\(StubHub.repository)/resolve/\(StubHub.commit)/model.safetensors" }
            let error = await #expect(throws: HubError.self) { try await Pulling(endpoint).run() }
            guard case .tooManyRedirects = error else { return #expect(Bool(false), "\(String(describing: error))") }
        }
    }

    /// A host that is another by its port alone is another.
    @Test func tellsOriginsApartByEverything() throws {
        let origins = try ["http://a", "https://a", "http://a:8080", "http://b"].map { try #require(HubURL($0)).origin }
        #expect(Set(origins).count == 4)
        #expect(HubURL("http://A:80/x")?.origin == origins[0])
        #expect(HubURL("https://a:443")?.target == "/")
    }

    @Test(arguments: ["", "a", "//a/b", "ftp://a", "http://", "http://u@a/", "http://a:0/", "http://a:70000/"])
    func takesNoAddressThatIsNone(_ text: String) {
        #expect(HubURL(text) == nil)
    }
}
