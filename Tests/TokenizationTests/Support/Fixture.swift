import Foundation
import JSON
import Testing
import Tokenization

/// The small vocabularies that `Fixtures/make_fixtures.py` trains, and what other packages make of texts with them.
enum Fixture: String, CaseIterable, CustomTestStringConvertible {
    case digits = "digits.json"
    case whole = "whole.json"
    case gpt2 = "gpt2.json"
    case o200k = "o200k.tiktoken"

    var testDescription: String { rawValue }

    private var path: String { Self.path(rawValue) }

    func tokenizer() throws -> Tokenizer {
        guard self == .o200k else { return try Tokenizer(tokenizerJSON: path) }
        return try Tokenizer(
            tiktoken: path, specialTokens: ["<|endoftext|>": 520, "<|start|>": 521, "<|start|>er": 522, "<|end|>": 523])
    }

    func text() throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    struct Golden {
        let text: String
        let ids: JSONValue
        let special: JSONValue?
    }

    static func goldens() throws -> [Golden] {
        try jsonLines(path("golden.jsonl")).map { line in
            Golden(text: try line.string("text"), ids: line["ids"] ?? nil, special: line["special"])
        }
    }

    private static func path(_ file: String) -> String { Bundle.module.bundlePath + "/Fixtures/" + file }
}

func jsonLines(_ path: String) throws -> [JSONValue] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map { try JSONValue(parsing: String($0)) }
}

struct MissingMember: Error {
    let name: String
}

extension JSONValue {
    func string(_ name: String) throws -> String {
        guard let value = self[name]?.stringValue else { throw MissingMember(name: name) }
        return value
    }

    /// Token ids; `nil` where the member is absent or null.
    func ids(_ name: String) -> [Int32]? {
        self[name]?.arrayValue?.compactMap { $0.intValue.map { Int32($0) } }
    }
}

/// Writes a file for the duration of `body`.
func withFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
    let url = FileManager.default.temporaryDirectory.appending(path: "chorale-\(UUID().uuidString)")
    try Data(bytes).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(url.path)
}
