import Foundation
import JSON
import OrderedCollections
import Testing

/// A model with random weights, at temperature 1.5, writes whatever the masks allow: then it is valid, or says that it was cut off.
/// (`Tests/Clients/strict.py` asks for a thousand things more.)
@Suite struct RandomModelTests {
    private static let schema: JSONValue = [
        "type": "object",
        "properties": [
            "city": ["type": "string", "maxLength": 6], "kind": ["enum": ["town", "village"]],
            "sizes": ["type": "array", "items": ["type": "integer", "minimum": 1, "maximum": 99], "maxItems": 2],
        ],
        "required": ["city", "kind", "sizes"], "additionalProperties": false,
    ]

    private static func obeys(_ text: String) -> Bool {
        guard let object = try? JSONValue(parsing: text).objectValue, Array(object.keys) == ["city", "kind", "sizes"] else { return false }
        let sizes = object["sizes"]?.arrayValue ?? []
        return (object["city"]?.stringValue?.unicodeScalars.count ?? 9) <= 6 && ["town", "village"].contains(object["kind"])
            && sizes.count <= 2 && sizes.allSatisfy { (1...99).contains($0.intValue ?? 0) }
    }

    /// What is asked for beside the question: a format, tools, both.
    enum Wish: CaseIterable {
        case format, call, several, either
    }

    private static func body(_ wish: Wish, _ seed: Int, isChat: Bool, streams: Bool) -> JSONValue {
        var body: JSONObject = [
            "model": "tiny-moe", "temperature": 1.5, "seed": .integer(seed), "stream": .bool(streams),
            isChat ? "max_tokens" : "max_output_tokens": .integer([40, 400, 900][seed % 3]),
        ]
        let effort: JSONValue = seed % 4 == 3 ? "low" : "none"
        body[isChat ? "reasoning_effort" : "reasoning"] = isChat ? effort : ["effort": effort]
        body[isChat ? "messages" : "input"] = isChat ? [["role": "user", "content": "Hi"]] : "Hi"
        if wish != .format {
            let functions = ["json", "get-weather", "python"].map { (name: String) -> JSONObject in
                ["name": .string(name), "parameters": schema, "strict": true]
            }
            body["tools"] = .array(
                functions.map { isChat ? ["type": "function", "function": .object($0)] : .object($0.merging(["type": "function"]) { $1 }) })
            body["tool_choice"] = wish == .either ? "auto" : "required"
            body["parallel_tool_calls"] = .bool(wish == .several)
        }
        if wish == .format || wish == .either {
            let format: JSONObject = ["name": "place", "strict": true, "schema": schema]
            if isChat {
                body["response_format"] = ["type": "json_schema", "json_schema": .object(format)]
            } else {
                body["text"] = ["format": .object(format.merging(["type": "json_schema"]) { $1 })]
            }
        }
        return .object(body)
    }

    private static func answer(to body: JSONValue, isChat: Bool, streams: Bool, in server: RunningServer) async throws -> DemoAnswer {
        let answer = try await server.client.post(isChat ? "/v1/chat/completions" : "/v1/responses", body)
        #expect(answer.status == 200, "\(answer.body)")
        guard streams else { return isChat ? DemoAnswer(choice: try answer.json["choices"]?[0]) : DemoAnswer(response: try answer.json) }
        let frames = try answer.events.filter { $0.data != "[DONE]" }.map { try JSONValue(parsing: $0.data) }
        return isChat ? DemoAnswer(chunks: frames) : DemoAnswer(response: frames.last?["response"])
    }

    @Test(arguments: Wish.allCases) func whatIsStrictIsValidOrCutOff(wish: Wish) async throws {
        try await RunningServer.run(model: ["--model", packageRoot.appending(path: "Tests/Fixtures/tiny-moe").path]) { server in
            var (complete, several) = (0, 0)
            for seed in 0..<24 {
                let (isChat, streams) = (seed % 2 == 0, seed / 2 % 2 == 0)
                let answer = try await Self.answer(
                    to: Self.body(wish, seed, isChat: isChat, streams: streams), isChat: isChat, streams: streams, in: server)
                switch answer.end {
                case "stop":
                    #expect(wish == .format || wish == .either)
                    #expect(Self.obeys(answer.content), "\(answer.content)")
                case "tool_calls":
                    #expect(answer.calls.count == 1 || wish == .several)
                    #expect(answer.calls.allSatisfy { ["json", "get-weather", "python"].contains($0.name) })
                    #expect(answer.calls.allSatisfy { Self.obeys($0.arguments) }, "\(answer.calls)")
                    several += answer.calls.count > 1 ? 1 : 0
                default:
                    #expect(answer.end == (isChat ? "length" : "incomplete"))
                    continue
                }
                complete += 1
            }
            #expect(complete > 6)
            if wish == .several { #expect(several > 0) }
        }
    }
}
