import PostgreSQLFixture
import Storage
import Testing

/// Who may make what is open.
@Suite struct JobTests {
    private func begin(_ store: ResponseStore, _ id: String = "a", holder: String = "one", lease: Int = 10) async throws -> JobClaim {
        let claim = try await store.begin(
            [0], id: id, in: .responses.of("me"), parts: ["p"], request: [7], events: EventBatch(first: 0, count: 2, body: [1]),
            holder: holder, now: 0, expiry: 1000, lease: lease)
        return try #require(claim)
    }

    @Test(arguments: TestStore.all) func areTheirHoldersUntilTheyAreDone(in kind: TestStore) async throws {
        let store = try kind.open()
        let claim = try await begin(store)
        let mine = DocumentCollection.responses.of("me")
        #expect(try await store.get("a", in: mine, now: 0) == [0])
        #expect(try await store.append(EventBatch(first: 2, count: 3, body: [2]), to: claim) == .held)
        let said = [EventBatch(first: 0, count: 2, body: [1]), EventBatch(first: 2, count: 3, body: [2])]
        for (first, expected) in [(0, said), (1, said), (2, [said[1]]), (4, [said[1]]), (5, []), (.max, [])] {
            let events = try await store.events(of: "a", in: mine, from: first, now: 0)
            #expect(events == expected)
        }
        // Who does not know whether it was done does it again.
        let more = EventBatch(first: 2, count: 4, body: [2, 2])
        #expect(try await store.append(more, to: claim) == .held)
        #expect(try await store.events(of: "a", in: mine, from: 2, now: 0) == [more])
        for _ in 0..<2 {
            let isDone = try await store.finish(claim, [5, 6], parts: ["q"], now: 1, expiry: 20)
            #expect(isDone)
        }
        #expect(try await store.get("a", in: mine, now: 1) == [5, 6])
        #expect(try await store.document(withPart: "q", in: mine, now: 1) == [5, 6])
        #expect(try await store.events(of: "a", in: mine, from: 0, now: 1) == nil)
        #expect(try await store.append(EventBatch(first: 5, count: 1, body: [2]), to: claim) == .lost)
        #expect(try await store.takeOver(holder: "two", now: .max, lease: 0) == nil)
        #expect(try await store.usage == StoreUsage(count: 1, bytes: 2))
    }

    @Test(arguments: TestStore.all) func areTakenOverWhenTheirLeaseHasEnded(in kind: TestStore) async throws {
        let store = try kind.open()
        let first = try await begin(store)
        #expect(try await store.takeOver(holder: "two", now: 9, lease: 20) == nil)
        #expect(try await store.takeOver(holder: "one", now: 10, lease: 20) == nil, "it is there")
        let orphan = try #require(try await store.takeOver(holder: "two", now: 10, lease: 20))
        #expect(orphan.document == [0])
        #expect(orphan.request == [7])
        #expect(orphan.events == [EventBatch(first: 0, count: 2, body: [1])])
        #expect(orphan.failures == 1)
        #expect(!orphan.isCancelled)
        #expect(orphan.claim.id == "a")
        #expect(orphan.claim.collection.owner == "me")
        #expect(try await store.takeOver(holder: "three", now: 19, lease: 30) == nil)
        // Who held it writes no more.
        #expect(try await store.append(EventBatch(first: 2, count: 1, body: [9]), to: first) == .lost)
        #expect(try await !store.finish(first, [9], now: 11, expiry: 20))
        try await store.release(first, until: 0)
        #expect(try await store.renew([first], lease: 100).isEmpty)
        #expect(try await store.append(EventBatch(first: 2, count: 1, body: [3]), to: orphan.claim) == .held)
        #expect(try await store.finish(orphan.claim, [1], now: 11, expiry: 20))
        #expect(try await store.get("a", in: orphan.claim.collection, now: 11) == [1])
    }

    @Test(arguments: TestStore.all) func areKeptByWhoRenewsTheLease(in kind: TestStore) async throws {
        let store = try kind.open()
        let claim = try await begin(store)
        let other = try await begin(store, "b", holder: "two")
        #expect(try await store.renew([claim], lease: 50) == [claim: false])
        let orphan = try await store.takeOver(holder: "three", now: 49, lease: 60)
        #expect(orphan?.claim.id == other.id)
        #expect(try await store.takeOver(holder: "three", now: 49, lease: 60) == nil)
    }

    @Test(arguments: TestStore.all) func tellTheirHolderThatTheyAreToEnd(in kind: TestStore) async throws {
        let store = try kind.open()
        let claim = try await begin(store)
        #expect(try await !store.cancelJob("a"), "another's")
        #expect(try await !store.cancelJob("b", in: claim.collection))
        #expect(try await store.cancelJob("a", in: claim.collection))
        #expect(try await store.renew([claim], lease: 10) == [claim: true])
        #expect(try await store.append(EventBatch(first: 2, count: 1, body: [3]), to: claim) == .cancelled)
        #expect(try await store.takeOver(holder: "two", now: 10, lease: 20)?.isCancelled == true)
    }

    @Test(arguments: TestStore.all) func mayBeHandedOver(in kind: TestStore) async throws {
        let store = try kind.open()
        try await store.release(begin(store), until: 3)
        #expect(try await store.takeOver(holder: "two", now: 2, lease: 20) == nil)
        #expect(try await store.takeOver(holder: "two", now: 3, lease: 20)?.failures == 0)
        #expect(try await store.takeOver(holder: "three", now: 20, lease: 30)?.failures == 1)
    }

    @Test(arguments: TestStore.all) func goWithTheirDocument(in kind: TestStore) async throws {
        let store = try kind.open()
        let claim = try await begin(store)
        try await store.delete("a", in: claim.collection)
        #expect(try await store.append(EventBatch(first: 2, count: 1, body: [3]), to: claim) == .lost)
        #expect(try await store.renew([claim], lease: 10).isEmpty)
        #expect(try await !store.finish(claim, [9], now: 1, expiry: 20))
        #expect(try await store.usage == StoreUsage(count: 0, bytes: 0))
    }

    @Test(arguments: TestStore.shared) func areTakenOverByOne(in kind: TestStore) async throws {
        let place = try kind.place()
        let stores = try (0..<3).map { _ in try ResponseStore(place) }
        for index in 0..<20 { _ = try await begin(stores[0], "\(index)") }
        let taken = try await withThrowingTaskGroup(of: [String].self) { group in
            for index in 0..<12 {
                group.addTask {
                    var ids: [String] = []
                    // One whose turn comes while others hold a row may see nothing: it asks again.
                    for _ in 0..<20 {
                        let orphan = try await stores[index % 3].takeOver(holder: "\(index)", now: 10, lease: 20)
                        if let orphan { ids.append(orphan.claim.id) }
                    }
                    return ids
                }
            }
            return try await group.reduce([], +)
        }
        #expect(taken.sorted() == (0..<20).map(String.init).sorted())
    }

    @Test func areNoneWhereNothingIsKept() async throws {
        let store = try TestStore.memory.open(maximumCount: 0)
        let claim = try await store.begin([0], id: "a", request: [], events: nil, holder: "one", now: 0, expiry: 10, lease: 10)
        #expect(claim == nil)
    }
}
