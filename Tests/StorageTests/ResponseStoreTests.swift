import Foundation
import PostgreSQLFixture
import Storage
import Testing

/// What holds in memory and in a file alike.
@Suite struct ResponseStoreTests {
    private let body: [UInt8] = [0, 255, 10, 13]

    @Test(arguments: TestStore.all) func givesBackWhatItWasGiven(in kind: TestStore) async throws {
        let store = try kind.open()
        try await store.put(body, id: "a", now: 0, expiry: 10)
        try await store.put([], id: "é\0'; DROP TABLE document", now: 0, expiry: 10)
        #expect(try await store.get("a", now: 9) == body)
        #expect(try await store.get("é\0'; DROP TABLE document", now: 9) == [])
        #expect(try await store.get("b", now: 9) == nil)
    }

    @Test(arguments: TestStore.all) func replacesADocumentOfTheSameID(in kind: TestStore) async throws {
        let store = try kind.open()
        try await store.put([1], id: "a", now: 0, expiry: 10)
        try await store.put([2, 3], id: "a", now: 1, expiry: 20)
        #expect(try await store.get("a", now: 15) == [2, 3])
        #expect(try await store.usage == StoreUsage(count: 1, bytes: 2))
    }

    @Test(arguments: TestStore.all) func deletesOnce(in kind: TestStore) async throws {
        let store = try kind.open()
        try await store.put(body, id: "a", now: 0, expiry: 10)
        #expect(try await store.delete("a"))
        #expect(try await !store.delete("a"))
        #expect(try await store.get("a", now: 0) == nil)
        #expect(try await store.usage == StoreUsage(count: 0, bytes: 0))
    }

    @Test(arguments: TestStore.all) func hidesWhatHasExpiredUntilItIsDeleted(in kind: TestStore) async throws {
        let store = try kind.open()
        try await store.put(body, id: "a", now: 0, expiry: 10)
        try await store.put(body, id: "b", now: 0, expiry: 12)
        #expect(try await store.get("a", now: 10) == nil)
        #expect(try await store.usage.count == 2)
        #expect(try await store.purge(now: 10) == 1)
        #expect(try await store.purge(now: 10) == 0)
        try await store.put(body, id: "c", now: 12, expiry: 20)
        #expect(try await store.usage == StoreUsage(count: 1, bytes: 4))
    }

    @Test(arguments: TestStore.all) func dropsTheOldestAboveItsCount(in kind: TestStore) async throws {
        let store = try kind.open(maximumCount: 2)
        for id in ["a", "b", "c"] { try await store.put(body, id: id, now: 0, expiry: 10) }
        #expect(try await ids(store) == ["b", "c"])
    }

    @Test(arguments: TestStore.all) func dropsTheOldestAboveItsBytes(in kind: TestStore) async throws {
        let store = try kind.open(maximumBytes: 10)
        for id in ["a", "b", "c"] { try await store.put([UInt8](repeating: 1, count: 4), id: id, now: 0, expiry: 10) }
        #expect(try await ids(store) == ["b", "c"])
        try await store.put([UInt8](repeating: 2, count: 10), id: "d", now: 0, expiry: 10)
        #expect(try await ids(store) == ["d"])
        #expect(try await store.usage == StoreUsage(count: 1, bytes: 10))
    }

    @Test(arguments: TestStore.all) func dropsTheExpiredBeforeTheOldest(in kind: TestStore) async throws {
        let store = try kind.open(maximumCount: 2)
        try await store.put(body, id: "old", now: 0, expiry: 100)
        try await store.put(body, id: "expired", now: 1, expiry: 2)
        try await store.put(body, id: "new", now: 3, expiry: 100)
        #expect(try await ids(store) == ["old", "new"])
    }

    /// The oldest document may grow: others make room for it.
    @Test(arguments: TestStore.all) func neverDropsWhatWasJustPut(in kind: TestStore) async throws {
        let store = try kind.open(maximumBytes: 10)
        for id in ["a", "b", "c"] { try await store.put([1, 2, 3], id: id, now: 0, expiry: 10) }
        try await store.put([UInt8](repeating: 9, count: 7), id: "a", now: 0, expiry: 10)
        #expect(try await ids(store) == ["a", "c"])
    }

    @Test(arguments: TestStore.all) func refusesADocumentLargerThanTheStore(in kind: TestStore) async throws {
        let store = try kind.open(maximumBytes: 3)
        await #expect(throws: StoreError.documentTooLarge(bytes: 4, limit: 3)) {
            try await store.put(body, id: "a", now: 0, expiry: 10)
        }
    }

    @Test(arguments: TestStore.all) func keepsNothingWhereTheCountIsZero(in kind: TestStore) async throws {
        let store = try kind.open(maximumCount: 0)
        try await store.put(body, id: "a", now: 0, expiry: 10)
        #expect(try await store.usage == StoreUsage(count: 0, bytes: 0))
    }

    @Test(arguments: TestStore.all) func aCancelledTaskChangesNothing(in kind: TestStore) async throws {
        let store = try kind.open()
        let body = body
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            await #expect(throws: StoreError.cancelled) { try await store.put(body, id: "a", now: 0, expiry: 10) }
        }
        task.cancel()
        await task.value
        #expect(try await store.usage.count == 0)
    }

    private func ids(_ store: ResponseStore) async throws -> [String] {
        try await store.list(limit: 100, order: .oldestFirst, now: 0).map(\.id)
    }
}
