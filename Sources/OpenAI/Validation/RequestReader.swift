import JSON
import OrderedCollections

/// Reads the members of one object of a request, and remembers which it was asked for.
///
/// An absent member and `null` are the same. Errors are 400 with the member's path, such as `messages[2].content`.
/// What nobody asked for ends up in `unread`, so that nothing a client sends is ignored in silence.
struct RequestReader {
    /// The path of the object itself; empty at the top.
    let path: String
    private let members: JSONObject
    private var asked: Set<String> = []

    init(_ value: JSONValue, path: String) throws(APIError) {
        guard case .object(let members) = value else {
            if path.isEmpty { throw .malformedBody("expected an object, but got \(value.kindName) instead") }
            throw .wrongType(path, expected: "an object", found: value.kindName)
        }
        self.path = path
        self.members = members
    }

    /// The path of a member.
    func path(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    /// The names of members with a value that were not asked for, in the request's order.
    var unread: [String] {
        members.filter { !asked.contains($0.key) && $0.value != .null }.map(\.key)
    }

    /// The member as it is.
    mutating func value(_ name: String) -> JSONValue? {
        asked.insert(name)
        guard let value = members[name], value != .null else { return nil }
        return value
    }

    mutating func required(_ name: String) throws(APIError) -> JSONValue {
        guard let value = value(name) else { throw .missing(path(name)) }
        return value
    }

    mutating func string(_ name: String) throws(APIError) -> String? {
        guard let value = value(name) else { return nil }
        return try Self.string(value, path: path(name))
    }

    mutating func requiredString(_ name: String) throws(APIError) -> String {
        try Self.string(try required(name), path: path(name))
    }

    mutating func bool(_ name: String) throws(APIError) -> Bool? {
        guard let value = value(name) else { return nil }
        guard case .bool(let bool) = value else { throw .wrongType(path(name), expected: "a boolean", found: value.kindName) }
        return bool
    }

    /// One of the enumeration's raw values.
    mutating func choice<Choice>(_ name: String, of: Choice.Type = Choice.self) throws(APIError) -> Choice?
    where Choice: RawRepresentable<String> & CaseIterable {
        guard let text = try string(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            throw .notAmong(Choice.allCases.map(\.rawValue), value: text, param: path(name))
        }
        return choice
    }

    mutating func array(_ name: String, maximumCount: Int = .max) throws(APIError) -> [JSONValue]? {
        guard let value = value(name) else { return nil }
        return try Self.array(value, path: path(name), maximumCount: maximumCount)
    }

    mutating func object(_ name: String) throws(APIError) -> RequestReader? {
        guard let value = value(name) else { return nil }
        return try RequestReader(value, path: path(name))
    }

    mutating func requiredObject(_ name: String) throws(APIError) -> RequestReader {
        try RequestReader(try required(name), path: path(name))
    }

    /// The elements of an array of objects, each with its own path.
    mutating func objects(_ name: String, maximumCount: Int = .max) throws(APIError) -> [RequestReader] {
        let path = path(name)
        var readers: [RequestReader] = []
        for (index, element) in (try array(name, maximumCount: maximumCount) ?? []).enumerated() {
            readers.append(try RequestReader(element, path: "\(path)[\(index)]"))
        }
        return readers
    }

    // MARK: Values that stand alone

    static func string(_ value: JSONValue, path: String) throws(APIError) -> String {
        guard case .string(let string) = value else { throw .wrongType(path, expected: "a string", found: value.kindName) }
        return string
    }

    static func array(_ value: JSONValue, path: String, maximumCount: Int = .max) throws(APIError) -> [JSONValue] {
        guard case .array(let elements) = value else { throw .wrongType(path, expected: "an array", found: value.kindName) }
        guard elements.count <= maximumCount else {
            throw .invalid(
                "Invalid '\(path)': array too long. Expected an array with maximum length \(maximumCount), "
                    + "but got an array with length \(elements.count) instead.",
                param: path, code: "array_above_max_length")
        }
        return elements
    }
}
