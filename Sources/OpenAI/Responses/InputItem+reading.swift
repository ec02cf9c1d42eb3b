import Harmony
import JSON
import OrderedCollections

extension InputItem {
    private enum ItemType: String, CaseIterable {
        case message, reasoning, compaction
        case functionCall = "function_call"
        case functionCallOutput = "function_call_output"
        case customToolCall = "custom_tool_call"
        case customToolCallOutput = "custom_tool_call_output"
        case itemReference = "item_reference"
    }

    private enum MessageRole: String, CaseIterable {
        case user, assistant, system, developer

        var harmony: Role {
            switch self {
            case .user: .user
            case .assistant: .assistant
            case .system: .system
            case .developer: .developer
            }
        }
    }

    /// Items that tell of tools which only a hosted service has, or which are not offered yet.
    private static let foreignTypes: Set<String> = [
        "additional_tools", "apply_patch_call", "apply_patch_call_output", "code_interpreter_call", "compaction_trigger",
        "computer_call", "computer_call_output", "file_search_call", "image_generation_call", "local_shell_call", "local_shell_call_output",
        "mcp_approval_request", "mcp_approval_response",
        "mcp_call", "mcp_list_tools", "program", "program_output", "shell_call", "shell_call_output", "tool_search_call",
        "tool_search_output", "web_search_call",
    ]

    /// Parts that carry text, whoever wrote them.
    private static let textTypes = ["input_text", "output_text", "refusal"]

    /// - Returns: `nil` where the item says nothing to the model; a warning says so.
    static func read(_ reader: inout RequestReader, warnings: inout Warnings) throws(APIError) -> InputItem? {
        let item: InputItem?
        switch try type(&reader) {
        case .known(.message): item = try message(&reader, warnings: &warnings)
        case .known(.reasoning): item = try reasoning(&reader, warnings: &warnings)
        case .known(.functionCall), .known(.customToolCall): item = .call(try FunctionCall(response: &reader))
        case .known(.functionCallOutput), .known(.customToolCallOutput):
            let output = try TextContent.read(
                try reader.required("output"), path: reader.path("output"), types: textTypes, warnings: &warnings)
            item = .output(callID: try reader.requiredString("call_id"), output, path: reader.path)
            for name in ["name", "namespace"] { _ = reader.value(name) }
        case .known(.compaction):
            _ = try reader.requiredString("encrypted_content")
            item = .message(
                .assistant, "Summary of the conversation so far:\n" + (try reader.requiredString("summary")), phase: .finalAnswer)
        case .known(.itemReference): item = .reference(id: try reader.requiredString("id"), path: reader.path)
        case .foreign(let type):
            warnings.add("input items of type '\(type)' are not supported here and were left out")
            return nil
        }
        // Items of earlier answers come back as they went out.
        for name in ["id", "status", "caller", "created_by"] { _ = reader.value(name) }
        warnings.addUnread(of: reader)
        return item
    }

    private enum FoundType {
        case known(ItemType)
        case foreign(String)
    }

    /// A message may leave its type out, and so may a reference.
    private static func type(_ reader: inout RequestReader) throws(APIError) -> FoundType {
        guard let text = try reader.string("type") else {
            if reader.value("role") != nil { return .known(.message) }
            if reader.value("id") != nil { return .known(.itemReference) }
            throw .missing(reader.path("type"))
        }
        if let type = ItemType(rawValue: text) { return .known(type) }
        guard foreignTypes.contains(text) else {
            throw .notAmong(ItemType.allCases.map(\.rawValue), value: text, param: reader.path("type"))
        }
        return .foreign(text)
    }

    private static func message(_ reader: inout RequestReader, warnings: inout Warnings) throws(APIError) -> InputItem {
        let role: MessageRole? = try reader.choice("role")
        guard let role else { throw .missing(reader.path("role")) }
        let text = try TextContent.read(
            try reader.required("content"), path: reader.path("content"), types: textTypes, warnings: &warnings)
        return .message(role.harmony, text, phase: try reader.choice("phase"))
    }

    private static func reasoning(_ reader: inout RequestReader, warnings: inout Warnings) throws(APIError) -> InputItem? {
        // Summaries are not what the model wrote.
        _ = reader.value("summary")
        let isEncrypted = reader.value("encrypted_content") != nil
        if let content = reader.value("content"), content != [] {
            return .reasoning(
                try TextContent.read(content, path: reader.path("content"), types: ["reasoning_text", "text"], warnings: &warnings))
        }
        if isEncrypted { warnings.ignored(reader.path("encrypted_content")) }
        return nil
    }
}

extension FunctionCall {
    fileprivate init(response reader: inout RequestReader) throws(APIError) {
        id = try reader.requiredString("call_id")
        let tool = ClientTool(
            name: try reader.requiredString("name"), namespace: try reader.string("namespace"),
            isCustom: reader.value("type") == "custom_tool_call")
        name = tool.functionName
        try FunctionName.check(called: name, param: reader.path("name"))
        arguments =
            tool.isCustom
            ? JSONValue.object(["input": .string(try reader.requiredString("input"))]).serialized : try reader.requiredString("arguments")
    }
}
