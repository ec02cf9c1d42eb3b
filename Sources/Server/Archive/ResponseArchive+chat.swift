import JSON
import Logging
package import OpenAI
import OrderedCollections
import Storage

extension ResponseArchive {
    /// Keeps a chat completion. An answer is not lost because it could not be stored: that is for the log.
    func keep(_ completion: StoredChatCompletion) async {
        let now = Self.now
        do {
            try await store.put(
                completion.document.serializedBytes, id: completion.id, in: own(.chatCompletions), now: now, expiry: now + lifetime)
        } catch {
            logger.error("chat completion not stored", metadata: ["completion-id": "\(completion.id)", "error": "\(error)"])
        }
    }

    package func chatCompletion(_ id: String) async throws -> StoredChatCompletion? {
        try await store.get(id, in: own(.chatCompletions), now: Self.now).map { StoredChatCompletion(document: try Self.parsed($0)) }
    }

    /// Gives a chat completion new metadata in one step, and lets it live as long again.
    ///
    /// - Returns: it as it is then; `nil` where there is none.
    func update(chatCompletion id: String, metadata: OrderedDictionary<String, String>) async throws -> StoredChatCompletion? {
        let now = Self.now
        let bytes = try await store.update(id, in: own(.chatCompletions), now: now, expiry: now + lifetime) { bytes in
            var completion = StoredChatCompletion(document: try Self.parsed(bytes))
            completion.update(metadata)
            return completion.document.serializedBytes
        }
        return try bytes.map { StoredChatCompletion(document: try Self.parsed($0)) }
    }

    package func remove(chatCompletion id: String) async throws -> Bool {
        try await store.delete(id, in: own(.chatCompletions))
    }

    /// The list object of those that match.
    func chatCompletions(
        _ page: PageRequest, matching: (StoredChatCompletion) -> Bool
    ) async throws -> JSONValue {
        var found: [JSONValue] = []
        var after = page.after
        let order: ListOrder = page.order == .ascending ? .oldestFirst : .newestFirst
        while found.count <= page.limit {
            let documents: [StoredDocument]
            do {
                documents = try await store.list(in: own(.chatCompletions), after: after, limit: 100, order: order, now: Self.now)
            } catch StoreError.unknownDocument(let id) {
                throw PageRequest.unknown(id, "after")
            }
            for document in documents {
                let completion = StoredChatCompletion(document: try Self.parsed(document.body))
                if matching(completion) { found.append(completion.completion) }
            }
            guard documents.count == 100 else { break }
            after = documents.last?.id
        }
        return PageRequest.list(Array(found.prefix(page.limit)), hasMore: found.count > page.limit)
    }
}
