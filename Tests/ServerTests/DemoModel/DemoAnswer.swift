import JSON

/// What the demonstration model answered, whichever way it was asked.
struct DemoAnswer {
    struct Call {
        var id: String
        var name: String
        var arguments: String
    }

    var reasoning = ""
    var content = ""
    var calls: [Call] = []
    /// As `finish_reason` has it.
    var end: String?

    /// The choice of a chat completion.
    init(choice: JSONValue?) {
        end = choice?["finish_reason"]?.stringValue
        add(choice?["message"])
    }

    /// The chunks of a chat completion that was streamed.
    init(chunks: [JSONValue]) {
        for choice in chunks.compactMap({ $0["choices"]?[0] }) {
            end = choice["finish_reason"]?.stringValue ?? end
            add(choice["delta"])
        }
    }

    /// A response.
    init(response: JSONValue?) {
        for item in response?["output"]?.arrayValue ?? [] {
            let text = item["content"]?[0]?["text"]?.stringValue ?? ""
            switch item["type"] {
            case "reasoning": reasoning += text
            case "message": content += text
            default: calls.append(Call(id: item["call_id"], function: item))
            }
        }
        end = response?["status"] != "completed" ? response?["status"]?.stringValue : calls.isEmpty ? "stop" : "tool_calls"
    }

    /// A message or a part of one.
    private mutating func add(_ message: JSONValue?) {
        reasoning += message?["reasoning"]?.stringValue ?? ""
        content += message?["content"]?.stringValue ?? ""
        for part in message?["tool_calls"]?.arrayValue ?? [] {
            if part["id"] != nil {
                calls.append(Call(id: part["id"], function: part["function"]))
            } else if let last = calls.indices.last {
                calls[last].arguments += part["function"]?["arguments"]?.stringValue ?? ""
            }
        }
    }
}

extension DemoAnswer.Call {
    fileprivate init(id: JSONValue?, function: JSONValue?) {
        self.init(
            id: id?.stringValue ?? "", name: function?["name"]?.stringValue ?? "", arguments: function?["arguments"]?.stringValue ?? "")
    }
}
