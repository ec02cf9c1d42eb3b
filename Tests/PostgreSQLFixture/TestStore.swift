import Foundation
package import Storage

/// The stores that every rule is held against: all that this build and this machine have.
package enum TestStore: String, Sendable, CaseIterable {
    case memory, file, postgreSQL

    package static let all = allCases.filter { $0 != .postgreSQL || PostgreSQLServer.absence == nil }
    /// Those that several servers can share.
    package static let shared = all.filter { $0 != .memory }

    /// A new, empty one.
    package func place(connections: Int = 2) throws -> StorePlace {
        switch self {
        case .memory: .memory
        case .file: .file(Self.folder.appending(path: "\(UUID().uuidString).sqlite").path)
        case .postgreSQL: .postgreSQL(url: try PostgreSQLServer.shared.get().database(), connections: connections)
        }
    }

    package func open(maximumCount: Int = 10_000, maximumBytes: Int = 1 << 30) throws -> ResponseStore {
        try ResponseStore(place(), maximumCount: maximumCount, maximumBytes: maximumBytes)
    }

    /// Gone with the process.
    private static let folder: URL = {
        let folder = FileManager.default.temporaryDirectory.appending(path: "chorale-stores-\(getpid())")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            // Whoever opens a file there says so.
        }
        atexit {
            do { try FileManager.default.removeItem(at: TestStore.folder) } catch {}
        }
        return folder
    }()
}
