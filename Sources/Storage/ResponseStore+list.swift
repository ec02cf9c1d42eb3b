/// By the time of the first `put` of each document.
package enum ListOrder: Sendable {
    case oldestFirst, newestFirst
}

extension ResponseStore {
    /// A page of the documents that have not expired.
    ///
    /// - Parameters:
    ///   - after: the page begins behind this document.
    ///   - before: the page ends ahead of this one, and without `after` it is the last page that does.
    ///   - limit: documents at most; ask for one more than is shown to know whether there are more.
    /// - Throws: `unknownDocument` where `after` or `before` is no document.
    package func list(
        in collection: DocumentCollection = .responses, after: String? = nil, before: String? = nil, limit: Int, order: ListOrder,
        now: Int
    ) async throws(StoreError) -> [StoredDocument] {
        try await read { transaction in
            let isDescending = order == .newestFirst
            let lower = try Self.sequence(of: isDescending ? before : after, in: collection, transaction)
            let upper = try Self.sequence(of: isDescending ? after : before, in: collection, transaction)
            // The page ahead of `before` is found from its end.
            let isFromTheEnd = before != nil && after == nil
            let page = try transaction.rows(
                """
                SELECT id, collection, created, body FROM document
                WHERE collection = ? AND expiry > ? AND sequence > ? AND sequence < ?
                ORDER BY sequence \(isDescending != isFromTheEnd ? "DESC" : "ASC") LIMIT ?
                """,
                [.text(collection.rawValue), .integer(now), .integer(lower ?? 0), .integer(upper ?? Int.max), .integer(max(0, limit))]
            ).map { row in try StoredDocument(row) }
            return isFromTheEnd ? page.reversed() : page
        }
    }

    /// Documents of a kind, of every owner, that have not expired, oldest first: those behind a place in the order, with their own places.
    ///
    /// - Parameter place: 0 for the first; then the last one's `sequence`.
    package func page(
        of kind: DocumentCollection, behind place: Int, limit: Int, now: Int
    ) async throws(StoreError) -> [(sequence: Int, document: StoredDocument)] {
        try await read { transaction in
            try transaction.rows(
                """
                SELECT id, collection, created, body, sequence FROM document
                WHERE sequence > ? AND expiry > ? AND \(Self.isOfKind) ORDER BY sequence LIMIT ?
                """, [.integer(place), .integer(now)] + Self.arguments(ofKind: kind) + [.integer(max(0, limit))]
            ).map { row in (try row.integer(4), try StoredDocument(row)) }
        }
    }

    /// Whether a document is of a kind, whoever owns it.
    static let isOfKind = "(collection = ? OR substr(collection, 1, length(?) + 1) = ? || '/')"

    static func arguments(ofKind kind: DocumentCollection) -> [StoreValue] {
        [StoreValue](repeating: .text(kind.rawValue), count: 3)
    }

    private static func sequence(
        of id: String?, in collection: DocumentCollection, _ transaction: any StoreTransaction
    ) throws -> Int? {
        guard let id else { return nil }
        let found = try transaction.rows(
            "SELECT sequence FROM document WHERE id = ? AND collection = ?", [.text(id), .text(collection.rawValue)])
        guard let sequence = try found.first?.integer(0) else { throw StoreError.unknownDocument(id: id) }
        return sequence
    }
}

extension StoredDocument {
    /// Of the columns id, collection, created and body.
    init(_ row: StoreRow) throws {
        self.init(
            id: try row.text(0), collection: DocumentCollection(rawValue: try row.text(1)), created: try row.integer(2),
            body: try row.bytes(3))
    }
}
