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

    /// Most objects are small: up to 15 members, `OrderedDictionary` has no hash table, and names are compared only
    /// where a 64-bit filter cannot tell them apart. From there on the dictionary's hashes find duplicates.
    private mutating func object() throws(JSONError) -> JSONObject {
        try enterObject()
        var names: ContiguousArray<String> = []
        var values: ContiguousArray<JSONValue> = []
        var filter = NameFilter()
        while names.count < 15 {
            guard let text = try nextName() else { break }
            let name = text.string
            if filter.mayContain(text), names.contains(name) { throw duplicate(name, text) }
            if names.isEmpty {
                names.reserveCapacity(4)
                values.reserveCapacity(4)
            }
            filter.insert(text)
            names.append(name)
            values.append(try value())
        }
        var members = JSONObject(uncheckedUniqueKeys: names, values: values)
        guard names.count == 15 else { return members }
        while let text = try nextName() {
            let name = text.string
            guard members.updateValue(try value(), forKey: name) == nil else { throw duplicate(name, text) }
        }
        return members
    }

    @inline(never)
    private func duplicate(_ name: String, _ text: JSONText) -> JSONError {
        .duplicateName(name, offset: text.raw.baseAddress.map { $0 - base - 1 } ?? 0)
    }
}

/// A set of names that may say yes to a name that is not in it, never no to one that is.
private struct NameFilter {
    private var bits: UInt64 = 0

    func mayContain(_ name: JSONText) -> Bool { bits & mask(name) != 0 }
    mutating func insert(_ name: JSONText) { bits |= mask(name) }

    /// One bit from the length and the bytes at the ends. All bits for names that may equal others with different bytes.
    private func mask(_ name: JSONText) -> UInt64 {
        guard name.isASCII, !name.hasEscapes else { return ~0 }
        guard let first = name.raw.first, let last = name.raw.last else { return 1 }
        let middle = name.raw[name.raw.count / 2]
        let mixed = UInt32(first) &* 0x9E37 &+ UInt32(middle) &* 0x85EB &+ UInt32(last) &* 0xC2B3 &+ UInt32(name.raw.count) &* 0x27D5
        return 1 << UInt64((mixed &* 0x9E37_79B1) >> 26)
    }
}
