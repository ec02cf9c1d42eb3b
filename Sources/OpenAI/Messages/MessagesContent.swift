import JSON

/// A content block of a message as it grows.
struct MessagesContent: Sendable {
    let item: AnswerItem
    /// Of reasoning: what clients hand back with it.
    let signature: String
    var text = ""

    init(_ item: AnswerItem, signature: String) {
        self.item = item
        self.signature = signature
    }

    /// The block before it has content.
    var opening: JSONValue {
        switch item {
        case .reasoning: ["type": "thinking", "thinking": "", "signature": ""]
        case .preamble, .final: ["type": "text", "text": ""]
        case .toolCall(let id, let tool): ["type": "tool_use", "id": .string(id), "name": .string(tool.name), "input": [:]]
        }
    }

    func delta(_ text: String) -> JSONValue {
        switch item {
        case .reasoning: ["type": "thinking_delta", "thinking": .string(text)]
        case .preamble, .final: ["type": "text_delta", "text": .string(text)]
        case .toolCall: ["type": "input_json_delta", "partial_json": .string(text)]
        }
    }

    /// The delta that comes when the block is complete.
    var lastDelta: JSONValue? {
        item == .reasoning ? ["type": "signature_delta", "signature": .string(signature)] : nil
    }

    /// The whole block.
    var json: JSONValue {
        switch item {
        case .reasoning: ["type": "thinking", "thinking": .string(text), "signature": .string(signature)]
        case .preamble, .final: ["type": "text", "text": .string(text)]
        case .toolCall(let id, let tool): ["type": "tool_use", "id": .string(id), "name": .string(tool.name), "input": input]
        }
    }

    /// The arguments as an object; what is none is handed over as it was written, so that the client can say what is wrong.
    private var input: JSONValue {
        if text.isEmpty { return [:] }
        do throws(JSONError) {
            let value = try JSONValue(parsing: text)
            return value.objectValue == nil ? ["arguments": value] : value
        } catch {
            return ["arguments": .string(text)]
        }
    }
}
