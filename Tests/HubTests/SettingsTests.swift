import Foundation
import HTTP
import Hub
import Testing

@Suite struct SettingsTests {
    @Test(arguments: [
        ([:], "/home/u/.cache/huggingface/hub"), (["XDG_CACHE_HOME": "/c"], "/c/huggingface/hub"), (["HF_HOME": "/h"], "/h/hub"),
        (["HF_HOME": "~/h"], "/home/u/h/hub"), (["HF_HOME": "/h", "HF_HUB_CACHE": "/x"], "/x"),
        (["HF_HUB_CACHE": ""], "/home/u/.cache/huggingface/hub"),
    ])
    func findsTheCacheThatOtherToolsUse(_ environment: [String: String], _ path: String) {
        #expect(CacheFolder(environment: environment.merging(["HOME": "/home/u"]) { $1 }).path == path)
    }

    @Test func readsTheTokenFromTheEnvironmentAndElseFromItsFile() throws {
        let folder = Folder()
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        #expect(try HubSettings(environment: ["HF_HOME": folder.path]).token == nil)
        try Data("hf_file\n".utf8).write(to: URL(filePath: folder.path + "/token"))
        #expect(try HubSettings(environment: ["HF_HOME": folder.path]).token == "hf_file")
        #expect(try HubSettings(environment: ["HF_HOME": folder.path, "HF_TOKEN": "hf_env"]).token == "hf_env")
        #expect(throws: HubError.self) { try HubSettings(environment: ["HF_TOKEN": "a\r\nHost: b"]) }
    }

    @Test func takesAMirror() throws {
        #expect(
            try HubSettings(environment: ["HF_ENDPOINT": "https://mirror.example/hf/"]).endpoint.description == "https://mirror.example/hf/"
        )
        #expect(try HubSettings(environment: [:]).endpoint.description == "https://huggingface.co/")
        #expect(throws: HubError.self) { try HubSettings(environment: ["HF_ENDPOINT": "mirror.example"]) }
    }

    private func proxy(_ environment: [String: String], _ url: String) throws -> ClientProxy? {
        try ProxySettings(environment: environment).proxy(for: #require(HubURL(url)).origin)
    }

    @Test func takesTheProxyOfTheScheme() throws {
        let environment = [
            "https_proxy": "http://s:1", "HTTPS_PROXY": "http://S:2", "HTTP_PROXY": "p:3", "NO_PROXY": "localhost, .inner.example,10.0.0.1",
        ]
        #expect(try proxy(environment, "https://hub.example/") == ClientProxy(ClientOrigin(isSecure: false, host: "s", port: 1)))
        #expect(try proxy(environment, "http://hub.example/") == ClientProxy(ClientOrigin(isSecure: false, host: "p", port: 3)))
        #expect(try proxy(["ALL_PROXY": "http://a"], "https://hub.example/")?.origin.port == 80)
        for exempt in ["http://localhost/", "https://a.inner.example", "http://inner.example", "http://10.0.0.1:8080"] {
            #expect(try proxy(environment, exempt) == nil)
        }
        #expect(try proxy(environment, "http://notinner.example") != nil)
        #expect(try proxy(environment.merging(["no_proxy": "*"]) { $1 }, "http://a") == nil)
    }

    @Test func authenticatesWithAProxyThatItsAddressHasAUserFor() throws {
        let found = try proxy(["https_proxy": "http://me:p%40ss@proxy:3128"], "https://a")
        #expect(found?.authorization == "Basic " + Data("me:p@ss".utf8).base64EncodedString())
    }

    @Test(arguments: ["socks5://a:1", "https://a:1", "http://", "http://a:99999"])
    func refusesProxiesThatItCannotSpeakWith(_ text: String) {
        #expect(throws: HubError.self) { try ProxySettings(environment: ["https_proxy": text]) }
    }

    @Test func waitsLongerAfterEachFailure() {
        let policy = RetryPolicy()
        let delays = (1...9).map { policy.delay(afterFailures: $0, asked: nil, random: 0.5) }
        #expect(delays[0] == .milliseconds(500))
        #expect(delays[1] == .seconds(1))
        #expect(delays[8] == .seconds(30))
        #expect(policy.delay(afterFailures: 1, asked: nil, random: 0) < policy.delay(afterFailures: 1, asked: nil, random: 1))
        #expect(policy.delay(afterFailures: 1, asked: 60, random: 0.5) == .seconds(60))
        #expect(policy.delay(afterFailures: 1, asked: 86_400, random: 0.5) == .seconds(300))
    }

    @Test func reckonsTheRateOfTheLastWhile() {
        var rate = TransferRate()
        #expect(rate.bytesPerSecond == nil)
        for second in 0...20 { rate.note(second * 100, at: Double(second)) }
        #expect(rate.bytesPerSecond == 100)
        for second in 21...60 { rate.note(2_000 + (second - 20) * 10, at: Double(second)) }
        #expect(rate.bytesPerSecond == 10)
        #expect(rate.secondsLeft(for: 50) == 5)
    }

    @Test func choosesByShellPatterns() {
        #expect(FileSelection.standard.includes("model-00001-of-00002.safetensors"))
        #expect(!FileSelection.standard.includes("original/config.json"))
        #expect(!FileSelection.standard.includes("model.bin"))
        let chosen = FileSelection(patterns: ["*Q8_0*.gguf", "sub/?.json"])
        #expect(chosen.includes("sub/model-Q8_0.gguf"))
        #expect(chosen.includes("sub/a.json"))
        #expect(!chosen.includes("sub/ab.json"))
    }
}
