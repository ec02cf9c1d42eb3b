import Foundation
import Storage
import Testing

@Suite struct ResponseStoreTests {
    private let body: [UInt8] = [0, 255, 10, 13]

    private func temporaryFile() -> String {
        FileManager.default.temporaryDirectory.appending(path: "chorale-store-\(UUID().uuidString).sqlite").path
    }

    @Test func givesBackWhatItWasGiven() async throws {
        let store = try ResponseStore(path: nil)
        try await store.put(body, id: "a", now: 0, expiry: 10)
        #expect(try await store.get("a", now: 9) == body)
        #expect(try await store.get("b", now: 9) == nil)
    }

    @Test func replacesADocumentOfTheSameID() async throws {
        let store = try ResponseStore(path: nil)
        try await store.put([1], id: "a", now: 0, expiry: 10)
        try await store.put([2], id: "a", now: 1, expiry: 10)
        #expect(try await store.get("a", now: 2) == [2])
        #expect(try await store.count == 1)
    }

    @Test func deletesOnce() async throws {
        let store = try ResponseStore(path: nil)
        try await store.put(body, id: "a", now: 0, expiry: 10)
        #expect(try await store.delete("a"))
        #expect(try await !store.delete("a"))
        #expect(try await store.get("a", now: 0) == nil)
    }

    @Test func hidesAndThenDropsWhatHasExpired() async throws {
        let store = try ResponseStore(path: nil)
        try await store.put(body, id: "a", now: 0, expiry: 10)
        #expect(try await store.get("a", now: 10) == nil)
        try await store.put(body, id: "b", now: 10, expiry: 20)
        #expect(try await store.count == 1)
    }

    @Test func dropsTheOldestAboveItsCount() async throws {
        let store = try ResponseStore(path: nil, maximumCount: 2)
        for id in ["a", "b", "c"] { try await store.put(body, id: id, now: 0, expiry: 10) }
        #expect(try await store.get("a", now: 0) == nil)
        #expect(try await store.get("b", now: 0) != nil)
        #expect(try await store.get("c", now: 0) != nil)
    }

    @Test func survivesTheProcess() async throws {
        let path = temporaryFile()
        try await ResponseStore(path: path).put(body, id: "a", now: 0, expiry: 10)
        #expect(try await ResponseStore(path: path).get("a", now: 0) == body)
    }

    @Test func refusesAFileThatIsNoStore() throws {
        let path = temporaryFile()
        try Data(repeating: 7, count: 5000).write(to: URL(filePath: path))
        #expect(throws: StoreError.self) { try ResponseStore(path: path) }
        #expect(throws: StoreError.self) { try ResponseStore(path: "/nowhere/at/all.sqlite") }
    }

    @Test func servesManyAtATime() async throws {
        let store = try ResponseStore(path: temporaryFile())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<50 {
                group.addTask {
                    try await store.put([UInt8(index)], id: "\(index)", now: 0, expiry: 10)
                    #expect(try await store.get("\(index)", now: 0) == [UInt8(index)])
                }
            }
            try await group.waitForAll()
        }
        #expect(try await store.count == 50)
    }
}
