import Foundation
import GRDB

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
        try await read { db in
            let isDescending = order == .newestFirst
            let lower = try Self.sequence(of: isDescending ? before : after, in: collection, db)
            let upper = try Self.sequence(of: isDescending ? after : before, in: collection, db)
            // The page ahead of `before` is found from its end.
            let isFromTheEnd = before != nil && after == nil
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT id, collection, created, body FROM document
                    WHERE collection = ? AND expiry > ? AND sequence > ? AND sequence < ?
                    ORDER BY sequence \(isDescending != isFromTheEnd ? "DESC" : "ASC") LIMIT ?
                    """,
                arguments: [collection.rawValue, now, lower ?? 0, upper ?? Int.max, max(0, limit)])
            let page = rows.map(StoredDocument.init)
            return isFromTheEnd ? page.reversed() : page
        }
    }

    /// The documents of a kind, of every owner, that were put as open and not closed since, oldest first.
    package func open(_ kind: DocumentCollection = .responses) async throws(StoreError) -> [StoredDocument] {
        // By the writer: a reader that is opened keeps SQLite from taking the write-ahead log in when the store is closed.
        try await write { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT id, collection, created, body FROM document
                    WHERE is_open AND (collection = ? OR substr(collection, 1, length(?) + 1) = ? || '/') ORDER BY sequence
                    """,
                arguments: [kind.rawValue, kind.rawValue, kind.rawValue]
            ).map(StoredDocument.init)
        }
    }

    private static func sequence(of id: String?, in collection: DocumentCollection, _ db: Database) throws -> Int? {
        guard let id else { return nil }
        let sql = "SELECT sequence FROM document WHERE id = ? AND collection = ?"
        guard let sequence = try Int.fetchOne(db, sql: sql, arguments: [id, collection.rawValue]) else {
            throw StoreError.unknownDocument(id: id)
        }
        return sequence
    }
}

extension StoredDocument {
    /// Of the columns id, collection, created and body.
    init(_ row: Row) {
        self.init(
            id: row["id"], collection: DocumentCollection(rawValue: row["collection"]), created: row["created"],
            body: [UInt8](row["body"] as Data))
    }
}
