import JSON
import OrderedCollections

/// An output item of a response as it grows.
struct ResponseItem: Sendable {
    enum Status: String {
        case inProgress = "in_progress"
        case completed, incomplete
    }

    let kind: AnswerItem
    let id: String
    /// Its place in `output`.
    let index: Int
    var text = ""
    var logprobs: [JSONValue] = []
    /// Of reasoning that is handed out encrypted.
    var encrypted: String?

    init(_ kind: AnswerItem, index: Int, ids: IDSource) {
        self.kind = kind
        self.index = index
        id =
            switch kind {
            case .reasoning: ids("rs_")
            case .preamble, .final: ids("msg_")
            case .toolCall(_, let tool): ids(tool.isCustom ? "ctc_" : "fc_")
            }
    }

    /// The item; without its content while it has just been added.
    func json(_ status: Status) -> JSONValue {
        let isAdded = status == .inProgress
        switch kind {
        case .reasoning:
            var members: JSONObject = ["id": .string(id), "type": "reasoning", "summary": [], "content": isAdded ? [] : [part]]
            if let encrypted { members["encrypted_content"] = .string(encrypted) }
            members["status"] = .string(status.rawValue)
            return .object(members)
        case .preamble, .final:
            let phase = kind == .preamble ? MessagePhase.commentary : .finalAnswer
            return [
                "id": .string(id), "type": "message", "role": "assistant", "status": .string(status.rawValue),
                "phase": .string(phase.rawValue), "content": isAdded ? [] : [part],
            ]
        case .toolCall(let callID, let tool):
            var members: JSONObject = [
                "id": .string(id), "type": tool.isCustom ? "custom_tool_call" : "function_call", "call_id": .string(callID),
            ]
            if let namespace = tool.namespace { members["namespace"] = .string(namespace) }
            members["name"] = .string(tool.name)
            members[tool.isCustom ? "input" : "arguments"] = .string(isAdded ? "" : text)
            members["status"] = .string(status.rawValue)
            return .object(members)
        }
    }

    /// The item's only content part, with the text so far.
    var part: JSONValue {
        kind == .reasoning
            ? ["type": "reasoning_text", "text": .string(text)]
            : ["type": "output_text", "text": .string(text), "annotations": [], "logprobs": .array(logprobs)]
    }

    /// The beginning of the names of the item's own events.
    var eventPrefix: String {
        switch kind {
        case .reasoning: "response.reasoning_text"
        case .preamble, .final: "response.output_text"
        case .toolCall(_, let tool): tool.isCustom ? "response.custom_tool_call_input" : "response.function_call_arguments"
        }
    }

    var hasParts: Bool {
        if case .toolCall = kind { false } else { true }
    }

    var hasLogprobs: Bool { kind == .preamble || kind == .final }

    /// What its `.done` event holds beside the place.
    var doneMembers: JSONObject {
        switch kind {
        case .reasoning: return ["text": .string(text)]
        case .preamble, .final: return ["text": .string(text), "logprobs": .array(logprobs)]
        case .toolCall(_, let tool) where tool.isCustom: return ["input": .string(text)]
        case .toolCall(_, let tool): return ["name": .string(tool.name), "arguments": .string(text)]
        }
    }
}
