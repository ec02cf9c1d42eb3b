package import JSON
import OrderedCollections

extension ResponsesRequest {
    /// The input as it is stored and listed: every item with an id and a type, messages with a status and their content in parts,
    /// references replaced. It reads back as `history`.
    package func storedInput(referenced: [String: JSONValue] = [:], ids: IDSource) -> [JSONValue] {
        input.map { element in
            guard var item = element.objectValue else { return element }
            let type = item["type"]?.stringValue ?? (item["role"] == nil ? "item_reference" : "message")
            if type == "item_reference", let id = item["id"]?.stringValue { return referenced[id] ?? element }
            item["type"] = .string(type)
            if item["id"]?.stringValue == nil { item["id"] = .string(ids(Self.prefix(ofType: type))) }
            if type == "message" {
                item["status"] = "completed"
                item["content"] = Self.parts(item["content"] ?? .null, isAssistant: item["role"] == "assistant")
            }
            return .object(item)
        }
    }

    private static func parts(_ content: JSONValue, isAssistant: Bool) -> JSONValue {
        guard case .string(let text) = content else { return content }
        return isAssistant
            ? [["type": "output_text", "text": .string(text), "annotations": [], "logprobs": []]]
            : [["type": "input_text", "text": .string(text)]]
    }

    private static func prefix(ofType type: String) -> String {
        switch type {
        case "message": "msg_"
        case "reasoning": "rs_"
        case "function_call": "fc_"
        case "function_call_output": "fco_"
        default: "item_"
        }
    }
}
