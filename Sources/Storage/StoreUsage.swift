import GRDB

/// How much is stored.
package struct StoreUsage: Sendable, Hashable {
    package var count: Int
    /// Of the documents alone.
    package var bytes: Int

    package init(count: Int, bytes: Int) {
        self.count = count
        self.bytes = bytes
    }

    static func fetchOne(_ db: Database) throws -> StoreUsage? {
        try Row.fetchOne(db, sql: "SELECT count, bytes FROM usage").map { StoreUsage(count: $0["count"], bytes: $0["bytes"]) }
    }
}
