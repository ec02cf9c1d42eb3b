import Foundation
import JSON
import Logging
import Server
import Synchronization
import Testing

@Suite struct RequestLogTests {
    @Test func namesSlowRequests() async throws {
        let recorder = LogRecorder()
        try await RunningServer.run(["--log-slow-seconds", "0.000001"], logger: recorder.logger) { server in
            _ = try await server.client.get("/v1/models/a%0Ab", headers: ["x-request-id": "mine"])
        }
        let line = try #require(await recorder.next("slow request"))
        #expect(line.level == .warning)
        #expect(line.metadata["request-id"] == "mine")
        #expect(line.metadata["route"] == "/v1/models/a\\nb")
        #expect(line.metadata["status"] == "404")
        #expect(line.metadata["seconds"] != nil)
    }

    /// One object a line, whatever is in it.
    @Test func writesLinesOfJSON() throws {
        let written = Mutex<[[UInt8]]>([])
        var logger = Logger(label: "chorale") { label in
            JSONLogHandler(label: label) { line in written.withLock { $0.append(line) } }
        }
        logger[metadataKey: "request-id"] = "a\n\"b\""
        logger.notice("said", metadata: ["list": ["x", ["y": "z"]], "time": "another"])
        logger.debug("not said")
        let lines = written.withLock(\.self)
        #expect(lines.count == 1)
        let bytes = try #require(lines.first)
        #expect(bytes.filter { $0 == UInt8(ascii: "\n") }.count == 1)
        #expect(bytes.last == UInt8(ascii: "\n"))
        let line = try JSONValue(parsing: String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .newlines))
        #expect(line["level"] == "notice")
        #expect(line["message"] == "said")
        #expect(line["request-id"] == "a\n\"b\"")
        #expect(line["list"] == ["x", ["y": "z"]])
        #expect(line["time"]?.stringValue?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
    }
}
