import Foundation
import Harmony
import JSON
import Tokenization

/// The cases made with openai-harmony, which lie beside the package where they are at hand.
enum Oracle {
    static let absence = "the golden cases ../shared/oracle are not here"

    private static let shared = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "shared")

    static let isPresent = FileManager.default.fileExists(atPath: shared.appending(path: "oracle").path)

    /// o200k_harmony, with special tokens named as openai-harmony names them.
    static let vocabulary = Result {
        try HarmonyVocabulary(
            Tokenizer(tiktoken: shared.appending(path: "vocab/o200k_base.tiktoken").path, specialTokens: .openAIHarmony))
    }

    static func lines(_ file: String) throws -> [JSONValue] {
        let text = try String(contentsOf: shared.appending(path: "oracle/\(file)"), encoding: .utf8)
            // An integer beyond 64 bits, which `JSONValue` refuses and the library reads as this double.
            .replacing("18446744073709551616", with: "1.8446744073709552e19")
        return try text.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    }
}

extension JSONValue {
    var ids: [Int32]? {
        self["ids"]?.arrayValue?.compactMap { $0.intValue.flatMap { Int32(exactly: $0) } }
    }
}
