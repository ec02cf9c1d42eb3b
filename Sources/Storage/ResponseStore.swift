/// Keeps opaque documents by id, in SQLite or PostgreSQL.
///
/// Documents stand in collections, each of which has ids of its own kind: an id is one document's in the whole store.
/// Bounded in age, number and size: a document expires at the time that was given with it, and those that expire first go first where
/// there is too much. It has no clock: times are given, in seconds since 1970. Readers do not wait for writers. In a cancelled task a
/// call is undone and throws `StoreError.cancelled`.
package struct ResponseStore: Sendable {
    private let database: any StoreDatabase
    /// Documents at most; 0 keeps none.
    package let maximumCount: Int
    /// Bytes of all documents at most; what holds them is somewhat larger.
    package let maximumBytes: Int

    /// Opens the store, or makes it. It blocks.
    package init(_ place: StorePlace, maximumCount: Int = 10_000, maximumBytes: Int = 1 << 30) throws(StoreError) {
        self.maximumCount = maximumCount
        self.maximumBytes = maximumBytes
        do {
            database = try Self.database(place)
        } catch let error as StoreError {
            throw .unusable(path: "\(place)", reason: error.reason)
        } catch {
            throw .unusable(path: "\(place)", reason: "\(error)")
        }
    }

    private static func database(_ place: StorePlace) throws -> any StoreDatabase {
        switch place {
        case .memory: return try SQLiteDatabase(path: nil)
        case .file(let path): return try SQLiteDatabase(path: path)
        case .postgreSQL(let url, let connections):
            #if PostgreSQL
                return try PostgreSQLDatabase(url: url, connections: connections)
            #else
                _ = (url, connections)
                throw StoreError.failed(reason: "this Chorale was built without PostgreSQL; build it with --traits PostgreSQL")
            #endif
        }
    }

    /// Keeps a document, in place of one that has the id. What has expired goes, then as far as is too much those that expire next.
    ///
    /// - Parameters:
    ///   - parts: names of what the document holds, for `document(withPart:)`.
    package func put(
        _ document: [UInt8], id: String, in collection: DocumentCollection = .responses, parts: [String] = [], now: Int, expiry: Int
    ) async throws(StoreError) {
        guard maximumCount > 0 else { return }
        try await write { transaction in
            try put(document, id: id, in: collection, parts: parts, isOpen: false, now: now, expiry: expiry, transaction)
        }
    }

    /// Changes a document that is there, in one step with reading it: nothing comes between.
    ///
    /// - Parameters:
    ///   - change: given the document; returns the new one, or `nil` to leave it. It may be asked again.
    /// - Returns: the document as it is then; `nil` where there is none.
    @discardableResult
    package func update(
        _ id: String, in collection: DocumentCollection = .responses, now: Int, expiry: Int,
        _ change: @escaping @Sendable ([UInt8]) throws -> [UInt8]?
    ) async throws(StoreError) -> [UInt8]? {
        try await write { transaction in
            guard let old = try Self.body(id, in: collection, transaction, now: now, transaction.lock) else { return nil }
            guard let new = try change(old) else { return old }
            try put(new, id: id, in: collection, parts: [], isOpen: false, now: now, expiry: expiry, transaction)
            return new
        }
    }

    /// The document of this id, unless it has expired.
    package func get(_ id: String, in collection: DocumentCollection = .responses, now: Int) async throws(StoreError) -> [UInt8]? {
        try await read { transaction in try Self.body(id, in: collection, transaction, now: now) }
    }

    /// The newest document with a part of this name.
    package func document(
        withPart name: String, in collection: DocumentCollection = .responses, now: Int
    ) async throws(StoreError) -> [UInt8]? {
        try await read { transaction in
            try transaction.rows(
                """
                SELECT body FROM document JOIN part ON part.document = sequence
                WHERE name = ? AND collection = ? AND expiry > ? ORDER BY sequence DESC LIMIT 1
                """, [.text(name), .text(collection.rawValue), .integer(now)]
            ).first?.bytes(0)
        }
    }

    /// Whether there was one.
    @discardableResult
    package func delete(_ id: String, in collection: DocumentCollection = .responses) async throws(StoreError) -> Bool {
        try await write { transaction in
            try transaction.change("DELETE FROM document WHERE id = ? AND collection = ?", [.text(id), .text(collection.rawValue)]) > 0
        }
    }

    /// Deletes what has expired, and returns how many that were. `put` does it too, so only an idle store needs the call.
    @discardableResult
    package func purge(now: Int) async throws(StoreError) -> Int {
        try await write { transaction in try Self.deleteExpired(transaction, now: now) }
    }

    /// What is stored, expired documents included that no call has deleted yet.
    package var usage: StoreUsage {
        get async throws(StoreError) {
            try await read { transaction in try Self.usage(transaction) }
        }
    }

    /// Ends what is under way and lets go of the database. Calls that come later fail.
    package func close() throws(StoreError) {
        do {
            try database.close()
        } catch {
            throw .failed(reason: "\(error)")
        }
    }
}

extension ResponseStore {
    func read<Result: Sendable>(_ work: @escaping @Sendable (any StoreTransaction) throws -> Result) async throws(StoreError) -> Result {
        do {
            return try await database.read(work)
        } catch {
            throw StoreError(error)
        }
    }

    func write<Result: Sendable>(_ work: @escaping @Sendable (any StoreTransaction) throws -> Result) async throws(StoreError) -> Result {
        do {
            return try await database.write(work)
        } catch {
            throw StoreError(error)
        }
    }
}
