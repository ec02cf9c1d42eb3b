import Foundation
import Storage
import Testing

/// What holds in memory and in a file alike.
@Suite struct ResponseStoreTests {
    private let body: [UInt8] = [0, 255, 10, 13]

    @Test func givesBackWhatItWasGiven() async throws {
        let store = try ResponseStore(path: nil)
        try await store.put(body, id: "a", now: 0, expiry: 10)
        try await store.put([], id: "é\0'; DROP TABLE document", now: 0, expiry: 10)
        #expect(try await store.get("a", now: 9) == body)
        #expect(try await store.get("é\0'; DROP TABLE document", now: 9) == [])
        #expect(try await store.get("b", now: 9) == nil)
    }

    @Test func replacesADocumentOfTheSameID() async throws {
        let store = try ResponseStore(path: nil)
        try await store.put([1], id: "a", now: 0, expiry: 10)
        try await store.put([2, 3], id: "a", now: 1, expiry: 20)
        #expect(try await store.get("a", now: 15) == [2, 3])
        #expect(try await store.usage == StoreUsage(count: 1, bytes: 2))
    }

    @Test func deletesOnce() async throws {
        let store = try ResponseStore(path: nil)
        try await store.put(body, id: "a", now: 0, expiry: 10)
        #expect(try await store.delete("a"))
        #expect(try await !store.delete("a"))
        #expect(try await store.get("a", now: 0) == nil)
        #expect(try await store.usage == StoreUsage(count: 0, bytes: 0))
    }

    @Test func hidesWhatHasExpiredUntilItIsDeleted() async throws {
        let store = try ResponseStore(path: nil)
        try await store.put(body, id: "a", now: 0, expiry: 10)
        try await store.put(body, id: "b", now: 0, expiry: 12)
        #expect(try await store.get("a", now: 10) == nil)
        #expect(try await store.usage.count == 2)
        #expect(try await store.purge(now: 10) == 1)
        #expect(try await store.purge(now: 10) == 0)
        try await store.put(body, id: "c", now: 12, expiry: 20)
        #expect(try await store.usage == StoreUsage(count: 1, bytes: 4))
    }

    @Test func dropsTheOldestAboveItsCount() async throws {
        let store = try ResponseStore(path: nil, maximumCount: 2)
        for id in ["a", "b", "c"] { try await store.put(body, id: id, now: 0, expiry: 10) }
        #expect(try await ids(store) == ["b", "c"])
    }

    @Test func dropsTheOldestAboveItsBytes() async throws {
        let store = try ResponseStore(path: nil, maximumBytes: 10)
        for id in ["a", "b", "c"] { try await store.put([UInt8](repeating: 1, count: 4), id: id, now: 0, expiry: 10) }
        #expect(try await ids(store) == ["b", "c"])
        try await store.put([UInt8](repeating: 2, count: 10), id: "d", now: 0, expiry: 10)
        #expect(try await ids(store) == ["d"])
        #expect(try await store.usage == StoreUsage(count: 1, bytes: 10))
    }

    @Test func dropsTheExpiredBeforeTheOldest() async throws {
        let store = try ResponseStore(path: nil, maximumCount: 2)
        try await store.put(body, id: "old", now: 0, expiry: 100)
        try await store.put(body, id: "expired", now: 1, expiry: 2)
        try await store.put(body, id: "new", now: 3, expiry: 100)
        #expect(try await ids(store) == ["old", "new"])
    }

    /// The oldest document may grow: others make room for it.
    @Test func neverDropsWhatWasJustPut() async throws {
        let store = try ResponseStore(path: nil, maximumBytes: 10)
        for id in ["a", "b", "c"] { try await store.put([1, 2, 3], id: id, now: 0, expiry: 10) }
        try await store.put([UInt8](repeating: 9, count: 7), id: "a", now: 0, expiry: 10)
        #expect(try await ids(store) == ["a", "c"])
    }

    @Test func refusesADocumentLargerThanTheStore() async throws {
        let store = try ResponseStore(path: nil, maximumBytes: 3)
        await #expect(throws: StoreError.documentTooLarge(bytes: 4, limit: 3)) {
            try await store.put(body, id: "a", now: 0, expiry: 10)
        }
    }

    @Test func keepsNothingWhereTheCountIsZero() async throws {
        let store = try ResponseStore(path: nil, maximumCount: 0)
        try await store.put(body, id: "a", now: 0, expiry: 10)
        #expect(try await store.usage == StoreUsage(count: 0, bytes: 0))
    }

    @Test func aCancelledTaskChangesNothing() async throws {
        let store = try ResponseStore(path: nil)
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
