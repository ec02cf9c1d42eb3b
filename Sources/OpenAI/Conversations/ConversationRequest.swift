package import JSON
package import OrderedCollections

/// The body of `POST /v1/conversations`, of an update of one, and of `POST …/items`.
package struct ConversationRequest: Sendable, Hashable {
    /// Which of the three it is.
    package enum Purpose: Sendable {
        case create, update, addItems
    }

    /// Items that may be added at a time.
    private static let itemLimit = 20

    package let metadata: OrderedDictionary<String, String>
    /// As they were sent.
    package let items: [JSONValue]
    package private(set) var warnings = Warnings()

    /// - Parameter json: `nil` where there is no body, which a conversation may be created without.
    /// - Throws: 400 with the path of the first parameter that is wrong.
    package init(_ json: JSONValue?, for purpose: Purpose) throws(APIError) {
        var reader = try RequestReader(json ?? [:], path: "")
        metadata = purpose == .addItems ? [:] : try CommonParameters.metadata(&reader)
        if purpose == .update, reader.value("metadata") == nil { throw .missing("metadata") }
        items = purpose == .update ? [] : try reader.array("items", maximumCount: Self.itemLimit) ?? []
        if purpose == .addItems, reader.value("items") == nil { throw .missing("items") }
        _ = try ResponsesRequest.items(items, path: "items", warnings: &warnings)
        warnings.addUnread(of: reader)
    }
}

/// A conversation, as the API tells it.
package struct ConversationDescription: Sendable, Hashable {
    package var id: String
    /// Seconds since 1970.
    package var created: Int
    package var metadata: OrderedDictionary<String, String>

    package init(id: String, created: Int, metadata: OrderedDictionary<String, String>) {
        self.id = id
        self.created = created
        self.metadata = metadata
    }

    package var json: JSONValue {
        ["id": .string(id), "object": "conversation", "created_at": .integer(created), "metadata": .strings(metadata)]
    }

    /// What was deleted.
    package static func deleted(_ id: String) -> JSONValue {
        ["id": .string(id), "object": "conversation.deleted", "deleted": true]
    }
}
