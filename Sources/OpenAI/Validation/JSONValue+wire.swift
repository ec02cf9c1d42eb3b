import JSON
import OrderedCollections

extension JSONValue {
    static func nullable(_ string: String?) -> JSONValue { string.map { .string($0) } ?? .null }

    static func nullable(_ integer: Int?) -> JSONValue { integer.map { .integer($0) } ?? .null }

    static func strings(_ members: OrderedDictionary<String, String>) -> JSONValue {
        .object(JSONObject(uniqueKeysWithValues: members.map { ($0.key, JSONValue.string($0.value)) }))
    }

    /// The kind of value with its article, for messages.
    var kindName: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .integer, .unsigned: "an integer"
        case .double: "a decimal"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
