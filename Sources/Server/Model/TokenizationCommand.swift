import Tokenization

/// `chorale tokenize`: text to ids and back, with the tokenizer of a checkpoint.
package struct TokenizationCommand {
    private let tokenizer: Tokenizer

    /// - Parameter model: see `CheckpointLocation`.
    package init(model: String) throws {
        tokenizer = try CheckpointFiles(CheckpointLocation(model).directory).tokenizer()
    }

    /// Ids in one line, or with `pieces` one line a token: id and text.
    package func encode(_ text: String, special: Bool, pieces: Bool) -> String {
        let ids = special ? tokenizer.encode(text, allowingSpecial: .all) : tokenizer.encode(text)
        guard pieces else { return ids.map(String.init).joined(separator: " ") }
        return ids.map { "\($0)\t\(Self.quoted(tokenizer.bytes(of: $0) ?? []))" }.joined(separator: "\n")
    }

    /// - Parameter ids: decimal numbers, separated by white space or commas.
    package func decode(_ ids: String) throws -> String {
        let numbers = try ids.split { $0.isWhitespace || $0 == "," }.map { word in
            guard let id = Int32(word) else { throw NotATokenID(word: String(word)) }
            guard tokenizer.bytes(of: id) != nil else { throw UnknownTokenID(id: id) }
            return id
        }
        return tokenizer.decode(numbers)
    }

    private struct NotATokenID: Error, CustomStringConvertible {
        let word: String
        var description: String { "'\(word)' is not a token id" }
    }

    private struct UnknownTokenID: Error, CustomStringConvertible {
        let id: Int32
        var description: String { "the vocabulary has no token \(id)" }
    }

    /// Quoted text, or the bytes in hexadecimal where they are no whole characters.
    private static func quoted(_ bytes: [UInt8]) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            return bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined(separator: " ")
        }
        return text.debugDescription
    }
}
