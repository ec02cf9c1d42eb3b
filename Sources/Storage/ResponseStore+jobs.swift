/// Jobs: documents that are open while somebody makes them.
///
/// A job is one holder's, by a lease with an end that the holder puts off again and again; whose lease has run out loses the job to whoever
/// takes it over. Whatever a holder writes is written only while the job is its own: clocks that differ may have a job made twice, never
/// two makers write.
extension ResponseStore {
    /// Keeps a new, open document, with the job of making it.
    ///
    /// - Parameters:
    ///   - request: what the document is made from, for who takes the job over; empty where it cannot be made again.
    ///   - events: what its stream has said.
    ///   - lease: when it ends.
    /// - Returns: nil where the store keeps nothing.
    package func begin(
        _ document: [UInt8], id: String, in collection: DocumentCollection = .responses, parts: [String] = [], request: [UInt8],
        events: EventBatch?, holder: String, now: Int, expiry: Int, lease: Int
    ) async throws(StoreError) -> JobClaim? {
        guard maximumCount > 0 else { return nil }
        return try await write { transaction in
            try put(document, id: id, in: collection, parts: parts, isOpen: true, now: now, expiry: expiry, transaction)
            let rows = try transaction.rows("SELECT sequence FROM document WHERE id = ?", [.text(id)])
            guard let sequence = try rows.first?.integer(0) else { return nil }
            try transaction.change(
                "INSERT INTO job (document, holder, attempt, failures, lease, is_cancelled, request) VALUES (?, ?, 1, 0, ?, 0, ?)",
                [.integer(sequence), .text(holder), .integer(lease), .bytes(request)])
            if let events { try Self.add(events, to: sequence, transaction) }
            return JobClaim(id: id, collection: collection, document: sequence, holder: holder, attempt: 1)
        }
    }

    /// Adds what the document's stream has said. Where it is not known whether that was done, it may be done again, with what came since.
    package func append(_ events: EventBatch, to claim: JobClaim) async throws(StoreError) -> JobStanding {
        try await write { transaction in
            let standing = try Self.standing(of: claim, transaction)
            if standing != .lost { try Self.add(events, to: claim.document, transaction) }
            return standing
        }
    }

    /// Puts off the ends of leases.
    ///
    /// - Returns: the jobs that are still their holders', with whether somebody has asked for their end.
    package func renew(_ claims: [JobClaim], lease: Int) async throws(StoreError) -> [JobClaim: Bool] {
        try await write { transaction in
            var held: [JobClaim: Bool] = [:]
            // In the order in which all do it: nobody waits in a circle.
            for claim in claims.sorted(by: { $0.document < $1.document }) {
                let rows = try transaction.rows(
                    "UPDATE job SET lease = ? WHERE document = ? AND holder = ? AND attempt = ? RETURNING is_cancelled",
                    [.integer(lease), .integer(claim.document), .text(claim.holder), .integer(claim.attempt)])
                if let row = rows.first { held[claim] = try row.integer(0) != 0 }
            }
            return held
        }
    }

    /// Asks the holder of a job for its end.
    ///
    /// - Returns: whether there is such a job.
    package func cancelJob(_ id: String, in collection: DocumentCollection = .responses) async throws(StoreError) -> Bool {
        try await write { transaction in
            try transaction.change(
                "UPDATE job SET is_cancelled = 1 WHERE document = (SELECT sequence FROM document WHERE id = ? AND collection = ?)",
                [.text(id), .text(collection.rawValue)]) > 0
        }
    }

    /// What the stream of an open document has said from a number on; the first batch may begin before it.
    ///
    /// - Returns: nil where there is no such document or it is not open.
    package func events(
        of id: String, in collection: DocumentCollection = .responses, from first: Int, now: Int
    ) async throws(StoreError) -> [EventBatch]? {
        try await read { transaction in
            let rows = try transaction.rows(
                "SELECT sequence FROM document WHERE id = ? AND collection = ? AND expiry > ? AND is_open <> 0",
                [.text(id), .text(collection.rawValue), .integer(now)])
            guard let sequence = try rows.first?.integer(0) else { return nil }
            return try Self.events(of: sequence, from: first, transaction)
        }
    }

    /// Takes over the oldest job of a kind, of any owner, whose lease has ended, or that has none. The holder's own are not among them: it
    /// is there.
    ///
    /// - Parameter lease: when it ends from now on.
    package func takeOver(
        _ kind: DocumentCollection = .responses, holder: String, now: Int, lease: Int
    ) async throws(StoreError) -> OrphanedJob? {
        try await write { transaction in
            let found = try transaction.rows(
                """
                SELECT sequence, id, collection, body FROM document WHERE is_open <> 0 AND \(Self.isOfKind)
                AND NOT EXISTS (SELECT 1 FROM job WHERE job.document = sequence AND (lease > ? OR holder = ?))
                ORDER BY sequence LIMIT 1 \(transaction.lockOfFree)
                """, Self.arguments(ofKind: kind) + [.integer(now), .text(holder)])
            guard let row = found.first else { return nil }
            let sequence = try row.integer(0)
            // Who held it may have renewed it meanwhile; and one that was let go is no failure.
            let taken = try transaction.rows(
                """
                INSERT INTO job (document, holder, attempt, failures, lease, is_cancelled, request) VALUES (?, ?, 1, 1, ?, 0, ?)
                ON CONFLICT (document) DO UPDATE SET holder = excluded.holder, attempt = job.attempt + 1,
                failures = job.failures + CASE job.holder WHEN '' THEN 0 ELSE 1 END, lease = excluded.lease WHERE job.lease <= ?
                RETURNING attempt, failures, is_cancelled, request
                """, [.integer(sequence), .text(holder), .integer(lease), .bytes([]), .integer(now)])
            guard let job = taken.first else { return nil }
            let claim = JobClaim(
                id: try row.text(1), collection: DocumentCollection(rawValue: try row.text(2)), document: sequence, holder: holder,
                attempt: try job.integer(0))
            return OrphanedJob(
                claim: claim, document: try row.bytes(3), request: try job.bytes(3), isCancelled: try job.integer(2) != 0,
                failures: try job.integer(1), events: try Self.events(of: sequence, from: 0, transaction))
        }
    }

    /// Lets a job go that another is to make, from a time on.
    package func release(_ claim: JobClaim, until time: Int) async throws(StoreError) {
        try await write { transaction in
            _ = try transaction.change(
                "UPDATE job SET holder = '', lease = ? WHERE document = ? AND holder = ? AND attempt = ?",
                [.integer(time), .integer(claim.document), .text(claim.holder), .integer(claim.attempt)])
        }
    }

    /// Writes what the document has become; there is no job any more.
    ///
    /// - Returns: false where the job was lost: nothing is written then. Where it is not known whether it was done, it may be done again.
    package func finish(
        _ claim: JobClaim, _ document: [UInt8], parts: [String] = [], now: Int, expiry: Int
    ) async throws(StoreError) -> Bool {
        try await write { transaction in
            // In the order in which a deletion takes them.
            _ = try transaction.rows("SELECT sequence FROM document WHERE sequence = ? \(transaction.lock)", [.integer(claim.document)])
            guard try Self.standing(of: claim, transaction) != .lost else {
                return try Self.body(claim.id, in: claim.collection, transaction, now: now) == document
            }
            try put(
                document, id: claim.id, in: claim.collection, parts: parts, isOpen: false, now: now, expiry: expiry, transaction)
            try transaction.change("DELETE FROM job WHERE document = ?", [.integer(claim.document)])
            return true
        }
    }
}

extension ResponseStore {
    private static func standing(of claim: JobClaim, _ transaction: any StoreTransaction) throws -> JobStanding {
        let rows = try transaction.rows(
            "SELECT is_cancelled FROM job WHERE document = ? AND holder = ? AND attempt = ? \(transaction.lock)",
            [.integer(claim.document), .text(claim.holder), .integer(claim.attempt)])
        guard let row = rows.first else { return .lost }
        return try row.integer(0) == 0 ? .held : .cancelled
    }

    private static func add(_ events: EventBatch, to document: Int, _ transaction: any StoreTransaction) throws {
        try transaction.change(
            """
            INSERT INTO event (document, first, count, body) VALUES (?, ?, ?, ?)
            ON CONFLICT (document, first) DO UPDATE SET count = excluded.count, body = excluded.body
            """,
            [.integer(document), .integer(events.first), .integer(events.count), .bytes(events.body)])
    }

    private static func events(of document: Int, from first: Int, _ transaction: any StoreTransaction) throws -> [EventBatch] {
        try transaction.rows(
            "SELECT first, count, body FROM event WHERE document = ? AND first + count > ? ORDER BY first",
            [.integer(document), .integer(first)]
        ).map { row in EventBatch(first: try row.integer(0), count: try row.integer(1), body: try row.bytes(2)) }
    }
}
