package import JSON

/// Which part of a list is asked for: `limit`, `order`, `after` and `before` of a query.
package struct PageRequest: Sendable, Hashable {
    package enum Order: String, Sendable, Hashable, CaseIterable {
        case ascending = "asc"
        case descending = "desc"
    }

    /// 1 to 100.
    package var limit: Int
    package var order: Order
    /// The page begins behind this id.
    package var after: String?
    /// The page ends ahead of this id.
    package var before: String?

    /// - Parameter value: a name's value in the query.
    /// - Throws: 400 with the name as `param`.
    package init(order defaultOrder: Order, limit defaultLimit: Int = 20, _ value: (String) -> String?) throws(APIError) {
        limit = defaultLimit
        order = defaultOrder
        if let text = value("limit") {
            guard let number = Int(text), (1...100).contains(number) else {
                throw .invalid("Invalid 'limit': expected an integer from 1 to 100, but got '\(APIError.excerpt(text))'.", param: "limit")
            }
            limit = number
        }
        if let text = value("order") {
            guard let choice = Order(rawValue: text) else {
                throw .notAmong(Order.allCases.map(\.rawValue), value: text, param: "order")
            }
            order = choice
        }
        after = value("after").flatMap { $0.isEmpty ? nil : $0 }
        before = value("before").flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The list object of this page of what is all at hand, given oldest first, each with an `id`.
    ///
    /// - Throws: 400 where `after` or `before` is none of them.
    package func page(of elements: [JSONValue]) throws(APIError) -> JSONValue {
        let ordered = order == .ascending ? elements : elements.reversed()
        let start = try index(of: after, "after", in: ordered).map { $0 + 1 } ?? 0
        let end = try index(of: before, "before", in: ordered) ?? ordered.count
        let range = ordered[min(start, end)..<end]
        return Self.list(Array(range.prefix(limit)), hasMore: range.count > limit)
    }

    private func index(of id: String?, _ name: String, in elements: [JSONValue]) throws(APIError) -> Int? {
        guard let id else { return nil }
        guard let index = elements.firstIndex(where: { $0["id"] == .string(id) }) else { throw Self.unknown(id, name) }
        return index
    }

    /// 400: the cursor is no element of the list.
    package static func unknown(_ id: String, _ name: String) -> APIError {
        .invalid("Invalid '\(name)': there is no element with the id '\(APIError.excerpt(id))' in this list.", param: name)
    }

    /// A page as the API writes it. The ids of an empty one are empty.
    package static func list(_ elements: [JSONValue], hasMore: Bool) -> JSONValue {
        [
            "object": "list", "data": .array(elements), "first_id": elements.first?["id"] ?? "", "last_id": elements.last?["id"] ?? "",
            "has_more": .bool(hasMore),
        ]
    }
}
