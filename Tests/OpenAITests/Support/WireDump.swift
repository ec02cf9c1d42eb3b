import Foundation
import JSON
import OpenAI
import OrderedCollections
import Testing

private let wireDumpFile = ProcessInfo.processInfo.environment["CHORALE_WIRE_DUMP"]

/// Writes every answer of the corpus to the file that `CHORALE_WIRE_DUMP` names, one JSON document a line, so that other clients'
/// types can be tried on it.
@Suite(.enabled(if: wireDumpFile != nil, "CHORALE_WIRE_DUMP names no file"))
struct WireDump {
    @Test func writesEveryAnswer() throws {
        var lines: [JSONValue] = []
        for script in Script.corpus {
            let chat = try chatAnswer(script, ["logprobs": true, "top_logprobs": 1, "stream_options": ["include_usage": true]])
            lines += [
                ["kind": "chat", "name": .string(script.name), "chunks": .array(chat.chunks), "whole": chat.error?.json ?? chat.whole]
            ]
            let response = try responseAnswer(script, ["include": ["message.output_text.logprobs"], "top_logprobs": 1])
            lines += [
                ["kind": "response", "name": .string(script.name), "events": .array(response.events.map(\.json)), "whole": response.whole]
            ]
        }
        let text = lines.map(\.serialized).joined(separator: "\n")
        try text.write(toFile: #require(wireDumpFile), atomically: true, encoding: .utf8)
    }
}
