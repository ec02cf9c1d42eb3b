import Foundation
import GRDB
import PostgreSQLFixture
import Storage
import Testing

@Suite struct CollectionTests {
    private static let other = DocumentCollection(rawValue: "other")

    @Test(arguments: TestStore.all) func keepApartWhatIsOfAnotherKind(in kind: TestStore) async throws {
        let store = try kind.open()
        try await store.put([1], id: "a", now: 0, expiry: 10)
        try await store.put([2], id: "b", in: Self.other, now: 0, expiry: 10)
        #expect(try await store.get("b", now: 0) == nil)
        #expect(try await store.get("b", in: Self.other, now: 0) == [2])
        #expect(try await store.list(in: Self.other, limit: 9, order: .oldestFirst, now: 0).map(\.id) == ["b"])
        #expect(try await !store.delete("a", in: Self.other))
        await #expect(throws: StoreError.unknownDocument(id: "a")) {
            try await store.list(in: Self.other, after: "a", limit: 9, order: .oldestFirst, now: 0)
        }
    }

    @Test(arguments: TestStore.all) func findADocumentByWhatItHolds(in kind: TestStore) async throws {
        let store = try kind.open()
        try await store.put([1], id: "a", parts: ["x", "y"], now: 0, expiry: 10)
        try await store.put([2], id: "b", parts: ["y", "y"], now: 0, expiry: 20)
        #expect(try await store.document(withPart: "x", now: 0) == [1])
        #expect(try await store.document(withPart: "y", now: 0) == [2], "the newest")
        #expect(try await store.document(withPart: "y", in: Self.other, now: 0) == nil)
        #expect(try await store.document(withPart: "x", now: 10) == nil, "expired")
        try await store.delete("b")
        #expect(try await store.document(withPart: "y", now: 0) == [1])
    }

    @Test(arguments: TestStore.all) func changeADocumentInOneStep(in kind: TestStore) async throws {
        let store = try kind.open()
        try await store.put([0], id: "a", now: 0, expiry: 10)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 { group.addTask { try await store.update("a", now: 0, expiry: 20) { [$0[0] + 1] } } }
            try await group.waitForAll()
        }
        #expect(try await store.get("a", now: 15) == [50])
        #expect(try await store.update("a", now: 0, expiry: 20) { _ in nil } == [50])
        #expect(try await store.update("b", now: 0, expiry: 20) { $0 } == nil, "nothing is made that was deleted")
    }

    @Test(arguments: TestStore.all) func countAChangeOfSize(in kind: TestStore) async throws {
        let store = try kind.open(maximumBytes: 4)
        try await store.put([1, 2], id: "a", now: 0, expiry: 10)
        try await store.put([3, 4], id: "b", now: 0, expiry: 10)
        try await store.update("b", now: 0, expiry: 10) { $0 + [5] }
        #expect(try await store.usage == StoreUsage(count: 1, bytes: 3))
        await #expect(throws: StoreError.documentTooLarge(bytes: 6, limit: 4)) {
            try await store.update("b", now: 0, expiry: 10) { $0 + [6, 7, 8] }
        }
    }

    @Test(arguments: TestStore.all) func dropFirstWhatWouldExpireFirst(in kind: TestStore) async throws {
        let store = try kind.open(maximumCount: 2)
        try await store.put([1], id: "a", now: 0, expiry: 10)
        try await store.put([2], id: "b", now: 1, expiry: 11)
        try await store.update("a", now: 2, expiry: 12) { $0 }
        try await store.put([3], id: "c", now: 3, expiry: 13)
        #expect(try await store.list(limit: 9, order: .oldestFirst, now: 3).map(\.id) == ["a", "c"])
    }

    /// A file of the first version has responses alone.
    @Test func takeOverAFileOfTheFirstVersion() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "chorale-v1-\(UUID().uuidString).sqlite").path
        defer { unlink(path) }
        let old = try DatabaseQueue(path: path)
        try await old.write { db in
            try db.execute(
                sql: """
                    PRAGMA application_id = \(0x4368_6F72);
                    CREATE TABLE document (
                        sequence INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, created INTEGER NOT NULL,
                        expiry INTEGER NOT NULL, size INTEGER NOT NULL, body BLOB NOT NULL
                    );
                    CREATE INDEX document_expiry ON document (expiry);
                    CREATE TABLE usage (count INTEGER NOT NULL, bytes INTEGER NOT NULL);
                    INSERT INTO usage VALUES (1, 1);
                    INSERT INTO document VALUES (1, 'a', 0, 10, 1, x'07');
                    PRAGMA user_version = 1;
                    """)
        }
        try old.close()
        let store = try ResponseStore(.file(path))
        #expect(try await store.get("a", now: 0) == [7])
        try store.close()
    }
}
