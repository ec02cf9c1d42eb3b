import JSON

/// One message of the request, in pieces.
struct MessagesTurn: Sendable, Hashable {
    enum Role: String, CaseIterable {
        case user, assistant, system
    }

    var role: Role
    var blocks: [MessagesBlock]
    /// `messages[2]`.
    var path: String

    /// UTF-8 length of its text.
    var textBytes: Int {
        blocks.reduce(0) { sum, block in
            switch block {
            case .text(let text), .thinking(let text), .result(_, let text, _): sum + text.utf8.count
            case .call(let call): sum + call.arguments.utf8.count
            }
        }
    }

    static func all(_ reader: inout RequestReader, warnings: inout Warnings) throws(APIError) -> [MessagesTurn] {
        _ = try reader.required("messages")
        var turns: [MessagesTurn] = []
        for var message in try reader.objects("messages") {
            let role: Role? = try message.choice("role")
            guard let role else { throw .missing(message.path("role")) }
            let content = try message.required("content")
            let blocks = try MessagesBlock.all(content, path: message.path("content"), warnings: &warnings)
            turns.append(MessagesTurn(role: role, blocks: blocks, path: message.path))
            warnings.addUnread(of: message)
        }
        guard let last = turns.last else {
            throw .invalid("Invalid 'messages': at least one message is required.", param: "messages", code: "empty_array")
        }
        guard last.role != .assistant else {
            throw .unsupportedValue(
                "Invalid '\(last.path)': this model does not go on with an assistant message. The conversation must end with a user message.",
                param: last.path)
        }
        return turns
    }
}

/// A piece of a message that says something to the model.
enum MessagesBlock: Sendable, Hashable {
    case text(String)
    case thinking(String)
    case call(FunctionCall)
    /// `path` is the block's, for errors.
    case result(callID: String, String, path: String)

    private enum Kind: String, CaseIterable {
        case text, thinking
        case redactedThinking = "redacted_thinking"
        case toolUse = "tool_use"
        case toolResult = "tool_result"
    }

    static func all(_ content: JSONValue, path: String, warnings: inout Warnings) throws(APIError) -> [MessagesBlock] {
        if case .string(let text) = content { return [.text(text)] }
        guard case .array(let elements) = content else {
            throw .wrongType(path, expected: "a string or an array of blocks", found: content.kindName)
        }
        var blocks: [MessagesBlock] = []
        for (index, element) in elements.enumerated() {
            var reader = try RequestReader(element, path: "\(path)[\(index)]")
            if let block = try read(&reader, warnings: &warnings) { blocks.append(block) }
            for name in ["cache_control", "citations", "caller"] { _ = reader.value(name) }
            warnings.addUnread(of: reader)
        }
        return blocks
    }

    /// The texts of a string or of text blocks, one a line.
    static func text(_ content: JSONValue, path: String, warnings: inout Warnings) throws(APIError) -> String {
        var texts: [String] = []
        for block in try all(content, path: path, warnings: &warnings) {
            guard case .text(let text) = block else {
                throw .unsupportedValue("Invalid '\(path)': only text blocks can stand here.", param: path)
            }
            texts.append(text)
        }
        return texts.joined(separator: "\n")
    }

    private static func read(_ reader: inout RequestReader, warnings: inout Warnings) throws(APIError) -> MessagesBlock? {
        let type = try reader.requiredString("type")
        guard let kind = Kind(rawValue: type) else {
            throw .unsupportedValue(
                "Invalid value: '\(APIError.excerpt(type))'. This model takes text only. Supported values are: "
                    + "\(APIError.list(Kind.allCases.map(\.rawValue))).",
                param: reader.path("type"))
        }
        switch kind {
        case .text: return .text(try reader.requiredString("text"))
        case .thinking:
            _ = reader.value("signature")
            return .thinking(try reader.requiredString("thinking"))
        case .redactedThinking:
            _ = reader.value("data")
            warnings.ignored(reader.path, "it was not made here")
            return nil
        case .toolUse:
            let name = try reader.requiredString("name")
            try FunctionName.check(called: name, param: reader.path("name"))
            let input = try reader.required("input")
            return .call(FunctionCall(id: try reader.requiredString("id"), name: name, arguments: input.serialized))
        case .toolResult:
            let content = reader.value("content") ?? ""
            let text = try text(content, path: reader.path("content"), warnings: &warnings)
            let isError = try reader.bool("is_error") ?? false
            let id = try reader.requiredString("tool_use_id")
            return .result(callID: id, isError ? "Error: \(text)" : text, path: reader.path)
        }
    }
}
