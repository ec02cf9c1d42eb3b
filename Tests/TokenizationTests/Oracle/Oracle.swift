import Foundation
import JSON
import Testing
import Tokenization

/// The golden cases and the vocabulary of o200k_harmony, which lie beside the project's folder where there are any.
enum Oracle {
    static let absence: Comment = "../shared/oracle is not here"

    private static let shared = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "../shared").path

    static let isPresent = FileManager.default.fileExists(atPath: shared + "/oracle/tokenizer.jsonl")

    static let vocabulary = shared + "/vocab/o200k_base.tiktoken"

    static func lines(_ file: String) throws -> [JSONValue] { try jsonLines("\(shared)/oracle/\(file)") }

    static func document(_ file: String) throws -> JSONValue {
        try JSONValue(parsing: String(contentsOfFile: "\(shared)/oracle/\(file)", encoding: .utf8))
    }

    /// The tokens as openai-harmony has them, loaded once.
    static func tokenizer() throws -> Tokenizer { try loaded.get() }

    private static let loaded = Result { try Tokenizer(tiktoken: vocabulary, specialTokens: .openAIHarmony) }
}
