import JSON

/// Content that is a string or an array of typed parts.
enum TextContent {
    /// The parts' texts, one a line.
    ///
    /// - Parameters:
    ///   - types: the part types that carry text, in a member `text`; `refusal` parts carry it in `refusal`.
    static func read(_ value: JSONValue, path: String, types: [String], warnings: inout Warnings) throws(APIError) -> String {
        switch value {
        case .string(let text): return text
        case .array(let parts):
            var texts: [String] = []
            for (index, part) in parts.enumerated() {
                texts.append(try text(of: part, path: "\(path)[\(index)]", types: types, warnings: &warnings))
            }
            return texts.joined(separator: "\n")
        default: throw .wrongType(path, expected: "a string or an array of parts", found: value.kindName)
        }
    }

    private static func text(
        of part: JSONValue, path: String, types: [String], warnings: inout Warnings
    ) throws(APIError) -> String {
        var part = try RequestReader(part, path: path)
        let type = try part.requiredString("type")
        guard types.contains(type) else {
            throw .unsupportedValue(
                "Invalid value: '\(APIError.excerpt(type))'. This model takes text only. Supported values are: \(APIError.list(types)).",
                param: part.path("type"))
        }
        let text = try part.requiredString(type == "refusal" ? "refusal" : "text")
        // What clients send back from an answer, and hints to a hosted cache.
        for name in ["annotations", "logprobs", "prompt_cache_breakpoint"] { _ = part.value(name) }
        warnings.addUnread(of: part)
        return text
    }
}
