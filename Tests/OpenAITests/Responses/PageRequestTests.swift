import JSON
import OpenAI
import Testing

struct PageRequestTests {
    private let elements: [JSONValue] = (1...5).map { ["id": "\($0)"] }

    private func page(_ query: [String: String]) throws -> JSONValue {
        try PageRequest(order: .descending, limit: 2) { query[$0] }.page(of: elements)
    }

    /// The query, the ids of the page, and whether there are more.
    @Test(
        arguments: [
            ([:], "54", true), (["order": "asc"], "12", true), (["after": "4"], "32", true), (["after": "2"], "1", false),
            (["order": "asc", "after": "3", "limit": "9"], "45", false), (["before": "4"], "5", false),
            (["order": "asc", "after": "1", "before": "3"], "2", false), (["after": "1"], "", false),
            (["after": "1", "before": "5"], "", false),
        ] as [([String: String], String, Bool)])
    func pages(query: [String: String], ids: String, hasMore: Bool) throws {
        let page = try page(query)
        #expect(page["data"]?.arrayValue?.compactMap { $0["id"]?.stringValue }.joined() == ids)
        #expect(page["has_more"] == .bool(hasMore))
        #expect(page["first_id"]?.stringValue == String(ids.prefix(1)))
        #expect(page["last_id"]?.stringValue == String(ids.suffix(1)))
    }

    @Test(arguments: [("limit", "0"), ("limit", "101"), ("limit", "x"), ("order", "up"), ("after", "9"), ("before", "9")])
    func refuses(name: String, value: String) throws {
        let error = try #require(throws: APIError.self) { try page([name: value]) }
        #expect(error.status == 400)
        #expect(error.param == name)
    }
}
