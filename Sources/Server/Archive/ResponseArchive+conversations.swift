package import JSON
import Logging
package import OpenAI
import OrderedCollections
import Storage

/// A conversation that the server keeps: what it is, and its items, oldest first.
package struct ArchivedConversation: Sendable, Hashable {
    package var description: ConversationDescription
    package var items: [JSONValue]
    /// What its system message states as the current date, from its first response on.
    package var startDate: String?
    /// Whether a response was added that must not become training data.
    package var refusesTraining = false

    package init(_ description: ConversationDescription, items: [JSONValue]) {
        self.description = description
        self.items = items
    }
}

extension ArchivedConversation {
    fileprivate var document: JSONValue {
        [
            "conversation": description.json, "items": .array(items), "start_date": startDate.map { .string($0) } ?? .null,
            "training_refused": .bool(refusesTraining),
        ]
    }

    fileprivate init(document: JSONValue) {
        let conversation = document["conversation"]
        let metadata = (conversation?["metadata"]?.objectValue ?? [:]).mapValues { $0.stringValue ?? "" }
        self.init(
            ConversationDescription(
                id: conversation?["id"]?.stringValue ?? "", created: conversation?["created_at"]?.intValue ?? 0, metadata: metadata),
            items: document["items"]?.arrayValue ?? [])
        startDate = document["start_date"]?.stringValue
        refusesTraining = document["training_refused"]?.boolValue ?? false
    }

    /// Whether what is in it may become training data.
    func allowsTraining(_ consent: TrainingConsent) -> Bool {
        !refusesTraining && consent.isGiven(by: description.metadata.map { ($0.key, $0.value) })
    }
}

extension ResponseArchive {
    /// A new conversation: kept when this returns.
    package func put(_ conversation: ArchivedConversation) async throws {
        let now = Self.now
        try await store.put(
            conversation.document.serializedBytes, id: conversation.description.id, in: own(.conversations), now: now,
            expiry: now + lifetime)
    }

    package func conversation(_ id: String) async throws -> ArchivedConversation? {
        try await store.get(id, in: own(.conversations), now: Self.now).map { ArchivedConversation(document: try Self.parsed($0)) }
    }

    /// Changes a conversation in one step, and lets it live as long again.
    ///
    /// - Parameter change: returns whether there is anything to write.
    /// - Returns: it as it is then; `nil` where there is none.
    @discardableResult
    package func change(
        conversation id: String, _ change: @escaping @Sendable (inout ArchivedConversation) -> Bool
    ) async throws -> ArchivedConversation? {
        let now = Self.now
        let bytes = try await store.update(id, in: own(.conversations), now: now, expiry: now + lifetime) { bytes in
            var conversation = ArchivedConversation(document: try Self.parsed(bytes))
            return change(&conversation) ? conversation.document.serializedBytes : nil
        }
        return try bytes.map { ArchivedConversation(document: try Self.parsed($0)) }
    }

    package func remove(conversation id: String) async throws -> Bool {
        try await store.delete(id, in: own(.conversations))
    }

    /// Adds what a response said and was told to its conversation. What cannot be stored is for the log.
    func extend(conversation id: String, by archived: ArchivedResponse) async {
        do {
            try await change(conversation: id) { conversation in
                conversation.items += archived.ownItems
                conversation.startDate = conversation.startDate ?? archived.startDate
                if !archived.allowsTraining { conversation.refusesTraining = true }
                return true
            }
        } catch {
            logger.error("conversation not extended", metadata: ["conversation-id": "\(id)", "error": "\(error)"])
        }
    }
}
