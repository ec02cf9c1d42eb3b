import Foundation
import JSON
import Testing

@Suite struct PageTests {
    private static let folder = packageRoot.appending(path: "Sources/Page/Files")

    private static func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0 != "index.html" }.sorted()
    }

    @Test(arguments: [("", "/"), ("/chorale", "/chorale"), ("/chorale", "/chorale/"), ("", "/?a=b")])
    func servesAPageThatLoadsNothingFromElsewhere(_ base: String, _ path: String) async throws {
        try await RunningServer.run(["--http-base-path", base]) { server in
            let page = try await server.client.get(path)
            #expect(page.status == 200)
            #expect(page.headers["content-type"] == "text/html; charset=utf-8")
            #expect(page.headers["x-content-type-options"] == "nosniff")
            #expect(page.headers["last-modified"] != nil)
            let policy = try #require(page.headers["content-security-policy"])
            #expect(policy.hasPrefix("default-src 'none'; script-src 'self' 'sha256-"))
            #expect(policy.contains("; style-src 'self'; "))
            #expect(page.body.hasPrefix("<!doctype html>"))
            #expect(page.body.hasSuffix("</html>\n"))
            // Inline handlers and style attributes would be refused by the policy, other addresses too.
            #expect(page.body.firstMatch(of: /\son[a-z]+="|\sstyle=|\ssrc="(?!page\/)|https?:\/\/|@import|url\(/) == nil)
            let loaded = page.body.matches(of: /(?:src|href)="page\/([^"]+)"/).map { String($0.1) }
            // Workers are loaded by the scripts that need them.
            #expect(try loaded.sorted() == Self.names().filter { !$0.hasSuffix("-worker.js") })
        }
    }

    @Test func servesEveryFileOfThePageWithoutAKey() async throws {
        let types = ["js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8", "svg": "image/svg+xml"]
        try await RunningServer.run(["--http-base-path", "/chorale"], environment: ["CHORALE_API_KEYS": "secret-one"]) { server in
            for name in try Self.names() {
                let file = Self.folder.appending(path: name)
                let answer = try await server.client.get("/chorale/page/" + name)
                #expect(answer.status == 200, "\(name)")
                #expect(try answer.body == String(contentsOf: file, encoding: .utf8), "\(name)")
                #expect(answer.headers["content-type"] == types[file.pathExtension])
                #expect(answer.headers["x-content-type-options"] == "nosniff")
                #expect(answer.headers["cache-control"] == "no-cache")
                #expect(answer.headers["etag"] != nil)
            }
            #expect(try await server.client.get("/chorale/v1/models").status == 401)
        }
    }

    @Test(arguments: ["/page/other.js", "/page/", "/page", "/page/index.html", "/page/style.css/"])
    func servesNothingElse(_ path: String) async throws {
        try await RunningServer.run { server in
            let answer = try await server.client.get(path)
            #expect(answer.status == 404)
            #expect(try answer.json["error"]?["type"] == "not_found_error")
        }
    }

    /// Whatever a model or a person writes becomes text nodes.
    @Test func hasNoScriptThatReadsMarkup() throws {
        for name in try Self.names() {
            let text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
            let markup = /\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser|@import|\burl\(/
            #expect(text.firstMatch(of: markup) == nil, "\(name)")
            let addresses = text.matches(of: /https?:\/\/[a-z][^ "'`<;]+/).map { String($0.output) }
            #expect(Set(addresses).isSubset(of: ["http://www.w3.org/2000/svg"]), "\(name)")
        }
    }

    @Test func isSmall() throws {
        let sizes = try (Self.names() + ["index.html"]).map { try Data(contentsOf: Self.folder.appending(path: $0)).count }
        #expect(sizes.reduce(0, +) < 256 * 1024)
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
