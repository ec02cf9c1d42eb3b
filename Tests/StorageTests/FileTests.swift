import Foundation
import GRDB
import Storage
import Testing

/// What only a file can show.
@Suite final class FileTests {
    private let directory = FileManager.default.temporaryDirectory.appending(path: "chorale-store-\(UUID().uuidString)")
    private var path: String { directory.appending(path: "store.sqlite").path }

    init() throws {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    deinit {
        do {
            try FileManager.default.removeItem(at: directory)
        } catch {
            Issue.record(error)
        }
    }

    @Test func survivesReopening() async throws {
        let first = try ResponseStore(.file(path))
        try await first.put([1, 2], id: "a", now: 0, expiry: 10)
        try await first.put([3], id: "b", now: 1, expiry: 10)
        try first.close()
        let second = try ResponseStore(.file(path), maximumCount: 2)
        #expect(try await second.get("a", now: 0) == [1, 2])
        #expect(try await second.usage == StoreUsage(count: 2, bytes: 3))
        try await second.put([4], id: "c", now: 2, expiry: 10)
        #expect(try await second.list(limit: 9, order: .oldestFirst, now: 0).map(\.id) == ["b", "c"])
    }

    @Test func twoStoresShareAFile() async throws {
        let first = try ResponseStore(.file(path))
        let second = try ResponseStore(.file(path))
        try await first.put([1], id: "a", now: 0, expiry: 10)
        #expect(try await second.get("a", now: 0) == [1])
        try await second.delete("a")
        #expect(try await first.get("a", now: 0) == nil)
    }

    @Test func failsAfterClosing() async throws {
        let store = try ResponseStore(.file(path))
        try store.close()
        await #expect(throws: StoreError.self) { try await store.get("a", now: 0) }
    }

    @Test func isReadableByItsOwnerAlone() throws {
        let store = try ResponseStore(.file(path))
        for file in try FileManager.default.contentsOfDirectory(atPath: directory.path) {
            let attributes = try FileManager.default.attributesOfItem(atPath: directory.appending(path: file).path)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(file)")
        }
        try store.close()
    }

    @Test func overwritesWhatWasDeleted() async throws {
        let secret = [UInt8]("a secret that must not be found again".utf8)
        let store = try ResponseStore(.file(path))
        try await store.put(secret, id: "a", now: 0, expiry: 10)
        try await store.delete("a")
        try store.close()
        #expect(try Data(contentsOf: URL(filePath: path)).range(of: Data(secret)) == nil)
    }

    @Test func readersDoNotWaitForAWriter() async throws {
        let store = try ResponseStore(.file(path))
        try await store.put([1], id: "a", now: 0, expiry: 10)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: path, configuration: configuration)
        try await other.writeWithoutTransaction { db in try db.execute(sql: "BEGIN IMMEDIATE; DELETE FROM document") }
        #expect(try await store.get("a", now: 0) == [1])
        try await other.writeWithoutTransaction { db in try db.execute(sql: "COMMIT") }
        #expect(try await store.get("a", now: 0) == nil)
    }

    @Test func servesManyAtATime() async throws {
        let store = try ResponseStore(.file(path))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<50 {
                group.addTask {
                    try await store.put([UInt8(index)], id: "\(index)", now: 0, expiry: 10)
                    #expect(try await store.get("\(index)", now: 0) == [UInt8(index)])
                }
            }
            try await group.waitForAll()
        }
        #expect(try await store.usage.count == 50)
    }

    @Test func refusesAFileThatIsNoDatabase() throws {
        try Data(repeating: 7, count: 5000).write(to: URL(filePath: path))
        #expect(throws: StoreError.self) { try ResponseStore(.file(path)) }
        #expect(throws: StoreError.self) { try ResponseStore(.file("/nowhere/at/all.sqlite")) }
    }

    @Test(arguments: [
        ("CREATE TABLE document (id TEXT)", "the database belongs to another program"),
        ("PRAGMA application_id = 7; CREATE TABLE x (y); PRAGMA user_version = 1", "the database belongs to another program"),
    ])
    func refusesAnotherProgramsDatabase(sql: String, reason: String) throws {
        let database = try DatabaseQueue(path: path)
        try database.write { db in try db.execute(sql: sql) }
        try database.close()
        #expect(throws: StoreError.unusable(path: path, reason: reason)) { try ResponseStore(.file(path)) }
    }

    @Test func refusesAFileOfALaterVersion() throws {
        try ResponseStore(.file(path)).close()
        let database = try DatabaseQueue(path: path)
        let version = try database.write { db in
            let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            try db.execute(sql: "PRAGMA user_version = \(version + 1)")
            return version
        }
        try database.close()
        let reason = "the store has version \(version + 1); this program knows up to \(version)"
        #expect(throws: StoreError.unusable(path: path, reason: reason)) { try ResponseStore(.file(path)) }
    }
}
