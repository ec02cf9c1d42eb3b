import Foundation
import HTTP
import Server
import Testing

@Suite struct KeyFileTests {
    private static let digest = String(repeating: "0a", count: 32)

    @Test func readsNamesDigestsAndLimits() throws {
        let keys = try KeyFile.keys(
            in: """
                # who may ask

                app sha256:\(Self.digest)
                \tweb.2  sha256:\(String(repeating: "FF", count: 32)) requests-per-minute=60 tokens-per-minute=20000 concurrent-requests=4 models=a,b/c\r
                """)
        #expect(keys.map(\.name) == ["app", "web.2"])
        #expect(keys[0] == APIKey(name: "app", digest: [UInt8](repeating: 10, count: 32)))
        #expect(keys[1].digest == [UInt8](repeating: 255, count: 32))
        #expect(
            keys[1].limits == KeyLimits(requestsPerMinute: 60, tokensPerMinute: 20000, concurrentRequests: 4, models: ["a", "b/c"]))
    }

    @Test func readsWhatItWrites() throws {
        let limits = KeyLimits(requestsPerMinute: 1, tokensPerMinute: 2, concurrentRequests: 3, models: ["x", "y"])
        let key = NewKey(name: "app", limits: limits)
        #expect(try KeyFile.keys(in: KeyFile.line(for: key.key)) == [key.key])
        #expect(!KeyFile.line(for: key.key).contains(key.secret))
        #expect(key.key.digest == SHA256.digest(of: Array(key.secret.utf8)))
        #expect(key.secret.wholeMatch(of: /sk-chorale-[A-Za-z0-9_-]{43}/) != nil)
        #expect(NewKey(name: "app", limits: limits).secret != key.secret)
    }

    @Test(arguments: [
        ("a b", "line 1"), ("a", "line 1"), ("a sha256:00", "line 1"), ("a/b sha256:\(digest)", "line 1"),
        ("\na sha256:\(digest) requests-per-minute=0", "line 2"), ("a sha256:\(digest) requests-per-minute=many", "line 1"),
        ("a sha256:\(digest) models=", "line 1"), ("a sha256:\(digest) tokens-per-second=3", "tokens-per-second"),
        ("a sha256:\(digest)\na sha256:\(String(repeating: "0b", count: 32))", "line 2 is a second key a"),
        ("a sha256:\(digest)\nb sha256:\(digest)", "line 2"), ("a sha256:\(String(repeating: "+1", count: 32))", "line 1"),
    ])
    func saysWhichLineIsWrong(text: String, part: String) {
        let error = #expect(throws: KeyFileError.self) { try KeyFile.keys(in: text) }
        #expect(error?.description.contains(part) == true)
    }

    /// Somebody who writes the secret where its digest belongs does not find it in the log.
    @Test func doesNotTellASecretThatStandsInItsPlace() {
        let error = #expect(throws: KeyFileError.self) { try KeyFile.keys(in: "app sk-chorale-secret") }
        #expect(error?.description.contains("secret") == false)
    }

    @Test func addsKeysToAFile() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let first = NewKey(name: "first", limits: KeyLimits())
        try first.append(toFile: path)
        try NewKey(name: "second", secret: "chosen by somebody", limits: KeyLimits(concurrentRequests: 1)).append(toFile: path)
        #expect(throws: KeyFileError.self) { try NewKey(name: "first", limits: KeyLimits()).append(toFile: path) }
        let keys = try KeySource(file: path, secrets: ["from outside"]).read()
        #expect(keys.map(\.name) == ["environment", "first", "second"])
        #expect(keys[1] == first.key)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(try #require(mode) & 0o007 == 0)
    }
}
