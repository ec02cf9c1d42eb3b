/// What a store is kept in: transactions, which run where they may block.
protocol StoreDatabase: Sendable {
    /// Runs `work` on one state of the database.
    func read<Result: Sendable>(_ work: @escaping @Sendable (any StoreTransaction) throws -> Result) async throws -> Result
    /// Runs `work` wholly or, where it throws or the task is cancelled, not at all. It may be run again where another was in its way.
    func write<Result: Sendable>(_ work: @escaping @Sendable (any StoreTransaction) throws -> Result) async throws -> Result
    /// Ends what is under way. Calls that come later fail.
    func close() throws
}

/// A transaction. Statements are those that all databases understand, with a `?` for each argument and nowhere else.
protocol StoreTransaction {
    /// At the end of a query: keeps the rows for this transaction.
    var lock: String { get }
    /// The same, for those rows that no other transaction keeps.
    var lockOfFree: String { get }
    /// The rows of a statement.
    func rows(_ sql: String, _ arguments: [StoreValue]) throws -> [StoreRow]
    /// Runs a statement that changes rows, and returns how many.
    @discardableResult
    func change(_ sql: String, _ arguments: [StoreValue]) throws -> Int
}

/// A value in a row. What may be missing is not asked for.
enum StoreValue: Sendable, Hashable {
    case integer(Int)
    case text(String)
    case bytes([UInt8])
}

/// The values of a row, by the order in which they were asked for.
struct StoreRow: Sendable {
    let values: [StoreValue]

    func integer(_ column: Int) throws(StoreError) -> Int {
        guard case .integer(let value) = values[column] else { throw .failed(reason: "column \(column) is no integer") }
        return value
    }

    func text(_ column: Int) throws(StoreError) -> String {
        guard case .text(let value) = values[column] else { throw .failed(reason: "column \(column) is no text") }
        return value
    }

    func bytes(_ column: Int) throws(StoreError) -> [UInt8] {
        guard case .bytes(let value) = values[column] else { throw .failed(reason: "column \(column) has no bytes") }
        return value
    }
}
