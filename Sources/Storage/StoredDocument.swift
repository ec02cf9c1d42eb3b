/// A kind of documents.
package struct DocumentCollection: Sendable, Hashable, RawRepresentable {
    package var rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The part of a collection that is an owner's; all of it that is nobody's in particular for `nil`.
    package func of(_ owner: String?) -> DocumentCollection {
        owner.map { DocumentCollection(rawValue: "\(rawValue)/\($0)") } ?? self
    }

    /// Whose part it is.
    package var owner: String? {
        rawValue.firstIndex(of: "/").map { String(rawValue[rawValue.index(after: $0)...]) }
    }

    package static let responses = DocumentCollection(rawValue: "responses")
    package static let conversations = DocumentCollection(rawValue: "conversations")
    package static let chatCompletions = DocumentCollection(rawValue: "chat.completions")
}

/// A document with what the store knows of it.
package struct StoredDocument: Sendable, Hashable {
    package var id: String
    package var collection: DocumentCollection
    /// When it was first put, in seconds since 1970.
    package var created: Int
    package var body: [UInt8]

    package init(id: String, collection: DocumentCollection = .responses, created: Int, body: [UInt8]) {
        self.id = id
        self.collection = collection
        self.created = created
        self.body = body
    }
}
