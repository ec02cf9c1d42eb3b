import Foundation
import GRDB

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
        after: String? = nil, before: String? = nil, limit: Int, order: ListOrder, now: Int
    ) async throws(StoreError) -> [StoredDocument] {
        try await read { db in
            let isDescending = order == .newestFirst
            let lower = try Self.sequence(of: isDescending ? before : after, db)
            let upper = try Self.sequence(of: isDescending ? after : before, db)
            // The page ahead of `before` is found from its end.
            let isFromTheEnd = before != nil && after == nil
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT id, created, body FROM document WHERE expiry > ? AND sequence > ? AND sequence < ?
                    ORDER BY sequence \(isDescending != isFromTheEnd ? "DESC" : "ASC") LIMIT ?
                    """,
                arguments: [now, lower ?? 0, upper ?? Int.max, max(0, limit)])
            let page = rows.map { row in
                StoredDocument(id: row["id"], created: row["created"], body: [UInt8](row["body"] as Data))
            }
            return isFromTheEnd ? page.reversed() : page
        }
    }

    private static func sequence(of id: String?, _ db: Database) throws -> Int? {
        guard let id else { return nil }
        guard let sequence = try Int.fetchOne(db, sql: "SELECT sequence FROM document WHERE id = ?", arguments: [id]) else {
            throw StoreError.unknownDocument(id: id)
        }
        return sequence
    }
}
