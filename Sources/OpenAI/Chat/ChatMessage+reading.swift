import Harmony
import JSON
import OrderedCollections

extension ChatMessage {
    init(_ reader: inout RequestReader, warnings: inout Warnings) throws(APIError) {
        let role: Role? = try reader.choice("role")
        guard let role else { throw .missing(reader.path("role")) }
        self.init(role: role, text: nil, name: nil, reasoning: nil, calls: [], callID: nil, path: reader.path)
        name = try reader.string("name")
        if role == .assistant {
            try readAssistant(&reader, warnings: &warnings)
        } else {
            text = try TextContent.read(
                try reader.required("content"), path: reader.path("content"), types: ["text"], warnings: &warnings)
        }
        switch role {
        case .user:
            if let name { try Self.check(userName: name, param: reader.path("name")) }
        case .tool: callID = try reader.requiredString("tool_call_id")
        case .system, .developer, .assistant:
            if name != nil { warnings.ignored(reader.path("name"), "only users have names") }
        }
        warnings.addUnread(of: reader)
    }

    private mutating func readAssistant(_ reader: inout RequestReader, warnings: inout Warnings) throws(APIError) {
        reasoning = try reader.string("reasoning")
        let reasoningContent = try reader.string("reasoning_content")
        reasoning = reasoning ?? reasoningContent
        for var call in try reader.objects("tool_calls") {
            calls.append(try FunctionCall(chat: &call, warnings: &warnings))
        }
        let refusal = try reader.string("refusal")
        if let content = reader.value("content") {
            text = try TextContent.read(content, path: reader.path("content"), types: ["text", "refusal"], warnings: &warnings)
        } else {
            text = refusal
        }
        if text == nil, calls.isEmpty, reasoning == nil { throw .missing(reader.path("content")) }
        if reader.value("function_call") != nil {
            throw .unsupportedParameter(reader.path("function_call"), "Use 'tool_calls' instead.")
        }
        // Clients send an answer's message back as it came.
        for name in ["annotations", "audio"] { _ = reader.value(name) }
    }

    /// The name stands in the message's header after the role, where white space and special tokens would be read as header.
    private static func check(userName name: String, param: String) throws(APIError) {
        let isGood = name.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && !"<|\\/>".unicodeScalars.contains($0) }
        guard !name.isEmpty, name.unicodeScalars.count <= 64, isGood else {
            throw .invalid(
                "Invalid '\(param)': string does not match pattern. "
                    + "Expected a string that matches the pattern '^[^\\s<|\\\\/>]{1,64}$'.",
                param: param)
        }
    }
}

extension FunctionCall {
    fileprivate init(chat reader: inout RequestReader, warnings: inout Warnings) throws(APIError) {
        id = try reader.requiredString("id")
        let type = try reader.string("type") ?? "function"
        guard type == "function" || type == "custom" else {
            throw .notAmong(["function", "custom"], value: type, param: reader.path("type"))
        }
        _ = reader.value("index")
        var function = try reader.requiredObject(type)
        name = try function.requiredString("name")
        try FunctionName.check(called: name, param: function.path("name"))
        arguments =
            type == "custom"
            ? JSONValue.object(["input": .string(try function.requiredString("input"))]).serialized
            : try function.requiredString("arguments")
        warnings.addUnread(of: function)
        warnings.addUnread(of: reader)
    }
}
