import OrderedCollections

extension JSONWriter {
    /// Writes a tree, however deep: what is left of the outer containers waits on a list, not on the stack.
    package mutating func write(_ value: JSONValue) {
        guard var inner = Walk(value) else { return writeScalar(value) }
        begin(inner)
        var outer: [Walk] = []
        while true {
            if let child = writeScalars(of: &inner) {
                outer.append(inner)
                inner = child
                begin(inner)
            } else {
                end(inner)
                guard let next = outer.popLast() else { return }
                inner = next
            }
        }
    }

    /// A container and how many of its members have been written.
    private struct Walk {
        enum Container {
            case array([JSONValue])
            case object(JSONObject)
        }
        let container: Container
        var written = 0

        /// `nil` for a scalar.
        init?(_ value: JSONValue) {
            switch value {
            case .array(let elements): container = .array(elements)
            case .object(let members): container = .object(members)
            default: return nil
            }
        }
    }

    /// Writes members up to the next that is a container, and returns that one; `nil` at the end.
    private mutating func writeScalars(of walk: inout Walk) -> Walk? {
        switch walk.container {
        case .array(let elements):
            while walk.written < elements.count {
                let element = elements[walk.written]
                walk.written += 1
                if let child = Walk(element) { return child }
                writeScalar(element)
            }
        case .object(let members):
            while walk.written < members.count {
                let (key, value) = members.elements[walk.written]
                walk.written += 1
                name(key)
                if let child = Walk(value) { return child }
                writeScalar(value)
            }
        }
        return nil
    }

    private mutating func writeScalar(_ value: JSONValue) {
        switch value {
        case .null: writeNull()
        case .bool(let value): write(value)
        case .integer(let value): write(value)
        case .unsigned(let value): write(value)
        case .double(let value): write(value)
        case .string(let value): write(value)
        case .array, .object: preconditionFailure("a container is no scalar")
        }
    }

    private mutating func begin(_ walk: Walk) {
        switch walk.container {
        case .array: beginArray()
        case .object: beginObject()
        }
    }

    private mutating func end(_ walk: Walk) {
        switch walk.container {
        case .array: endArray()
        case .object: endObject()
        }
    }
}

extension JSONValue {
    /// Compact JSON in UTF-8, members in their order; see `JSONWriter` for the form of numbers and strings.
    package var serializedBytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256)
        append(to: &bytes)
        return bytes
    }

    /// Appends the same.
    package func append(to bytes: inout [UInt8]) {
        var writer = JSONWriter(appendingTo: bytes)
        // Else there are two who have the bytes, and they are copied.
        bytes = []
        writer.write(self)
        bytes = writer.bytes
    }

    /// Compact JSON, members in their order.
    package var serialized: String { String(decoding: serializedBytes, as: UTF8.self) }
}
