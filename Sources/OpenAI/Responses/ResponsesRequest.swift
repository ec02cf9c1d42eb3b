import Harmony
package import JSON
import OrderedCollections

/// The body of `POST /v1/responses`.
///
/// What it refers to is for the server to find: the items before `previousResponseID` or of `conversationID`, and those of
/// `referencedItemIDs`.
package struct ResponsesRequest: Sendable, Hashable {
    /// The response that this one follows.
    package let previousResponseID: String?
    /// The conversation whose items come before the input, and to which input and output are added.
    package let conversationID: String?
    /// Whether the client goes away and asks for the answer later.
    package let isBackground: Bool
    /// The items as they were sent; a string is a user's message.
    package let input: [JSONValue]
    package private(set) var warnings = Warnings()

    let context: RequestContext
    let common: CommonParameters
    let items: [InputItem]
    let instructions: String?
    let format: AnswerFormat
    var formatParam: String { "text.format.schema" }
    let verbosity: Verbosity
    let reasoning: ResponseReasoning
    let maximumTokens: Int?
    let topLogprobs: Int?
    let includesLogprobs: Bool
    let views: Set<AnswerViewKind>
    /// Whether reasoning is handed out encrypted too, for clients that keep it themselves.
    package let includesEncryptedReasoning: Bool
    let isStored: Bool
    let truncation: Truncation
    let ignoresEnd: Bool

    /// - Parameter needsInput: false where there may be none, to count tokens for instance.
    /// - Throws: 400 with the path of the first parameter that is wrong.
    package init(_ json: JSONValue, in context: RequestContext, needsInput: Bool = true) throws(APIError) {
        var reader = try RequestReader(json, path: "")
        let capabilities = context.capabilities
        self.context = context
        common = try CommonParameters(&reader, style: .responses, context: context, warnings: &warnings)
        previousResponseID = try reader.string("previous_response_id")
        conversationID = try Self.conversation(&reader)
        if previousResponseID != nil, conversationID != nil {
            throw .invalid(
                "Mutually exclusive parameters: 'previous_response_id' and 'conversation'. Ensure you are only providing one of them.",
                param: "previous_response_id", code: "mutually_exclusive_parameters")
        }
        let isRequired = needsInput && previousResponseID == nil && conversationID == nil
        (input, items) = try Self.input(&reader, isRequired: isRequired, warnings: &warnings)
        instructions = try reader.string("instructions")
        (format, verbosity) = try Self.text(&reader, capabilities: capabilities, warnings: &warnings)
        reasoning = try ResponseReasoning(
            &reader, in: context, inputBytes: items.reduce(0) { $0 + $1.textBytes }, warnings: &warnings)
        maximumTokens = try reader.integer("max_output_tokens", in: 1 ... .max)
        topLogprobs = try reader.integer("top_logprobs", in: 0...20)
        let inclusions = try ResponseInclusion.read(&reader, warnings: &warnings)
        includesLogprobs = inclusions.contains(.logprobs)
        views = Set(inclusions.compactMap(\.view))
        includesEncryptedReasoning = inclusions.contains(.encryptedReasoning)
        isStored = (try reader.bool("store") ?? true) && capabilities.storesResponses
        isBackground = try Self.background(&reader, isStored: isStored, capabilities: capabilities)
        truncation = try reader.choice("truncation") ?? .disabled
        ignoresEnd = try reader.bool("ignore_eos") ?? false
        if conversationID != nil, !isStored { warnings.add("'store' is false: the conversation is read and not added to") }
        if !includesLogprobs, !views.contains(.harmony), topLogprobs ?? 0 > 0 {
            warnings.ignored("top_logprobs", "'include' does not have 'message.output_text.logprobs'")
        }
        try Self.refuseMissing(&reader, warnings: &warnings)
        warnings.addUnread(of: reader)
    }

    /// The body of `POST /v1/responses/input_tokens`, which may leave out the model and the input.
    package init(countingInput json: JSONValue, model: String, in context: RequestContext) throws(APIError) {
        var json = json
        if case .object(var members) = json, members["model"] == nil || members["model"] == .null {
            members["model"] = .string(model)
            json = .object(members)
        }
        try self.init(json, in: context, needsInput: false)
    }

    var model: String { common.model }

    /// What a system message would state as the current date.
    package var startDate: String? { context.profile.currentDate }

    enum Truncation: String, CaseIterable {
        case auto, disabled
    }

    /// The ids of items that the input refers to instead of holding them.
    package var referencedItemIDs: [String] {
        items.compactMap { if case .reference(let id, _) = $0 { id } else { nil } }
    }
}

extension ResponsesRequest {
    /// Reads `input`. The raw items are kept for the store.
    private static func input(
        _ reader: inout RequestReader, isRequired: Bool, warnings: inout Warnings
    ) throws(APIError) -> ([JSONValue], [InputItem]) {
        guard let value = reader.value("input") else {
            if isRequired { throw .missing("input") }
            return ([], [])
        }
        switch value {
        case .string(let text):
            return ([["type": "message", "role": "user", "content": .string(text)]], [.message(.user, text, phase: nil)])
        case .array(let elements):
            if elements.isEmpty, isRequired {
                throw .invalid(
                    "Invalid 'input': empty array. Expected an array with minimum length 1, but got an empty array instead.",
                    param: "input", code: "empty_array")
            }
            return (elements, try items(elements, path: "input", warnings: &warnings))
        default: throw .wrongType("input", expected: "a string or an array of items", found: value.kindName)
        }
    }

    /// Reads items, the request's own or stored ones.
    static func items(_ elements: [JSONValue], path: String, warnings: inout Warnings) throws(APIError) -> [InputItem] {
        var items: [InputItem] = []
        for (index, element) in elements.enumerated() {
            var reader = try RequestReader(element, path: "\(path)[\(index)]")
            if let item = try InputItem.read(&reader, warnings: &warnings) { items.append(item) }
        }
        return items
    }

    private static func text(
        _ reader: inout RequestReader, capabilities: Capabilities, warnings: inout Warnings
    ) throws(APIError) -> (AnswerFormat, Verbosity) {
        guard var text = try reader.object("text") else { return (.text, .medium) }
        var answerFormat = AnswerFormat.text
        if var format = try text.object("format") {
            answerFormat = try AnswerFormat(
                &format, style: .responses, isEnforced: capabilities.enforcesFormats, warnings: &warnings)
        }
        let verbosity = try Verbosity.read(&text, warnings: &warnings)
        warnings.addUnread(of: text)
        return (answerFormat, verbosity)
    }

    private static func background(
        _ reader: inout RequestReader, isStored: Bool, capabilities: Capabilities
    ) throws(APIError) -> Bool {
        let isBackground = try reader.bool("background") ?? false
        if isBackground, !capabilities.runsInBackground {
            throw .unsupportedValue("Invalid 'background': this server does not answer in the background.", param: "background")
        }
        if isBackground, !isStored {
            throw .invalid("Invalid 'background': it needs 'store', or nobody could ask for the answer.", param: "background")
        }
        return isBackground
    }

    /// `conversation`: an id, or an object with one.
    private static func conversation(_ reader: inout RequestReader) throws(APIError) -> String? {
        let path = reader.path("conversation")
        switch reader.value("conversation") {
        case nil: return nil
        case .string(let id)?: return id
        case .object?:
            var object = try reader.requiredObject("conversation")
            return try object.requiredString("id")
        case let value?: throw .wrongType(path, expected: "a string or an object", found: value.kindName)
        }
    }

    /// Parameters whose absence would be noticed in the answer are refused; the others are named.
    private static func refuseMissing(_ reader: inout RequestReader, warnings: inout Warnings) throws(APIError) {
        if reader.value("prompt") != nil { throw .unsupportedParameter("prompt", "Send 'instructions' and 'input'.") }
        if reader.value("context_management") != nil { warnings.ignored("context_management") }
        // Counts calls of built-in tools, of which there are none.
        _ = try reader.integer("max_tool_calls")
        if var options = try reader.object("stream_options") {
            if try options.bool("include_obfuscation") == true { warnings.ignored(options.path("include_obfuscation")) }
            warnings.addUnread(of: options)
        }
    }
}
