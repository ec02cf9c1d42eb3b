package import JSON
import OrderedCollections

/// What this server has sealed in the items of a request: reasoning, and summaries of conversations.
package enum SealedReasoning {
    /// The body of a request with everything readable that came sealed and not otherwise.
    ///
    /// - Parameters:
    ///   - name: the member with the items.
    ///   - open: unseals; `nil` for what was not sealed here.
    /// - Throws: 400 with the item's path.
    package static func opened(
        _ body: JSONValue, in name: String = "input", _ open: (String) -> String?
    ) throws(APIError) -> JSONValue {
        guard case .object(var members) = body, case .array(var items)? = members[name] else { return body }
        for index in items.indices {
            guard case .object(var item) = items[index], let sealed = item["encrypted_content"]?.stringValue else { continue }
            switch item["type"] {
            case "reasoning" where item["content"]?.arrayValue?.isEmpty ?? true:
                item["content"] = [["type": "reasoning_text", "text": .string(try text(sealed, path: "\(name)[\(index)]", open))]]
                item["encrypted_content"] = nil
            case "compaction":
                item["summary"] = .string(try text(sealed, path: "\(name)[\(index)]", open))
            default: continue
            }
            items[index] = .object(item)
        }
        members[name] = .array(items)
        return .object(members)
    }

    private static func text(_ sealed: String, path: String, _ open: (String) -> String?) throws(APIError) -> String {
        guard let text = open(sealed) else {
            throw .invalid(
                "The encrypted content of this item could not be verified: it was not made by this server, or under another key.",
                param: "\(path).encrypted_content", code: "invalid_encrypted_content")
        }
        return text
    }
}
