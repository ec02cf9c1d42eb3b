import PostgreSQLFixture
import Storage
import Testing

@Suite struct ListTests {
    /// Documents "0" to "9" in this order; "4" has expired.
    private func store(_ kind: TestStore) async throws -> ResponseStore {
        let store = try kind.open()
        for index in 0..<10 {
            try await store.put([UInt8(index)], id: "\(index)", now: index, expiry: 1000)
        }
        try await store.put([4], id: "4", now: 10, expiry: 20)
        return store
    }

    @Test(
        arguments: TestStore.all,
        [
            (nil, nil, 100, ListOrder.oldestFirst, "012356789"),
            (nil, nil, 100, .newestFirst, "987653210"),
            (nil, nil, 3, .oldestFirst, "012"),
            (nil, nil, 3, .newestFirst, "987"),
            (nil, nil, 0, .oldestFirst, ""),
            (nil, nil, -1, .oldestFirst, ""),
            ("2", nil, 3, .oldestFirst, "356"),
            ("7", nil, 3, .newestFirst, "653"),
            ("9", nil, 3, .oldestFirst, ""),
            (nil, "7", 3, .oldestFirst, "356"),
            (nil, "2", 3, .oldestFirst, "01"),
            (nil, "2", 3, .newestFirst, "653"),
            ("1", "6", 100, .oldestFirst, "235"),
            ("1", "6", 2, .oldestFirst, "23"),
            ("6", "1", 2, .newestFirst, "53"),
            ("6", "1", 100, .oldestFirst, ""),
            ("4", nil, 2, .oldestFirst, "56"),
        ] as [(String?, String?, Int, ListOrder, String)])
    func pages(in kind: TestStore, _ row: (after: String?, before: String?, limit: Int, order: ListOrder, expected: String)) async throws {
        let page = try await store(kind).list(after: row.after, before: row.before, limit: row.limit, order: row.order, now: 20)
        #expect(page.map(\.id).joined() == row.expected)
        #expect(page.allSatisfy { $0.body == [UInt8($0.created)] && $0.id == "\($0.created)" })
    }

    @Test(arguments: TestStore.all) func refusesAnUnknownCursor(in kind: TestStore) async throws {
        let store = try await store(kind)
        await #expect(throws: StoreError.unknownDocument(id: "x")) {
            try await store.list(after: "x", limit: 1, order: .oldestFirst, now: 0)
        }
        await #expect(throws: StoreError.unknownDocument(id: "y")) {
            try await store.list(before: "y", limit: 1, order: .newestFirst, now: 0)
        }
    }
}
