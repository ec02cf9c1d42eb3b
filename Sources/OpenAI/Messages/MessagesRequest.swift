import Harmony
package import JSON

/// The body of `POST /v1/messages`, the Anthropic Messages API, which agents speak.
///
/// The model always reasons; the blocks are told where `thinking` is enabled, as clients of this API expect.
package struct MessagesRequest: Sendable, Hashable {
    package let model: String
    package private(set) var warnings = Warnings()

    let context: RequestContext
    let maximumTokens: Int?
    let instructions: [String]
    var turns: [MessagesTurn]
    let functions: [FunctionDeclaration]
    let toolChoice: ToolChoice
    let makesParallelToolCalls: Bool
    let stopStrings: [String]
    let sampling: SamplingOptions
    let isStreaming: Bool
    let thinking: MessagesThinking
    let user: String?

    /// - Parameter countsOnly: whether only the prompt matters, so that there need be no `max_tokens`.
    /// - Throws: 400 with the path of the first parameter that is wrong.
    package init(_ json: JSONValue, in context: RequestContext, countsOnly: Bool = false) throws(APIError) {
        var reader = try RequestReader(json, path: "")
        self.context = context
        model = try reader.requiredString("model")
        let maximum = try reader.integer("max_tokens", in: 1 ... .max)
        if maximum == nil, !countsOnly { throw .missing("max_tokens") }
        maximumTokens = maximum
        instructions = try Self.system(&reader, warnings: &warnings)
        turns = try MessagesTurn.all(&reader, warnings: &warnings)
        var functions = try Self.tools(&reader, warnings: &warnings)
        (toolChoice, makesParallelToolCalls) = try Self.toolChoice(
            &reader, functions: &functions, capabilities: context.capabilities, warnings: &warnings)
        self.functions = functions
        stopStrings = try Self.stopSequences(&reader)
        sampling = try SamplingOptions(&reader, defaults: context.sampling, vocabularySize: context.capabilities.vocabularySize)
        isStreaming = try reader.bool("stream") ?? false
        thinking = try MessagesThinking(
            &reader, in: context, inputBytes: turns.reduce(0) { $0 + $1.textBytes }, warnings: &warnings)
        user = try Self.user(&reader, warnings: &warnings)
        let tier = try reader.string("service_tier")
        if let tier, tier != "auto", tier != "standard_only" { warnings.ignored("service_tier") }
        for name in ["container", "mcp_servers", "context_management"] where reader.value(name) != nil { warnings.ignored(name) }
        warnings.addUnread(of: reader)
    }
}

extension MessagesRequest {
    /// `system`: a string or text blocks.
    private static func system(_ reader: inout RequestReader, warnings: inout Warnings) throws(APIError) -> [String] {
        guard let value = reader.value("system") else { return [] }
        return [try MessagesBlock.text(value, path: reader.path("system"), warnings: &warnings)]
    }

    private static func tools(_ reader: inout RequestReader, warnings: inout Warnings) throws(APIError) -> [FunctionDeclaration] {
        var functions: [FunctionDeclaration] = []
        for var tool in try reader.objects("tools") {
            let type = try tool.string("type") ?? "custom"
            guard type == "custom" else {
                warnings.leftOut(tool: type)
                continue
            }
            let name = try tool.requiredString("name")
            try FunctionName.check(declared: name, limit: 128, param: tool.path("name"))
            guard !functions.contains(where: { $0.name == name }) else {
                throw .invalid("Invalid '\(tool.path("name"))': another tool has the name '\(name)'.", param: tool.path("name"))
            }
            let schema = tool.value("input_schema")
            if let schema, schema.objectValue == nil {
                throw .wrongType(tool.path("input_schema"), expected: "an object", found: schema.kindName)
            }
            functions.append(
                FunctionDeclaration(
                    name: name, description: try tool.string("description"), parameters: schema,
                    strictness: try tool.bool("strict") == true ? .always : .none))
            for name in ["cache_control", "eager_input_streaming", "defer_loading", "allowed_callers", "input_examples"] {
                _ = tool.value(name)
            }
            warnings.addUnread(of: tool)
        }
        return functions
    }

    private enum Choice: String, CaseIterable {
        case auto, any, tool, none
    }

    private static func toolChoice(
        _ reader: inout RequestReader, functions: inout [FunctionDeclaration], capabilities: Capabilities, warnings: inout Warnings
    ) throws(APIError) -> (ToolChoice, isParallel: Bool) {
        guard var choice = try reader.object("tool_choice") else { return (.auto, false) }
        let type: Choice? = try choice.choice("type")
        guard let type else { throw .missing(choice.path("type")) }
        let isParallel = try choice.bool("disable_parallel_tool_use") == false
        let result: ToolChoice =
            switch type {
            case .auto: .auto
            case .none: .none
            case .any: .required
            case .tool: .function(try choice.requiredString("name"))
            }
        warnings.addUnread(of: choice)
        try result.check(functions, capabilities: capabilities, param: choice.path)
        if case .function(let name) = result {
            _ = try ToolChoice.functions(named: name, among: functions, param: choice.path("name"))
        }
        return (result, isParallel)
    }

    private static func stopSequences(_ reader: inout RequestReader) throws(APIError) -> [String] {
        var strings: [String] = []
        for (index, element) in (try reader.array("stop_sequences", maximumCount: 16) ?? []).enumerated() {
            let path = "stop_sequences[\(index)]"
            let string = try RequestReader.string(element, path: path)
            guard !string.isEmpty else { throw .invalid("Invalid '\(path)': a stop string has at least one character.", param: path) }
            strings.append(string)
        }
        return strings
    }

    private static func user(_ reader: inout RequestReader, warnings: inout Warnings) throws(APIError) -> String? {
        guard var metadata = try reader.object("metadata") else { return nil }
        let user = try metadata.string("user_id")
        warnings.addUnread(of: metadata)
        return user
    }
}
