package import JSON

/// The body of `POST /v1/chat/completions`, with the extensions that clients of local servers send.
///
/// Between reading and `validated()` the server may change `messages`, for example to restore reasoning that a client dropped.
package struct ChatCompletionRequest: Sendable, Hashable {
    package var messages: [ChatMessage]
    package private(set) var warnings = Warnings()

    let context: RequestContext
    let common: CommonParameters
    let format: AnswerFormat
    let formatParam: String
    let decision: EffortDecision
    var effort: RequestedEffort { decision.effort }
    let includesReasoning: Bool
    let reasoningContext: ReasoningContext
    let maximumTokens: Int?
    let choices: Int
    let includesUsage: Bool
    let topLogprobs: Int?
    let isStored: Bool
    let reasoningBudget: Int?
    let extensions: GenerationExtensions
    let views: Set<AnswerViewKind>

    /// - Throws: 400 with the path of the first parameter that is wrong.
    package init(_ json: JSONValue, in context: RequestContext) throws(APIError) {
        var reader = try RequestReader(json, path: "")
        let capabilities = context.capabilities
        self.context = context
        common = try CommonParameters(&reader, style: .chat, context: context, warnings: &warnings)
        extensions = try GenerationExtensions(&reader, vocabularySize: capabilities.vocabularySize)
        messages = try Self.messages(&reader, areRequired: extensions.prompt == nil, warnings: &warnings)
        (format, formatParam) = try Self.format(&reader, capabilities: capabilities, warnings: &warnings)
        let reasoning = try ReasoningParameters(&reader, warnings: &warnings)
        decision = context.forecast.decide(
            reasoning.effort ?? context.profile.defaultEffort, within: reasoning.latency,
            inputBytes: messages.reduce(0) { $0 + ($1.text?.utf8.count ?? 0) })
        includesReasoning = reasoning.isIncluded
        reasoningContext = reasoning.context
        reasoningBudget = reasoning.budget
        maximumTokens = try Self.maximumTokens(&reader)
        choices = try Self.choices(&reader, capabilities: capabilities)
        includesUsage = try Self.includesUsage(&reader, isStreaming: common.isStreaming, warnings: &warnings)
        topLogprobs = try Self.topLogprobs(&reader)
        views = try AnswerViewKind.read(&reader)
        let store = try reader.bool("store") ?? false
        isStored = store && capabilities.storesChatCompletions
        if store, !isStored { warnings.ignored("store", "chat completions are not stored here") }
        try Self.refuseOtherMedia(&reader)
        try Self.ignoreHosted(&reader, warnings: &warnings)
        warnings.addUnread(of: reader)
    }
}

extension ChatCompletionRequest {
    private static func messages(
        _ reader: inout RequestReader, areRequired: Bool, warnings: inout Warnings
    ) throws(APIError) -> [ChatMessage] {
        if areRequired { _ = try reader.required("messages") }
        var messages: [ChatMessage] = []
        for var message in try reader.objects("messages") {
            messages.append(try ChatMessage(&message, warnings: &warnings))
        }
        guard !messages.isEmpty || !areRequired else {
            throw .invalid(
                "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
                param: "messages", code: "empty_array")
        }
        return messages
    }

    private static func format(
        _ reader: inout RequestReader, capabilities: Capabilities, warnings: inout Warnings
    ) throws(APIError) -> (AnswerFormat, String) {
        let extended = capabilities.enforcesFormats ? try AnswerFormat.extensions(&reader) : nil
        guard var format = try reader.object("response_format") else { return extended ?? (.text, "response_format") }
        let read = try AnswerFormat(&format, style: .chat, isEnforced: capabilities.enforcesFormats, warnings: &warnings)
        if let extended, read != .text {
            throw .invalid("Invalid '\(extended.param)': the answer is already held to 'response_format'.", param: extended.param)
        }
        return extended ?? (read, format.path("json_schema.schema"))
    }

    /// `max_completion_tokens`, or `max_tokens` as it was called before.
    private static func maximumTokens(_ reader: inout RequestReader) throws(APIError) -> Int? {
        let current = try reader.integer("max_completion_tokens", in: 1 ... .max)
        let former = try reader.integer("max_tokens", in: 1 ... .max)
        if let current, let former, current != former {
            throw .invalid(
                "Setting 'max_tokens' and 'max_completion_tokens' to different values is not supported.", param: "max_tokens")
        }
        return current ?? former
    }

    private static func choices(_ reader: inout RequestReader, capabilities: Capabilities) throws(APIError) -> Int {
        let count = try reader.integer("n", in: 1...128) ?? 1
        guard count <= capabilities.maximumChoices else {
            throw .unsupportedValue(
                "Invalid 'n': this server gives at most \(capabilities.maximumChoices) per request, but got \(count) instead.", param: "n")
        }
        return count
    }

    static func includesUsage(
        _ reader: inout RequestReader, isStreaming: Bool, warnings: inout Warnings
    ) throws(APIError) -> Bool {
        guard var options = try reader.object("stream_options") else { return false }
        let isIncluded = try options.bool("include_usage") ?? false
        // Padding against observers of packet sizes; TLS in front of local models seldom needs it.
        if try options.bool("include_obfuscation") == true { warnings.ignored(options.path("include_obfuscation")) }
        if !isStreaming { warnings.ignored("stream_options", "the answer is not streamed") }
        warnings.addUnread(of: options)
        return isIncluded
    }

    private static func topLogprobs(_ reader: inout RequestReader) throws(APIError) -> Int? {
        let isWanted = try reader.bool("logprobs") ?? false
        let count = try reader.integer("top_logprobs", in: 0...20)
        if count != nil, !isWanted {
            throw .invalid("Invalid 'top_logprobs': it is only allowed where 'logprobs' is true.", param: "top_logprobs")
        }
        return isWanted ? count ?? 0 : nil
    }

    private static func refuseOtherMedia(_ reader: inout RequestReader) throws(APIError) {
        for (index, modality) in (try reader.array("modalities") ?? []).enumerated() where modality != "text" {
            throw .unsupportedValue("This model writes text only. Supported values are: 'text'.", param: "modalities[\(index)]")
        }
        if reader.value("audio") != nil { throw .unsupportedParameter("audio", "This model writes text only.") }
        if reader.value("functions") != nil { throw .unsupportedParameter("functions", "Use 'tools' instead.") }
        if reader.value("function_call") != nil { throw .unsupportedParameter("function_call", "Use 'tool_choice' instead.") }
    }

    private static func ignoreHosted(_ reader: inout RequestReader, warnings: inout Warnings) throws(APIError) {
        _ = try Verbosity.read(&reader, warnings: &warnings)
        if reader.value("prediction") != nil { warnings.ignored("prediction") }
        if reader.value("web_search_options") != nil { warnings.leftOut(tool: "web_search") }
    }
}
