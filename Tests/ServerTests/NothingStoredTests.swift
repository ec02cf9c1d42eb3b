import Foundation
import JSON
import Storage
import Testing

@Suite struct NothingStoredTests {
    @Test func whatIsNotToBeStoredIsNotWritten() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "chorale-\(UUID().uuidString).sqlite").path
        let secret = "A word that is nowhere else: Rhabarberbarbara."
        try await RunningServer.run(["--store-path", path]) { server in
            let messages: JSONValue = [["role": "user", "content": .string(secret)]]
            let response: JSONValue = ["model": "parrot", "input": .string(secret), "store": false]
            for stream in [false, true] {
                for (path, body) in [
                    ("/v1/responses", response), ("/v1/chat/completions", ["model": "parrot", "messages": messages]),
                    ("/v1/messages", ["model": "parrot", "messages": messages, "max_tokens": 60]),
                    ("/v1/completions", ["model": "parrot", "prompt": .string(secret)]),
                ] {
                    let answer = try await server.client.post(path, body.with("stream", .bool(stream)))
                    #expect(answer.status == 200)
                }
            }
            for path in ["/v1/responses/compact", "/v1/responses/input_tokens"] {
                let answer = try await server.client.post(path, response)
                #expect(answer.status == 200)
            }
        }
        let store = try ResponseStore(.file(path))
        let usage = try await store.usage
        #expect(usage.count == 0)
        try store.close()
        let bytes = try Data(contentsOf: URL(filePath: path))
        #expect(bytes.firstRange(of: Data("Rhabarberbarbara".utf8)) == nil)
    }
}
