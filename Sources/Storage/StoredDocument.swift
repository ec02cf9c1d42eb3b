/// A kind of documents.
package struct DocumentCollection: Sendable, Hashable, RawRepresentable {
    package var rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package static let responses = DocumentCollection(rawValue: "responses")
    package static let conversations = DocumentCollection(rawValue: "conversations")
    package static let chatCompletions = DocumentCollection(rawValue: "chat.completions")
}

/// A document with what the store knows of it.
package struct StoredDocument: Sendable, Hashable {
    package var id: String
    /// When it was first put, in seconds since 1970.
    package var created: Int
    package var body: [UInt8]

    package init(id: String, created: Int, body: [UInt8]) {
        self.id = id
        self.created = created
        self.body = body
    }
}
