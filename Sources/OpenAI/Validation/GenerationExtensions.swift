import JSON

/// What clients of local servers ask for beyond the published parameters.
struct GenerationExtensions: Sendable, Hashable {
    /// `ignore_eos`: goes on to the token limit.
    var ignoresEnd: Bool
    /// `return_token_ids`.
    var returnsTokenIDs: Bool
    /// `prompt_token_ids`, in place of what the messages would be rendered to.
    var prompt: [Int32]?

    init(_ reader: inout RequestReader, vocabularySize: Int?) throws(APIError) {
        ignoresEnd = try reader.bool("ignore_eos") ?? false
        returnsTokenIDs = try reader.bool("return_token_ids") ?? false
        if let value = reader.value("prompt_token_ids") {
            prompt = try Self.tokens(value, path: reader.path("prompt_token_ids"), vocabularySize: vocabularySize)
        }
    }

    /// Reads token ids, of which there has to be one.
    static func tokens(_ value: JSONValue, path: String, vocabularySize: Int?) throws(APIError) -> [Int32] {
        let elements = try RequestReader.array(value, path: path)
        guard !elements.isEmpty else {
            throw .invalid("Invalid '\(path)': a prompt has at least one token.", param: path, code: "empty_array")
        }
        var tokens: [Int32] = []
        tokens.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            guard let number = element.intValue else {
                throw .wrongType("\(path)[\(index)]", expected: "an integer", found: element.kindName)
            }
            guard let id = Int32(exactly: number), id >= 0, Int(id) < vocabularySize ?? .max else {
                throw .invalid("Invalid '\(path)[\(index)]': \(number) is not a token id of this model.", param: "\(path)[\(index)]")
            }
            tokens.append(id)
        }
        return tokens
    }
}
