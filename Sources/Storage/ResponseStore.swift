import Foundation
import GRDB

/// Keeps opaque documents by id, in SQLite: in a file that survives the process, or in memory.
///
/// Bounded in number and age: a document expires at the time that was given with it, and the oldest go first where there are too
/// many. It has no clock; every call is told the time.
package struct ResponseStore: Sendable {
    private let database: any DatabaseWriter
    /// Documents at most.
    package let maximumCount: Int

    /// - Parameters:
    ///   - path: of the SQLite file, which is made where it is not there; `nil` keeps everything in memory.
    ///   - maximumCount: the oldest documents above it are deleted.
    package init(path: String?, maximumCount: Int = 10_000) throws(StoreError) {
        self.maximumCount = max(0, maximumCount)
        do {
            // A pool writes ahead (WAL), so that readers and the writer do not wait for each other.
            database = try path.map { try DatabasePool(path: $0) } ?? DatabaseQueue()
            try Self.migrations.migrate(database)
        } catch {
            throw .unusable(path: path ?? ":memory:", reason: "\(error)")
        }
    }

    /// Keeps a document, in place of one that has the id. What has expired, or is too many, goes.
    ///
    /// - Parameters:
    ///   - now, expiry: seconds since 1970.
    package func put(_ document: [UInt8], id: String, now: Int, expiry: Int) async throws(StoreError) {
        try await perform { [maximumCount, database] in
            try await database.write { db in
                try db.execute(
                    sql: "INSERT OR REPLACE INTO document (id, body, created, expiry) VALUES (?, ?, ?, ?)",
                    arguments: [id, Data(document), now, expiry])
                try db.execute(sql: "DELETE FROM document WHERE expiry <= ?", arguments: [now])
                try db.execute(
                    sql: """
                        DELETE FROM document WHERE sequence <=
                            (SELECT sequence FROM document ORDER BY sequence DESC LIMIT 1 OFFSET ?)
                        """, arguments: [maximumCount])
            }
        }
    }

    /// The document of this id, unless it has expired.
    package func get(_ id: String, now: Int) async throws(StoreError) -> [UInt8]? {
        try await perform { [database] in
            try await database.read { db in
                try Data.fetchOne(
                    db, sql: "SELECT body FROM document WHERE id = ? AND expiry > ?", arguments: [id, now]
                ).map { Array($0) }
            }
        }
    }

    /// Whether there was one.
    @discardableResult
    package func delete(_ id: String) async throws(StoreError) -> Bool {
        try await perform { [database] in
            try await database.write { db in
                try db.execute(sql: "DELETE FROM document WHERE id = ?", arguments: [id])
                return db.changesCount > 0
            }
        }
    }

    /// How many documents there are, expired ones included.
    package var count: Int {
        get async throws(StoreError) {
            try await perform { [database] in
                try await database.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM document") ?? 0 }
            }
        }
    }

    private func perform<Result: Sendable>(
        _ work: @Sendable () async throws -> Result
    ) async throws(StoreError) -> Result {
        do {
            return try await work()
        } catch {
            throw .failed(reason: "\(error)")
        }
    }

    /// What the file's layout has been, oldest first; GRDB applies those that a file has not seen.
    private static var migrations: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("documents") { db in
            try db.create(table: "document") { table in
                table.autoIncrementedPrimaryKey("sequence")
                table.column("id", .text).notNull().unique()
                table.column("body", .blob).notNull()
                table.column("created", .integer).notNull()
                table.column("expiry", .integer).notNull().indexed()
            }
        }
        return migrator
    }
}
