package import JSON

/// Why a vocabulary file cannot be used. Encoding and decoding have no errors.
package struct TokenizerError: Error, Hashable {
    /// The path as the caller gave it, `tokenizer.json` appended where a directory was asked for.
    package let file: String
    package let cause: Cause

    package enum Cause: Error, Hashable {
        case unreadable(reason: String)
        case fileTooLarge(limit: Int)
        case notJSON(JSONError)
        /// A member that has to be there, by its path.
        case missing(String)
        /// A part of the file asks for something that is not done here.
        case unsupported(part: String, found: String, supported: String)
        case idOutOfRange(token: String, id: Int, limit: Int)
        case duplicateToken(String, ids: [Int])
        case duplicateID(Int, tokens: [String])
        /// A token with a character that stands for no byte in the byte-level alphabet.
        case notByteLevel(token: String)
        /// Without a token for every byte, some texts have no tokens.
        case missingByte(UInt8)
        case malformedMerge(index: Int)
        /// A merge names, or makes, a token that the vocabulary does not have.
        case unknownToken(String, merge: Int)
        case tooManyMerges(limit: Int)
        /// A line of a `.tiktoken` file that is not base64, a space and a number.
        case malformedLine(Int)
    }
}

extension TokenizerError: CustomStringConvertible {
    package var description: String { "\(file): \(cause)" }
}

extension TokenizerError.Cause: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let reason): "cannot be read: \(reason)"
        case .fileTooLarge(let limit): "is larger than \(limit) bytes"
        case .notJSON(let error): "is not a tokenizer.json: \(error)"
        case .missing(let member): "has no \(member)"
        case .unsupported(let part, let found, let supported): "\(part) is \(found); supported: \(supported)"
        case .idOutOfRange(let token, let id, let limit): "token \(quoted(token)) has the id \(id); ids are 0 to \(limit - 1)"
        case .duplicateToken(let token, let ids):
            "token \(quoted(token)) has the ids \(ids.map(String.init).joined(separator: " and "))"
        case .duplicateID(let id, let tokens): "the id \(id) has the tokens \(tokens.map(quoted).joined(separator: " and "))"
        case .notByteLevel(let token): "token \(quoted(token)) is not written in the byte-level alphabet"
        case .missingByte(let byte): "has no token for the byte \(byte)"
        case .malformedMerge(let index): "merge \(index) is not two tokens"
        case .unknownToken(let token, let merge): "merge \(merge) needs the token \(quoted(token)), which is not in the vocabulary"
        case .tooManyMerges(let limit): "has more than \(limit) merges"
        case .malformedLine(let line): "line \(line) is not a token in base64, a space and its rank"
        }
    }

    private func quoted(_ token: String) -> String { "\"\(token.prefix(64))\"" }
}
