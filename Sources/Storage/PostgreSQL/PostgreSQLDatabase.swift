#if PostgreSQL
    import Synchronization

    /// A store in a PostgreSQL database, from version 12 on, in its schema `chorale`.
    ///
    /// What a transaction needs of the session is set within it, so that a pooler may stand between that gives connections by transaction.
    final class PostgreSQLDatabase: StoreDatabase {
        private let workers: PostgreSQLWorkers

        /// How long a call waits for a connection.
        private static let waitLimit = Duration.seconds(10)
        private static let settings = """
            SET LOCAL search_path = chorale;
            SET LOCAL statement_timeout = '10s';
            SET LOCAL lock_timeout = '5s';
            SET LOCAL idle_in_transaction_session_timeout = '30s';
            """
        private static let beginReading = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; \(settings)"
        private static let beginWriting = "BEGIN ISOLATION LEVEL READ COMMITTED; \(settings)"

        /// Blocks: connects, and brings the tables up to date.
        ///
        /// - Parameter connections: at most.
        init(url: String, connections: Int) throws {
            do {
                try Layout.migrate(PostgreSQLConnection(url: url))
            } catch let error as PostgreSQLError {
                throw error.storeError
            }
            workers = PostgreSQLWorkers(url: url, limit: max(1, connections))
        }

        deinit { workers.stop() }

        func read<Result: Sendable>(_ work: @escaping @Sendable (any StoreTransaction) throws -> Result) async throws -> Result {
            try await perform(Self.beginReading, work)
        }

        func write<Result: Sendable>(_ work: @escaping @Sendable (any StoreTransaction) throws -> Result) async throws -> Result {
            try await perform(Self.beginWriting, work)
        }

        func close() {
            workers.stop()
            workers.wait(for: .seconds(10))
        }

        private func perform<Result: Sendable>(
            _ begin: String, _ work: @escaping @Sendable (any StoreTransaction) throws -> Result
        ) async throws -> Result {
            let cancellation = Cancellation()
            return try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { continuation in
                    workers.add(
                        PostgreSQLWorkers.Job(deadline: .now + Self.waitLimit) { (connection) throws(PostgreSQLError) in
                            let result: Swift.Result<Result, any Error>
                            do {
                                result = .success(try connection.transaction(begin, cancellation, work))
                            } catch let error as PostgreSQLError {
                                if error.isWorthARepetition { throw error }
                                result = .failure(error.storeError)
                            } catch {
                                result = .failure(error)
                            }
                            continuation.resume(with: result)
                        } fail: { error in
                            continuation.resume(throwing: error.storeError)
                        })
                }
            } onCancel: {
                cancellation.cancel()
            }
        }
    }

    /// Whether whoever waits for a transaction does so no longer.
    private final class Cancellation: Sendable {
        private let state = Mutex(false)

        func cancel() {
            state.withLock { $0 = true }
        }

        func check() throws {
            if state.withLock(\.self) { throw CancellationError() }
        }
    }

    extension PostgreSQLConnection {
        /// Undone where `work` throws, or where it is cancelled before it is done.
        fileprivate func transaction<Result>(
            _ begin: String, _ cancellation: Cancellation, _ work: (any StoreTransaction) throws -> Result
        ) throws -> Result {
            try cancellation.check()
            try script(begin)
            let result: Result
            do {
                result = try work(self)
                try cancellation.check()
            } catch {
                do throws(PostgreSQLError) {
                    try script("ROLLBACK")
                } catch .lost {
                    // The server undoes what nobody ends. The next call notices it.
                }
                throw error
            }
            do throws(PostgreSQLError) {
                try script("COMMIT")
            } catch .lost(let message) {
                throw PostgreSQLError.lostInCommit(message)
            }
            return result
        }
    }

    extension Layout {
        /// Brings a database's tables up to date, in one transaction and one server at a time.
        fileprivate static func migrate(_ connection: PostgreSQLConnection) throws {
            try connection.script("BEGIN; SET LOCAL statement_timeout = '60s'")
            _ = try connection.run("SELECT pg_advisory_xact_lock(?)::text", [.integer(advisoryLock)])
            // The right to make schemas is needed only where there is none.
            let schemas = try connection.run("SELECT count(*) FROM pg_namespace WHERE nspname = 'chorale'", [])
            if try schemas.rows.first?.integer(0) == 0 { try connection.script("CREATE SCHEMA chorale") }
            try connection.script("SET LOCAL search_path = chorale; CREATE TABLE IF NOT EXISTS layout (version BIGINT NOT NULL)")
            let version = try connection.run("SELECT version FROM layout", []).rows.first?.integer(0) ?? 0
            for step in try postgreSQL.steps(from: version) { try connection.script(step) }
            _ = try connection.run("DELETE FROM layout", [])
            _ = try connection.run("INSERT INTO layout VALUES (?)", [.integer(postgreSQL.steps.count)])
            try connection.script("COMMIT")
        }
    }
#endif
