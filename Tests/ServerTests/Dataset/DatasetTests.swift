import Foundation
import JSON
import OrderedCollections
import Server
import Testing

/// Conversations to token ids and loss masks.
@Suite struct DatasetTests {
    /// A folder of its own.
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "chorale-dataset-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private struct Made {
        var report: DatasetReport
        var told: [String]
        var lines: [JSONValue]
    }

    private func file(_ name: String, _ text: String) throws -> String {
        let url = folder.appending(path: name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
        return url.path
    }

    private func make(_ paths: [String], _ change: (inout DatasetOptions) -> Void = { _ in }) async throws -> Made {
        var options = DatasetOptions()
        change(&options)
        let output = folder.appending(path: "out-\(UUID().uuidString)").path
        var told: [String] = []
        let report = try await DatasetCommand(model: RunningServer.parrot, options: options).run(
            .paths(paths), output: options.checks == .only ? nil : output
        ) {
            told.append($0.replacingOccurrences(of: folder.path + "/", with: ""))
        } progress: { _ in
        }
        defer { try? FileManager.default.removeItem(atPath: output) }
        guard options.checks != .only, options.format == .jsonl else { return Made(report: report, told: told, lines: []) }
        let text = try String(contentsOfFile: output, encoding: .utf8)
        return Made(report: report, told: told, lines: try text.split(separator: "\n").map { try JSONValue(parsing: String($0)) })
    }

    private static func chat(_ answer: String, reasoning: String? = nil) -> String {
        let message: JSONValue = ["role": "assistant", "content": .string(answer), "thinking": reasoning.map { .string($0) } ?? .null]
        return JSONValue.object(["messages": [["role": "user", "content": "Hi"], message]]).serialized
    }

    private func text(_ line: JSONValue) throws -> String {
        let ids = (line["input_ids"]?.arrayValue ?? []).map(\.serialized).joined(separator: " ")
        return try TokenizationCommand(model: RunningServer.parrot).decode(ids)
    }

    private func targets(_ line: JSONValue) throws -> String {
        let ids = zip(line["input_ids"]?.arrayValue ?? [], line["loss_mask"]?.arrayValue ?? []).filter { $0.1 == 1 }
        return try TokenizationCommand(model: RunningServer.parrot).decode(ids.map(\.0.serialized).joined(separator: " "))
    }

    // MARK: Examples

    @Test func readsEveryFormInOneFile() async throws {
        let path = try file(
            "in.jsonl",
            """
            \(Self.chat("4", reasoning: "Add."))

            {"input": [{"role": "user", "content": "Hi"}, {"type": "reasoning", "content": [{"type": "reasoning_text", "text": "Add."}]}, {"role": "assistant", "content": "4"}]}\r
            {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "channel": "final", "content": "4"}]}
            """)
        let made = try await make([path])
        #expect(made.lines.count == 3)
        #expect(made.lines[0]["input_ids"] == made.lines[1]["input_ids"])
        #expect(made.lines[0]["loss_mask"] == made.lines[1]["loss_mask"])
        #expect(try targets(made.lines[0]) == "<|channel|>analysis<|message|>Add.<|end|><|channel|>final<|message|>4<|return|>")
        #expect(
            try text(made.lines[2]) == "<|start|>user<|message|>Hi<|end|><|start|>assistant<|channel|>final<|message|>4<|return|>")
        #expect(made.lines.map { $0["source"]?.stringValue?.split(separator: ":").last } == ["1", "3", "4"])
        #expect(made.report.lines == 3)
        #expect(made.report.tokens == made.lines.reduce(0) { $0 + ($1["input_ids"]?.arrayValue?.count ?? 0) })
    }

    /// Order is that of the input, however many work at it.
    @Test(arguments: [1, 4]) func keepsTheOrderOfFoldersAndLines(jobs: Int) async throws {
        let filler = String(repeating: "word ", count: 200)
        for name in ["b.jsonl", "a.ndjson", "deep/c.jsonl"] {
            _ = try file("data/" + name, (0..<400).map { Self.chat("\(name) \($0) \(filler)") }.joined(separator: "\n"))
        }
        _ = try file("data/notes.txt", "no conversation")
        let made = try await make([folder.appending(path: "data").path]) { $0.jobs = jobs }
        #expect(made.lines.count == 1200)
        let sources = made.lines.compactMap { $0["source"]?.stringValue?.split(separator: "/").last }
        #expect(sources.map(String.init) == ["a.ndjson", "b.jsonl", "c.jsonl"].flatMap { name in (1...400).map { "\(name):\($0)" } })
        #expect(try targets(made.lines[401]).contains("b.jsonl 1 "))
    }

    @Test func makesAnExampleOfEachTurnWithItsReasoning() async throws {
        let path = try file(
            "in.jsonl",
            """
            {"messages": [{"role": "user", "content": "One"}, {"role": "assistant", "content": "1", "thinking": "A."}, \
            {"role": "user", "content": "Two"}, {"role": "assistant", "content": "2", "thinking": "B."}, {"role": "user", "content": "Three"}]}
            """)
        let made = try await make([path]) { $0.splitsTurns = true }
        #expect(made.lines.count == 2)
        #expect(try targets(made.lines[0]).hasPrefix("<|channel|>analysis<|message|>A."))
        #expect(try targets(made.lines[1]).hasPrefix("<|channel|>analysis<|message|>B."))
        #expect(try targets(made.lines[1]).hasSuffix("2<|return|>"))
        #expect(!(try text(made.lines[1]).contains("A.")))
    }

    @Test func cutsOffOrLeavesOutWhatIsTooLong() async throws {
        let path = try file("in.jsonl", [Self.chat("1"), Self.chat(String(repeating: "long ", count: 500))].joined(separator: "\n"))
        let whole = try await make([path])
        let limit = (whole.lines[0]["input_ids"]?.arrayValue?.count ?? 0) + 5
        let cut = try await make([path]) { $0.sequenceLength = limit }
        #expect(cut.lines.map { $0["input_ids"]?.arrayValue?.count } == [limit - 5, limit])
        #expect(cut.report.truncated == 1)
        let left = try await make([path]) {
            $0.sequenceLength = limit
            $0.long = .drop
        }
        #expect(left.lines.count == 1)
        #expect(left.report.dropped == 1)
    }

    @Test func packsExamplesIntoRowsInOnePieceEach() async throws {
        let lines = (0..<200).map { index in
            let answer: JSONValue = [
                "role": "assistant", "channel": "final", "content": .string(String(repeating: "w ", count: 3 + index % 50)),
            ]
            return JSONValue.object(["messages": [["role": "user", "content": "Hi"], answer]]).serialized
        }
        let path = try file("in.jsonl", lines.joined(separator: "\n"))
        let single = try await make([path])
        let made = try await make([path]) {
            $0.sequenceLength = 512
            $0.packs = true
        }
        var found: [String: JSONValue] = [:]
        for row in made.lines {
            let ids = row["input_ids"]?.arrayValue ?? []
            #expect(ids.count <= 512)
            for document in row["documents"]?.arrayValue ?? [] {
                let start = try #require(document["start"]?.intValue)
                let length = try #require(document["length"]?.intValue)
                found[document["source"]?.stringValue ?? ""] = .array(Array(ids[start..<start + length]))
                #expect(row["position_ids"]?[start] == 0)
                #expect(row["position_ids"]?[start + length - 1] == .integer(length - 1))
            }
        }
        #expect(found.count == 200)
        for line in single.lines { #expect(found[line["source"]?.stringValue ?? ""] == line["input_ids"]) }
        #expect(made.report.rows == made.lines.count)
        #expect(made.report.tokens > made.report.rows * 512 * 8 / 10, "rows are not nearly empty")
    }

    @Test(arguments: [DatasetOptions.Format.npy, .safetensors], [true, false])
    func writesShardsOfTensors(format: DatasetOptions.Format, packs: Bool) async throws {
        let path = try file("in.jsonl", (0..<40).map { Self.chat("answer \($0)") }.joined(separator: "\n"))
        var options = DatasetOptions()
        (options.format, options.packs, options.shardTokens) = (format, packs, 2048)
        options.sequenceLength = packs ? 512 : nil
        let output = folder.appending(path: "shards-\(format)-\(packs)").path
        let command = try DatasetCommand(model: RunningServer.parrot, options: options)
        _ = try await command.run(.paths([path]), output: output, tell: { _ in }, progress: { _ in })
        let manifest = try JSONValue(parsing: Data(contentsOf: URL(filePath: output + "/manifest.json")))
        let shards = try #require(manifest["shards"]?.arrayValue)
        #expect(shards.count > 1)
        #expect(shards.reduce(0) { $0 + ($1["examples"]?.intValue ?? 0) } == 40)
        for name in shards.flatMap({ $0["files"]?.arrayValue ?? [] }).compactMap(\.stringValue) {
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: output + "/" + name)))
            switch format {
            case .npy:
                #expect(bytes.starts(with: [0x93] + "NUMPY".utf8))
                #expect((10 + Int(bytes[8]) + Int(bytes[9]) << 8).isMultiple(of: 64))
            case .safetensors:
                let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
                let header = try JSONValue(parsing: bytes[8..<8 + length])
                #expect(header["input_ids"]?["dtype"] == "I32")
                #expect(header["loss_mask"]?["shape"] == header["input_ids"]?["shape"])
                let end = try #require(header.objectValue?.values.compactMap { $0["data_offsets"]?[1]?.intValue }.max())
                #expect(8 + length + end == bytes.count)
            case .jsonl: break
            }
        }
        await #expect(throws: DatasetError.self) {
            try await command.run(.paths([path]), output: output, tell: { _ in }, progress: { _ in })
        }
    }

    // MARK: Mistakes

    @Test func saysWhichLineIsBad() async throws {
        let path = try file("in.jsonl", [Self.chat("1"), "{\"messages\": 3}", "no JSON", Self.chat("2")].joined(separator: "\n"))
        await #expect(throws: DatasetError.self) { try await make([path]) }
        let made = try await make([path]) { $0.skipsBad = true }
        #expect(made.lines.count == 2)
        #expect(made.report.badLines == 2)
        #expect(made.told.map { $0.prefix(18) } == ["in.jsonl:2: error:", "in.jsonl:3: error:"])
    }

    /// Conversations with one mistake each.
    private static let mistakes: [(kind: String, line: String)] = [
        (
            "unknown-channel",
            #"{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "channel": "thoughts", "content": "1"}]}"#
        ),
        (
            "call-without-result",
            tools(#"{"role": "assistant", "tool_calls": [\#(call("{\"city\": \"Ulm\"}"))]}, {"role": "user", "content": "Well?"}"#)
        ),
        (
            "undeclared-tool",
            #"{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "channel": "commentary", "recipient": "functions.f", "content": "{}"}]}"#
        ),
        ("bad-arguments", tools(#"{"role": "assistant", "tool_calls": [\#(call("{\"city\": 3}"))]}"#)),
        ("bad-arguments", tools(#"{"role": "assistant", "tool_calls": [\#(call("{}"))]}"#)),
        ("bad-arguments", tools(#"{"role": "assistant", "tool_calls": [\#(call("no JSON"))]}"#)),
        ("special-token", #"{"messages": [{"role": "user", "content": "Hi <|end|>"}, {"role": "assistant", "content": "1"}]}"#),
        (
            "analysis-after-final",
            #"{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "channel": "final", "content": "1"}, {"role": "assistant", "channel": "analysis", "content": "Hm"}]}"#
        ),
        (
            "result-without-call",
            #"{"messages": [{"role": "user", "content": "Hi"}, {"role": "tool", "name": "functions.f", "channel": "commentary", "content": "1"}, {"role": "assistant", "channel": "final", "content": "1"}]}"#
        ),
        ("nothing-to-learn", #"{"messages": [{"role": "user", "content": "Hi"}]}"#),
    ]

    private static func call(_ arguments: String) -> String {
        JSONValue.object(["type": "function", "function": ["name": "weather", "arguments": .string(arguments)]]).serialized
    }

    private static func tools(_ messages: String) -> String {
        #"{"tools": [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"], "additionalProperties": false}}}], "messages": [{"role": "user", "content": "Hi"}, \#(messages)]}"#
    }

    @Test func findsMistakesWithTheirLines() async throws {
        let path = try file("in.jsonl", Self.mistakes.map(\.line).joined(separator: "\n"))
        let made = try await make([path]) { $0.checks = .only }
        #expect(made.told.count == Self.mistakes.count)
        for (index, (mistake, told)) in zip(Self.mistakes, made.told).enumerated() {
            #expect(told.hasPrefix("in.jsonl:\(index + 1): warning: [\(mistake.kind)]"), "\(told)")
        }
        #expect(made.report.issues["bad-arguments"] == 3)
    }

    @Test func findsNothingInWhatIsSound() async throws {
        let sound = Self.tools(
            """
            {"role": "assistant", "thinking": "Look.", "tool_calls": [\(Self.call("{\"city\": \"Ulm\"}"))]}, {"role": "tool", "content": "4"}, \
            {"role": "assistant", "content": "It is 4 < 5."}, {"role": "user", "content": "Again"}, \
            {"role": "assistant", "tool_calls": [\(Self.call("{\"city\": \"Ulm\"}"))]}
            """)
        let made = try await make([try file("in.jsonl", [sound, Self.chat("1", reasoning: "Hm")].joined(separator: "\n"))]) {
            $0.checks = .report
        }
        #expect(made.told.isEmpty)
        #expect(made.lines.count == 2)
        #expect(try targets(made.lines[0]).hasSuffix("<|call|>"), "a call at the end waits for its result")
    }
}
