package import JSON
package import OrderedCollections

/// A chat completion that clients may ask for again, with the messages that it answered.
package struct StoredChatCompletion: Sendable, Hashable {
    /// The completion, with its metadata.
    package private(set) var completion: JSONValue
    /// As they were sent.
    package let messages: [JSONValue]

    package init(completion: JSONValue, messages: [JSONValue]) {
        self.completion = completion
        self.messages = messages
        if case .object(var members) = completion, members["metadata"] == nil {
            members["metadata"] = [:]
            self.completion = .object(members)
        }
    }

    package var id: String { completion["id"]?.stringValue ?? "" }

    /// The messages as the API lists them: each with an id, and its text beside its parts.
    package var listedMessages: [JSONValue] {
        messages.enumerated().map { index, message in
            var members = message.objectValue ?? [:]
            let parts = members["content"]?.arrayValue
            members["content_parts"] = parts.map { .array($0) } ?? .null
            if let parts { members["content"] = .string(parts.compactMap { $0["text"]?.stringValue }.joined(separator: "\n")) }
            if members["content"] == nil { members["content"] = .null }
            if members["refusal"] == nil { members["refusal"] = .null }
            members["id"] = .string("\(id)-\(index)")
            return .object(members)
        }
    }

    /// What was deleted.
    package static func deleted(_ id: String) -> JSONValue {
        ["object": "chat.completion.deleted", "id": .string(id), "deleted": true]
    }
}

extension StoredChatCompletion {
    /// The new metadata in the body of an update.
    package static func metadata(of body: JSONValue) throws(APIError) -> OrderedDictionary<String, String> {
        var reader = try RequestReader(body, path: "")
        _ = try reader.required("metadata")
        return try CommonParameters.metadata(&reader)
    }

    package mutating func update(_ metadata: OrderedDictionary<String, String>) {
        guard case .object(var members) = completion else { return }
        members["metadata"] = .strings(metadata)
        completion = .object(members)
    }

    /// Whether it is of this model and has all of this metadata.
    package func matches(model: String?, metadata: [String: String]) -> Bool {
        if let model, completion["model"] != .string(model) { return false }
        return metadata.allSatisfy { completion["metadata"]?[$0.key] == .string($0.value) }
    }
}

extension StoredChatCompletion {
    /// As it is stored.
    package var document: JSONValue { ["completion": completion, "messages": .array(messages)] }

    package init(document: JSONValue) {
        self.init(completion: document["completion"] ?? .null, messages: document["messages"]?.arrayValue ?? [])
    }
}
