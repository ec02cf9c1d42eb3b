import Foundation
import Harmony
import JSON
import Tokenization

/// What is committed beside the tests.
enum Fixture {
    private static let directory = Bundle.module.resourceURL.map { $0.appending(path: "Fixtures") } ?? URL(filePath: "Fixtures")

    /// A vocabulary of a few hundred tokens, made by make_tokenizer.py.
    static let vocabulary = Result { try HarmonyVocabulary(Tokenizer.load(directory: directory.path)) }

    static func conversation(_ name: String) throws -> Conversation {
        let url = directory.appending(path: "Conversations/\(name).json")
        return try Conversation(json: JSONValue(parsing: Data(contentsOf: url)))
    }

    /// The text that the conversation of this name renders to.
    static func text(_ name: String) throws -> String {
        try String(contentsOf: directory.appending(path: "Conversations/\(name).txt"), encoding: .utf8)
    }
}

extension [PromptFragment] {
    var transcript: String { map(\.text).joined() }
}

extension HarmonyVocabulary {
    /// The tokens of a transcript: the names of special tokens stand for them.
    func tokens(_ transcript: String) -> [Int32] {
        tokenizer.encode(transcript, allowingSpecial: .all)
    }
}
