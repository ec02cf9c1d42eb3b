import JSON
import OrderedCollections

/// Chats as data sets have them, in the form that the API has: what a client of the API must say, files often leave out.
///
/// - `thinking` is the reasoning.
/// - Arguments of a call may be an object in place of its text.
/// - Calls may have no id, and then results answer them in order.
/// - A reasoning of `null` or the empty text is none; empty content beside calls is none.
enum ChatNormalization {
    static func normalized(_ json: JSONValue) -> JSONValue {
        guard var members = json.objectValue, let messages = members["messages"]?.arrayValue else { return json }
        var waiting: [JSONValue] = []
        var count = 0
        members["messages"] = .array(
            messages.map { message in
                guard var message = message.objectValue else { return message }
                if let thinking = message.removeValue(forKey: "thinking"), message["reasoning"] == nil,
                    thinking.stringValue?.isEmpty == false
                {
                    message["reasoning"] = thinking
                }
                if let calls = message["tool_calls"]?.arrayValue {
                    message["tool_calls"] = calls.isEmpty ? .null : .array(calls.map { Self.call($0, &waiting, &count) })
                    if message["content"] == "" { message["content"] = .null }
                }
                if message["role"] == "tool" { answer(&message, &waiting) }
                return .object(message)
            })
        return .object(members)
    }

    private static func call(_ json: JSONValue, _ waiting: inout [JSONValue], _ count: inout Int) -> JSONValue {
        guard var call = json.objectValue else { return json }
        // Some files have name and arguments without the object around them.
        if call["function"] == nil, call["custom"] == nil, let name = call.removeValue(forKey: "name") {
            call["function"] = ["name": name, "arguments": call.removeValue(forKey: "arguments") ?? [:]]
        }
        if var function = call["function"]?.objectValue, let arguments = function["arguments"], arguments.stringValue == nil {
            function["arguments"] = .string((arguments.isNull ? [:] : arguments).serialized)
            call["function"] = .object(function)
        }
        count += 1
        if call["id"]?.isNull ?? true { call["id"] = .string("call_\(count)") }
        if let id = call["id"] { waiting.append(id) }
        return .object(call)
    }

    private static func answer(_ message: inout JSONObject, _ waiting: inout [JSONValue]) {
        if let id = message["tool_call_id"], !id.isNull {
            waiting.removeAll { $0 == id }
        } else if !waiting.isEmpty {
            message["tool_call_id"] = waiting.removeFirst()
        }
        // The name is that of the call.
        message["name"] = nil
        if let content = message["content"], content.stringValue == nil, content.arrayValue == nil {
            message["content"] = .string(content.isNull ? "" : content.serialized)
        }
    }
}
