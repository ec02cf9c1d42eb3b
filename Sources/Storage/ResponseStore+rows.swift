/// The parts of transactions.
extension ResponseStore {
    /// - Parameter lock: of the transaction, where the document is to be changed.
    static func body(
        _ id: String, in collection: DocumentCollection, _ transaction: any StoreTransaction, now: Int, _ lock: String = ""
    ) throws -> [UInt8]? {
        try transaction.rows(
            "SELECT body FROM document WHERE id = ? AND collection = ? AND expiry > ? \(lock)",
            [.text(id), .text(collection.rawValue), .integer(now)]
        ).first?.bytes(0)
    }

    func put(
        _ document: [UInt8], id: String, in collection: DocumentCollection, parts: [String], isOpen: Bool, now: Int, expiry: Int,
        _ transaction: any StoreTransaction
    ) throws {
        guard document.count <= maximumBytes else {
            throw StoreError.documentTooLarge(bytes: document.count, limit: maximumBytes)
        }
        // A document that is replaced keeps its place in the order.
        try transaction.change(
            """
            INSERT INTO document (id, created, expiry, size, body, collection, is_open) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET
            expiry = excluded.expiry, size = excluded.size, body = excluded.body, is_open = excluded.is_open
            """,
            [
                .text(id), .integer(now), .integer(expiry), .integer(document.count), .bytes(document), .text(collection.rawValue),
                .integer(isOpen ? 1 : 0),
            ])
        try name(parts, of: id, transaction)
        try makeRoom(for: id, transaction, now: now)
    }

    private func name(_ parts: [String], of id: String, _ transaction: any StoreTransaction) throws {
        // Databases limit the number of arguments.
        for start in stride(from: 0, to: parts.count, by: 500) {
            let names = parts[start..<min(parts.count, start + 500)]
            let rows = names.map { _ in "(?)" }.joined(separator: ", ")
            try transaction.change(
                """
                INSERT INTO part (name, document) SELECT column1, sequence FROM (VALUES \(rows)) AS names, document WHERE id = ?
                ON CONFLICT DO NOTHING
                """, names.map { .text($0) } + [.text(id)])
        }
    }

    private func makeRoom(for id: String, _ transaction: any StoreTransaction, now: Int) throws {
        try Self.deleteExpired(transaction, now: now)
        while true {
            let usage = try Self.usage(transaction)
            guard usage.count > maximumCount || usage.bytes > maximumBytes else { return }
            let deleted = try transaction.change(
                """
                DELETE FROM document WHERE sequence =
                (SELECT sequence FROM document WHERE id <> ? ORDER BY expiry, sequence LIMIT 1 \(transaction.lockOfFree))
                """, [.text(id)])
            guard deleted > 0 else { return }
        }
    }

    @discardableResult
    static func deleteExpired(_ transaction: any StoreTransaction, now: Int) throws -> Int {
        // What another transaction is at is left to it, or to the next call: nobody waits.
        try transaction.change(
            "DELETE FROM document WHERE sequence IN (SELECT sequence FROM document WHERE expiry <= ? \(transaction.lockOfFree))",
            [.integer(now)])
    }

    static func usage(_ transaction: any StoreTransaction) throws -> StoreUsage {
        let rows = try transaction.rows("SELECT CAST(sum(count) AS BIGINT), CAST(sum(bytes) AS BIGINT) FROM usage", [])
        return StoreUsage(count: try rows.first?.integer(0) ?? 0, bytes: try rows.first?.integer(1) ?? 0)
    }
}
