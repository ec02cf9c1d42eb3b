package import Harmony
package import JSON
import OrderedCollections

/// The ways in which a conversation may be written.
package enum ConversationForm: String, Sendable, Hashable, CaseIterable {
    /// `messages` as chat completions have them, with `tools`, `response_format`, `reasoning_effort`.
    case chat
    /// `input`, with `instructions`, `tools`, `text`, `reasoning`.
    case responses
    /// `messages` as openai-harmony writes them. Nothing is added to them.
    case harmony

    /// The form that an object is written in; `nil` where it is none.
    ///
    /// Both chat and Harmony have `messages`. They are Harmony's where one of them has a channel, a recipient, a content type, or
    /// content of the types that only Harmony has.
    package static func detect(_ json: JSONValue) -> ConversationForm? {
        if json["conversation"] != nil { return .harmony }
        guard let messages = json["messages"]?.arrayValue else { return json["input"] == nil ? nil : .responses }
        return messages.contains(where: isHarmony) ? .harmony : .chat
    }

    private static func isHarmony(_ message: JSONValue) -> Bool {
        if ["channel", "recipient", "content_type"].contains(where: { message[$0]?.isNull == false }) { return true }
        return (message["content"]?.arrayValue ?? []).contains { $0["type"] == "system_content" || $0["type"] == "developer_content" }
    }
}

/// A conversation that was read from any of its forms.
package struct ConversationSource: Sendable, Hashable {
    package var conversation: Conversation
    /// Whether the assistant is to answer without reasoning.
    package var closesAnalysis = false
    /// What was passed over.
    package var warnings = Warnings()

    /// - Parameters:
    ///   - form: `nil` finds out.
    ///   - model: where the object names none.
    /// - Throws: 400 with the path of what is wrong.
    package init(_ json: JSONValue, form: ConversationForm? = nil, model: String, in context: RequestContext) throws(APIError) {
        guard var members = json.objectValue else { throw .malformedBody("expected an object") }
        guard let form = form ?? .detect(json) else { throw .missing("messages") }
        if members["model"]?.isNull ?? true { members["model"] = .string(model) }
        switch form {
        case .chat:
            self.init(try ChatCompletionRequest(.object(members), in: context).validated())
        case .responses:
            for name in ["previous_response_id", "conversation"] where members[name]?.isNull == false {
                throw .unsupportedParameter(name, "Send the items in 'input'.")
            }
            self.init(try ResponsesRequest(.object(members), in: context).validated())
        case .harmony:
            do {
                self.init(try Conversation(json: json["conversation"] ?? json))
            } catch {
                guard case .invalidJSON(let path, _) = error else { throw .invalid("\(error)", param: nil) }
                let param = json["conversation"] == nil ? path : "conversation.\(path)"
                throw .invalid("Invalid '\(param)': \(error).", param: param)
            }
        }
    }

    private init(_ request: ValidatedRequest) {
        self.init(request.conversation)
        closesAnalysis = request.effort == .none
        warnings = request.warnings
    }

    private init(_ conversation: Conversation) {
        self.conversation = conversation
    }
}
