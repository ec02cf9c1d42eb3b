import JSON
import Server
import Testing

@Suite struct CrossOriginTests {
    private static let page = ["Origin": "https://app.example"]
    private static let preflight =
        "OPTIONS /v1/chat/completions HTTP/1.1\r\nHost: a\r\nOrigin: https://app.example\r\nAccess-Control-Request-Method: POST\r\n"
        + "Access-Control-Request-Headers: authorization, content-type, x-stainless-os\r\nConnection: close\r\n\r\n"

    @Test func isOffUnlessConfigured() async throws {
        try await RunningServer.run { server in
            let answer = try await server.client.get("/v1/models", headers: Self.page)
            let preflight = try await server.client.send(Self.preflight)
            #expect(answer.headers["access-control-allow-origin"] == nil)
            #expect(preflight.headers["access-control-allow-origin"] == nil)
        }
    }

    @Test(arguments: [("https://app.example,http://b", "https://app.example"), ("*", "*")])
    func letsPagesInThatAreNamed(origins: String, allowed: String) async throws {
        try await RunningServer.run(["--cors-origins", origins], environment: ["CHORALE_API_KEYS": "k"]) { server in
            // A browser asks without a key.
            let preflight = try await server.client.send(Self.preflight)
            #expect(preflight.status == 204)
            #expect(preflight.headers["access-control-allow-origin"] == allowed)
            #expect(preflight.headers["access-control-allow-headers"] == "authorization, content-type, x-stainless-os")
            #expect(preflight.headers["access-control-allow-methods"]?.contains("POST") == true)
            #expect(preflight.headers["access-control-allow-credentials"] == nil)
            let answer = try await server.client.get("/v1/models", headers: Self.page.merging(["x-api-key": "k"]) { $1 })
            #expect(answer.headers["access-control-allow-origin"] == allowed)
            #expect(answer.headers["access-control-expose-headers"]?.contains("x-request-id") == true)
            // Also what is refused is for the page to read.
            let refused = try await server.client.get("/v1/models", headers: Self.page)
            #expect(refused.status == 401)
            #expect(refused.headers["access-control-allow-origin"] == allowed)
        }
    }

    @Test func keepsOthersOut() async throws {
        try await RunningServer.run(["--cors-origins", "https://other.example"]) { server in
            let answer = try await server.client.get("/v1/models", headers: Self.page)
            #expect(answer.headers["access-control-allow-origin"] == nil)
            #expect(answer.headers["vary"]?.contains("Origin") == true)
            #expect(try await server.client.send(Self.preflight).headers["access-control-allow-methods"] == nil)
        }
    }

    @Test(arguments: ["app.example", "https://app.example/", "https://app.example/path", "null"]) func refusesWhatIsNoOrigin(text: String)
        throws
    {
        let sources = try ConfigurationSources(arguments: ["--cors-origins", text])
        #expect(throws: ConfigurationError.self) { try ServerConfiguration(sources) }
    }
}
