import Foundation
import GRDB

/// Keeps opaque documents by id, in SQLite: in a file that survives the process, or in memory.
///
/// Documents stand in collections, each of which has ids of its own kind: an id is one document's in the whole store.
/// Bounded in age, number and size: a document expires at the time that was given with it, and those that expire first go first where
/// there is too much. It has no clock: times are given, in seconds since 1970. Readers of a file do not wait for the writer (WAL). In a
/// cancelled task a call is undone and throws `StoreError.cancelled`.
package struct ResponseStore: Sendable {
    let database: any DatabaseWriter
    /// Documents at most; 0 keeps none.
    package let maximumCount: Int
    /// Bytes of all documents at most; the file is somewhat larger.
    package let maximumBytes: Int

    /// - Parameter path: of the SQLite file, which is made where it is not there, readable by its owner alone; `nil` keeps
    ///   everything in memory.
    package init(path: String?, maximumCount: Int = 10_000, maximumBytes: Int = 1 << 30) throws(StoreError) {
        self.maximumCount = maximumCount
        self.maximumBytes = maximumBytes
        do {
            database = try path.map(Self.open(file:)) ?? DatabaseQueue(configuration: Self.configuration)
            try database.write(Layout.migrate)
        } catch {
            throw .unusable(path: path ?? ":memory:", reason: "\(error)")
        }
    }

    /// Keeps a document, in place of one that has the id. What has expired goes, then as far as is too much those that expire next.
    ///
    /// - Parameters:
    ///   - parts: names of what the document holds, for `document(withPart:)`.
    ///   - isOpen: whether whoever wrote it has more to say; see `open`.
    package func put(
        _ document: [UInt8], id: String, in collection: DocumentCollection = .responses, parts: [String] = [], isOpen: Bool = false,
        now: Int, expiry: Int
    ) async throws(StoreError) {
        guard document.count <= maximumBytes else {
            throw .documentTooLarge(bytes: document.count, limit: maximumBytes)
        }
        guard maximumCount > 0 else { return }
        try await write { db in
            // A document that is replaced keeps its place in the order.
            try db.execute(
                sql: """
                    INSERT INTO document (id, created, expiry, size, body, collection, is_open) VALUES (?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (id) DO UPDATE SET
                    expiry = excluded.expiry, size = excluded.size, body = excluded.body, is_open = excluded.is_open
                    """,
                arguments: [id, now, expiry, document.count, Data(document), collection.rawValue, isOpen])
            try name(parts, of: id, db)
            try makeRoom(for: id, db, now: now)
        }
    }

    /// Changes a document that is there, in one step with reading it: nothing comes between.
    ///
    /// - Parameters:
    ///   - change: given the document; returns the new one, or `nil` to leave it.
    /// - Returns: the document as it is then; `nil` where there is none.
    @discardableResult
    package func update(
        _ id: String, in collection: DocumentCollection = .responses, parts: [String] = [], isOpen: Bool = false, now: Int, expiry: Int,
        _ change: @escaping @Sendable ([UInt8]) throws -> [UInt8]?
    ) async throws(StoreError) -> [UInt8]? {
        try await write { db in
            guard let old = try Self.body(id, in: collection, db, now: now) else { return nil }
            guard let new = try change(old) else { return old }
            guard new.count <= maximumBytes else { throw StoreError.documentTooLarge(bytes: new.count, limit: maximumBytes) }
            try db.execute(
                sql: "UPDATE document SET expiry = ?, size = ?, body = ?, is_open = ? WHERE id = ?",
                arguments: [expiry, new.count, Data(new), isOpen, id])
            try name(parts, of: id, db)
            try makeRoom(for: id, db, now: now)
            return new
        }
    }

    /// The document of this id, unless it has expired.
    package func get(_ id: String, in collection: DocumentCollection = .responses, now: Int) async throws(StoreError) -> [UInt8]? {
        try await read { db in try Self.body(id, in: collection, db, now: now) }
    }

    /// The newest document with a part of this name.
    package func document(
        withPart name: String, in collection: DocumentCollection = .responses, now: Int
    ) async throws(StoreError) -> [UInt8]? {
        try await read { db in
            let body = try Data.fetchOne(
                db,
                sql: """
                    SELECT body FROM document JOIN part ON part.document = sequence
                    WHERE name = ? AND collection = ? AND expiry > ? ORDER BY sequence DESC LIMIT 1
                    """,
                arguments: [name, collection.rawValue, now])
            return body.map { [UInt8]($0) }
        }
    }

    /// Whether there was one.
    @discardableResult
    package func delete(_ id: String, in collection: DocumentCollection = .responses) async throws(StoreError) -> Bool {
        try await write { db in
            try db.execute(sql: "DELETE FROM document WHERE id = ? AND collection = ?", arguments: [id, collection.rawValue])
            return db.changesCount > 0
        }
    }

    /// Deletes what has expired, and returns how many that were. `put` does it too, so only an idle store needs the call.
    @discardableResult
    package func purge(now: Int) async throws(StoreError) -> Int {
        try await write { db in
            try Self.deleteExpired(db, now: now)
            return db.changesCount
        }
    }

    /// What is stored, expired documents included that no call has deleted yet.
    package var usage: StoreUsage {
        get async throws(StoreError) {
            try await read { db in try StoreUsage.fetchOne(db) ?? StoreUsage(count: 0, bytes: 0) }
        }
    }

    /// Writes what is outstanding into the file and lets go of it. Calls that come later fail.
    package func close() throws(StoreError) {
        do {
            try database.close()
        } catch {
            throw .failed(reason: "\(error)")
        }
    }

}

extension ResponseStore {
    private static func body(_ id: String, in collection: DocumentCollection, _ db: Database, now: Int) throws -> [UInt8]? {
        let body = try Data.fetchOne(
            db, sql: "SELECT body FROM document WHERE id = ? AND collection = ? AND expiry > ?", arguments: [id, collection.rawValue, now])
        return body.map { [UInt8]($0) }
    }

    private func name(_ parts: [String], of id: String, _ db: Database) throws {
        for part in parts {
            try db.execute(
                sql: "INSERT OR IGNORE INTO part (name, document) SELECT ?, sequence FROM document WHERE id = ?", arguments: [part, id])
        }
    }

    private func makeRoom(for id: String, _ db: Database, now: Int) throws {
        try Self.deleteExpired(db, now: now)
        while let usage = try StoreUsage.fetchOne(db), usage.count > maximumCount || usage.bytes > maximumBytes {
            try db.execute(
                sql: """
                    DELETE FROM document WHERE sequence =
                    (SELECT sequence FROM document WHERE id <> ? ORDER BY expiry, sequence LIMIT 1)
                    """, arguments: [id])
            guard db.changesCount > 0 else { break }
        }
    }

    private static func deleteExpired(_ db: Database, now: Int) throws {
        try db.execute(sql: "DELETE FROM document WHERE expiry <= ?", arguments: [now])
    }
}

extension ResponseStore {
    func read<Result: Sendable>(_ work: @escaping @Sendable (Database) throws -> Result) async throws(StoreError) -> Result {
        do {
            return try await database.read(work)
        } catch {
            throw StoreError(error)
        }
    }

    func write<Result: Sendable>(_ work: @escaping @Sendable (Database) throws -> Result) async throws(StoreError) -> Result {
        do {
            return try await database.write(work)
        } catch {
            throw StoreError(error)
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        // Another process may have the file open, to back it up for instance.
        configuration.busyMode = .timeout(5)
        // What a user deletes is to be gone: SQLite overwrites it.
        configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA secure_delete = ON") }
        return configuration
    }

    private static func open(file path: String) throws -> any DatabaseWriter {
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        return try DatabasePool(path: path, configuration: configuration)
    }
}
