import Foundation
import HTTP
import Harmony
import JSON
import Server
import Testing
import Tokenization
import Upstream

/// A Chorale before scripted upstreams, all in this process.
struct Gateway {
    let client: RawClient
    let upstreams: [ScriptedUpstream]
    let answers: ScriptedAnswer
    let vocabulary: HarmonyVocabulary

    static let words = 24

    /// - Parameter options: one of them for each upstream.
    static func run<Result: Sendable>(
        _ options: [ScriptedUpstream.Options], settings: [String] = [],
        _ body: @escaping @Sendable (Gateway) async throws -> Result
    ) async throws -> Result {
        let vocabulary = try HarmonyVocabulary(Tokenizer.load(directory: RunningServer.parrot))
        let answers = ScriptedAnswer(vocabulary, length: words)
        let upstreams = options.map { ScriptedUpstream(answers, options: $0) }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            var places: [String] = []
            for upstream in upstreams {
                let server = try upstream.server(logger: RunningServer.silent)
                places.append("http://127.0.0.1:\(try server.bind()[0].port)")
                group.addTask { try await server.run() }
            }
            let yaml = """
                models:
                  scripted:
                    tokenizer: \(RunningServer.parrot)
                    upstreams: [\(places.joined(separator: ", "))]
                    upstream-form: \(options[0].form.rawValue)
                """
            var settings = ["--upstream-health-seconds", "0.05"] + settings
            if !settings.contains("--upstream-wait-seconds") { settings += ["--upstream-wait-seconds", "60"] }
            return try await RunningServer.run(settings, configuration: yaml) { server in
                try await body(Gateway(client: server.client, upstreams: upstreams, answers: answers, vocabulary: vocabulary))
            }
        }
    }

    static func request(_ text: String = "Hello", _ more: [String: JSONValue] = [:]) -> JSONValue {
        var request: JSONValue = [
            "model": "scripted", "messages": [["role": "user", "content": .string(text)]], "temperature": 0, "return_token_ids": true,
        ]
        for (name, value) in more { request = request.with(name, value) }
        return request
    }

    /// What a request has to be answered with: the tokens, worked out from its prompt.
    func expected(_ answer: JSONValue) throws -> JSONValue {
        let prompt = try #require(answer["prompt_token_ids"]?.arrayValue).compactMap { $0.intValue.map(Int32.init) }
        return .array(answers.whole(after: prompt[...]).map { .integer(Int($0)) })
    }

    func metric(_ name: String) async throws -> Double {
        try await client.get("/metrics").body.split(separator: "\n").filter { $0.hasPrefix(name) }
            .compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }.reduce(0, +)
    }
}
