import Foundation
import GRDB

extension ResponseStore {
    /// Documents of a kind, of every owner, that have not expired, oldest first: those behind a place in the order, with their own places.
    ///
    /// - Parameter place: 0 for the first; then the last one's `sequence`.
    package func page(
        of kind: DocumentCollection, behind place: Int, limit: Int, now: Int
    ) async throws(StoreError) -> [(sequence: Int, document: StoredDocument)] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT sequence, id, collection, created, body FROM document
                    WHERE sequence > ? AND expiry > ? AND (collection = ? OR substr(collection, 1, length(?) + 1) = ? || '/')
                    ORDER BY sequence LIMIT ?
                    """,
                arguments: [place, now, kind.rawValue, kind.rawValue, kind.rawValue, max(0, limit)]
            ).map { row in (row["sequence"], StoredDocument(row)) }
        }
    }
}
