package import JSON
import OrderedCollections

/// The encrypted reasoning in a request's input.
package enum SealedReasoning {
    /// The body of a request with the reasoning readable that came encrypted and not otherwise.
    ///
    /// - Parameter open: decrypts; `nil` for what was not encrypted here.
    /// - Throws: 400 with the item's path.
    package static func opened(_ body: JSONValue, _ open: (String) -> String?) throws(APIError) -> JSONValue {
        guard case .object(var members) = body, case .array(var items)? = members["input"] else { return body }
        for index in items.indices {
            guard items[index]["type"] == "reasoning", case .object(var item) = items[index],
                let encrypted = item["encrypted_content"]?.stringValue, item["content"]?.arrayValue?.isEmpty ?? true
            else { continue }
            guard let text = open(encrypted) else {
                throw .invalid(
                    "The encrypted content of this reasoning item could not be verified: it was not made by this server, or under "
                        + "another key.", param: "input[\(index)].encrypted_content", code: "invalid_encrypted_content")
            }
            item["content"] = [["type": "reasoning_text", "text": .string(text)]]
            item["encrypted_content"] = nil
            items[index] = .object(item)
        }
        members["input"] = .array(items)
        return .object(members)
    }
}
