import Foundation
import JSON

/// Parsing and writing JSON beside Foundation's JSONSerialization, on the same documents in the same run.
package struct JSONBenchmark {
    private let documents: [(name: String, bytes: [UInt8])]

    /// - Parameter file: a document of one's own; without it, three that a server of this kind sees.
    package init(file: String?) throws {
        if let file {
            documents = [(file, [UInt8](try contents(ofFile: file)))]
        } else {
            documents = [
                ("chat request", Self.chatRequest()), ("tool schemas", Self.toolSchemas()), ("logprobs", Self.numbers()),
            ]
        }
    }

    package func run(rounds: Int) throws -> String {
        var table = TextTable(header: ["", "size", "Chorale", "JSONSerialization", "times as fast"])
        for (name, bytes) in documents {
            let repeats = max(1, 4_000_000 / bytes.count)
            let size = "\((Double(bytes.count) / 1e6).formatted(digits: 2)) MB"
            func rate(_ duration: Duration) -> String {
                "\((Double(bytes.count * repeats) / 1e6 / duration.inSeconds).formatted(digits: 0)) MB/s"
            }
            let data = Data(bytes)
            let value = try JSONValue(parsing: bytes)
            let object = try JSONSerialization.jsonObject(with: data)
            let reading = try race(rounds: rounds) {
                for _ in 0..<repeats { _ = try JSONValue(parsing: bytes) }
            } against: {
                for _ in 0..<repeats { _ = try JSONSerialization.jsonObject(with: data) }
            }
            table.add(
                "parse \(name)", size, rate(reading.first), rate(reading.second), reading.ratio.formatted(digits: 2))
            let writing = try race(rounds: rounds) {
                for _ in 0..<repeats { _ = value.serializedBytes }
            } against: {
                for _ in 0..<repeats { _ = try JSONSerialization.data(withJSONObject: object) }
            }
            table.add(
                "write \(name)", size, rate(writing.first), rate(writing.second), writing.ratio.formatted(digits: 2))
        }
        return table.text
    }

    private static func chatRequest() -> [UInt8] {
        let paragraph = "Mixture-of-experts models route each token to a few experts — so \"most\" weights rest.\n"
        let messages: [JSONValue] = (0..<200).map { turn in
            [
                "role": .string(turn % 2 == 0 ? "user" : "assistant"),
                "content": .string(String(repeating: paragraph, count: 5 + turn % 7)),
            ]
        }
        let request: JSONValue = ["model": "gpt-oss-20b", "messages": .array(messages), "stream": true]
        return request.serializedBytes
    }

    private static func toolSchemas() -> [UInt8] {
        let tools: [JSONValue] = (0..<300).map { index in
            [
                "type": "function",
                "function": [
                    "name": .string("tool_\(index)"), "description": "Looks something up.", "strict": true,
                    "parameters": [
                        "type": "object", "required": ["city", "days"], "additionalProperties": false,
                        "properties": [
                            "city": ["type": "string", "description": "Where"],
                            "days": ["type": "integer", "minimum": 1, "maximum": 14],
                            "units": ["type": "string", "enum": ["metric", "imperial"]],
                        ],
                    ],
                ],
            ]
        }
        return JSONValue.array(tools).serializedBytes
    }

    private static func numbers() -> [UInt8] {
        let entries: [JSONValue] = (0..<20000).map { index in
            ["token": .integer(index * 7 % 201_088), "logprob": .double(-Double(index % 977) / 131.0)]
        }
        return JSONValue.array(entries).serializedBytes
    }
}
