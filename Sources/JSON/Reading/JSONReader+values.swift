import OrderedCollections

extension JSONReader {
    /// Consumes a whole value as a tree, and refuses duplicate names.
    ///
    /// Names that are canonically equivalent (Unicode §2.12) count as the same, as they do for `String`.
    package mutating func value() throws(JSONError) -> JSONValue {
        switch try kind() {
        case .object: return .object(try object())
        case .array: return .array(try array())
        case .string: return .string(try scanString().string)
        case .number: return try scanNumber()
        case .bool: return .bool(try bool())
        case .null:
            try null()
            return .null
        }
    }

    /// Consumes a value and throws it away, checking all but the uniqueness of its names.
    package mutating func skipValue() throws(JSONError) {
        switch try kind() {
        case .object:
            try enterObject()
            while try nextName() != nil { try skipValue() }
        case .array:
            try enterArray()
            while try nextElement() { try skipValue() }
        case .string: _ = try scanString()
        case .number: _ = try scanNumber()
        case .bool: _ = try bool()
        case .null: try null()
        }
    }

    private mutating func array() throws(JSONError) -> [JSONValue] {
        try enterArray()
        var elements: [JSONValue] = []
        while try nextElement() { elements.append(try value()) }
        return elements
    }

    private mutating func object() throws(JSONError) -> JSONObject {
        try enterObject()
        var members = JSONObject()
        while let text = try nextName() {
            let name = text.string
            let replaced = members.updateValue(try value(), forKey: name)
            guard replaced == nil else { throw .duplicateName(name, offset: text.raw.baseAddress.map { $0 - base - 1 } ?? 0) }
        }
        return members
    }
}
