package import JSON
import OrderedCollections

/// Items as they are stored and listed: every item with an id, a type and a status, messages with their content in parts,
/// references replaced. They read back as a response's `history`.
package enum StoredItems {
    /// - Parameters:
    ///   - items: as clients send them.
    ///   - referenced: what references stand for, by id.
    ///   - ids: asked for the ids of items that have none.
    package static func items(_ items: [JSONValue], referenced: [String: JSONValue] = [:], ids: IDSource) -> [JSONValue] {
        items.map { element in
            guard var item = element.objectValue else { return element }
            let type = item["type"]?.stringValue ?? (item["role"] == nil ? "item_reference" : "message")
            if type == "item_reference", let id = item["id"]?.stringValue { return referenced[id] ?? element }
            item["type"] = .string(type)
            if item["id"]?.stringValue == nil { item["id"] = .string(ids(prefix(ofType: type))) }
            switch type {
            case "message":
                item["status"] = "completed"
                item["content"] = parts(item["content"] ?? .null, isAssistant: item["role"] == "assistant")
            case "function_call", "function_call_output", "custom_tool_call", "custom_tool_call_output":
                if item["status"]?.stringValue == nil { item["status"] = "completed" }
            case "reasoning":
                if item["summary"]?.arrayValue == nil { item["summary"] = [] }
            default: break
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
        case "compaction": "cmp_"
        case "function_call_output": "fco_"
        case "custom_tool_call": "ctc_"
        case "custom_tool_call_output": "ctco_"
        default: "item_"
        }
    }
}

extension ResponsesRequest {
    /// The request's own input as it is stored.
    package func storedInput(referenced: [String: JSONValue] = [:], ids: IDSource) -> [JSONValue] {
        StoredItems.items(input, referenced: referenced, ids: ids)
    }
}
