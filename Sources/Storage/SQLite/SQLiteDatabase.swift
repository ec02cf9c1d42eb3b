import Foundation
import GRDB

/// A store in SQLite: in a file that survives the process, or in memory. Readers of a file do not wait for the writer (WAL).
struct SQLiteDatabase: StoreDatabase {
    private let database: any DatabaseWriter

    /// - Parameter path: of the file; `nil` keeps everything in memory.
    init(path: String?) throws {
        database = try path.map(Self.open(file:)) ?? DatabaseQueue(configuration: Self.configuration)
        try database.write(Layout.migrate)
    }

    func read<Result: Sendable>(_ work: @escaping @Sendable (any StoreTransaction) throws -> Result) async throws -> Result {
        try await database.read { db in try work(SQLiteTransaction(db: db)) }
    }

    func write<Result: Sendable>(_ work: @escaping @Sendable (any StoreTransaction) throws -> Result) async throws -> Result {
        try await database.write { db in try work(SQLiteTransaction(db: db)) }
    }

    func close() throws {
        try database.close()
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

/// There is one writer: it keeps every row.
private struct SQLiteTransaction: StoreTransaction {
    let db: Database
    var lock: String { "" }
    var lockOfFree: String { "" }

    func rows(_ sql: String, _ arguments: [StoreValue]) throws -> [StoreRow] {
        try Row.fetchAll(db, sql: sql, arguments: StatementArguments(arguments.map(\.databaseValue))).map { row in
            StoreRow(values: try row.databaseValues.map(StoreValue.init))
        }
    }

    func change(_ sql: String, _ arguments: [StoreValue]) throws -> Int {
        try db.execute(sql: sql, arguments: StatementArguments(arguments.map(\.databaseValue)))
        return db.changesCount
    }
}

extension StoreValue {
    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .integer(let value): value.databaseValue
        case .text(let value): value.databaseValue
        case .bytes(let value): Data(value).databaseValue
        }
    }

    fileprivate init(_ value: DatabaseValue) throws(StoreError) {
        switch value.storage {
        case .int64(let value): self = .integer(Int(value))
        case .string(let value): self = .text(value)
        case .blob(let value): self = .bytes([UInt8](value))
        case .null, .double: throw .failed(reason: "a value is neither an integer nor text nor bytes")
        }
    }
}
