import Foundation
import Testing

@Suite struct PageTests {
    @Test(arguments: [("", "/"), ("/chorale", "/chorale"), ("/chorale", "/chorale/"), ("", "/?a=b")])
    func servesAPageThatLoadsNothingFromElsewhere(_ base: String, _ path: String) async throws {
        try await RunningServer.run(["--http-base-path", base]) { server in
            let page = try await server.client.get(path)
            #expect(page.status == 200)
            #expect(page.headers["content-type"] == "text/html; charset=utf-8")
            #expect(page.headers["x-content-type-options"] == "nosniff")
            #expect(page.headers["last-modified"] != nil)
            let policy = try #require(page.headers["content-security-policy"])
            #expect(policy.hasPrefix("default-src 'none'; script-src 'sha256-"))
            #expect(policy.contains("; style-src 'sha256-"))
            #expect(page.body.hasPrefix("<!doctype html>"))
            #expect(page.body.hasSuffix("</html>\n"))
            // Inline handlers and style attributes would be refused by the policy, other addresses too.
            #expect(page.body.firstMatch(of: /\son[a-z]+=|\sstyle=|\ssrc=|@import|url\(/) == nil)
            #expect(page.body.matches(of: /https?:\/\/[^ "'`<]+/).map { String($0.output) } == ["http://www.w3.org/2000/svg"])
        }
    }

    /// A page of evil.example whose name has come to mean this machine is of the same origin as the server to its browser.
    @Test func refusesABrowserThatAsksForAnotherSite() async throws {
        @Sendable func request(_ host: String) -> String {
            "GET /v1/models HTTP/1.1\r\nHost: \(host)\r\nAccept-Language: en\r\nConnection: close\r\n\r\n"
        }
        try await RunningServer.run { server in
            let refused = try await server.client.send(request("evil.example"))
            #expect(refused.status == 403)
            #expect(refused.body.contains(#""code":"host_not_allowed""#))
            let answered = try await server.client.send(request("localhost"))
            #expect(answered.status == 200)
        }
        try await RunningServer.run(["--http-allowed-hosts", "evil.example"]) { server in
            let answered = try await server.client.send(request("evil.example"))
            #expect(answered.status == 200)
        }
    }

    @Test func answersWith304WhileItIsTheSame() async throws {
        try await RunningServer.run { server in
            let tag = try #require(try await server.client.get("/").headers["etag"])
            let again = try await server.client.send(
                "GET / HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: \(tag)\r\nConnection: close\r\n\r\n")
            #expect(again.status == 304)
            #expect(again.body.isEmpty)
        }
    }
}
