/// Walks a JSON document (RFC 8259) over contiguous bytes without building a tree.
///
/// Call `kind()` to see what comes, then the method that consumes it. Containers are walked like this:
///
///     try reader.enterObject()
///     while let name = try reader.nextName() {
///         switch name.string {
///         case "merges":
///             try reader.enterArray()
///             while try reader.nextElement() { try use(reader.text()) }
///         default: try reader.skipValue()
///         }
///     }
///     try reader.finish()
///
/// It is as strict as the tree builder except in one thing: it does **not** refuse duplicate names, which it would
/// have to remember. After an error it stays where it was and must not be used further. It is a value: a copy looks ahead.
package struct JSONReader {
    let base: UnsafePointer<UInt8>
    let count: Int
    let limits: JSONLimits
    var position = 0
    var depth = 0
    /// True between the opening of a container and the question for its first member.
    private var isAtOpening = false

    /// The bytes are borrowed: they must outlive the reader and every `JSONText` it returns.
    package init(_ bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits = .standard) throws(JSONError) {
        guard bytes.count <= limits.maximumBytes else {
            throw .documentTooLarge(bytes: bytes.count, limit: limits.maximumBytes)
        }
        guard let base = bytes.baseAddress, !bytes.isEmpty else { throw .unexpectedEnd(expected: "a value", offset: 0) }
        if bytes.count >= 3, base[0] == 0xEF, base[1] == 0xBB, base[2] == 0xBF { throw .byteOrderMark }
        self.base = base
        self.count = bytes.count
        self.limits = limits
    }

    /// Bytes consumed so far; for the caller's own error messages.
    package var offset: Int { position }

    /// The kind of the next value, which stays unread.
    @inline(__always)
    package mutating func kind() throws(JSONError) -> JSONKind {
        switch try nextByte(expected: "a value") {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): return .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
        case UInt8(ascii: "n"): return .null
        default: throw unexpected("a value")
        }
    }

    /// Consumes `{`; its members are read with `nextName()`.
    package mutating func enterObject() throws(JSONError) {
        try require(.object)
        try enter()
    }

    /// Consumes `[`; its elements are read with `nextElement()`.
    package mutating func enterArray() throws(JSONError) {
        try require(.array)
        try enter()
    }

    /// The next member's name, its colon consumed too; `nil` once, when `}` was consumed. The value has to be read or skipped.
    package mutating func nextName() throws(JSONError) -> JSONText? {
        var byte = try nextByte(expected: isAtOpening ? "a name or '}'" : "',' or '}'")
        if byte == UInt8(ascii: "}") {
            leave()
            return nil
        }
        if !isAtOpening {
            guard byte == UInt8(ascii: ",") else { throw unexpected("',' or '}'") }
            position += 1
            byte = try nextByte(expected: "a name")
        }
        guard byte == UInt8(ascii: "\"") else { throw unexpected(isAtOpening ? "a name or '}'" : "a name") }
        isAtOpening = false
        let name = try scanString()
        guard try nextByte(expected: "':'") == UInt8(ascii: ":") else { throw unexpected("':'") }
        position += 1
        return name
    }

    /// Whether the array goes on; false once, when `]` was consumed. The element has to be read or skipped.
    package mutating func nextElement() throws(JSONError) -> Bool {
        let byte = try nextByte(expected: isAtOpening ? "a value or ']'" : "',' or ']'")
        if byte == UInt8(ascii: "]") {
            leave()
            return false
        }
        if isAtOpening {
            isAtOpening = false
        } else {
            guard byte == UInt8(ascii: ",") else { throw unexpected("',' or ']'") }
            position += 1
        }
        return true
    }

    /// Consumes `true` or `false`.
    package mutating func bool() throws(JSONError) -> Bool {
        try require(.bool)
        let value = base[position] == UInt8(ascii: "t")
        try consume(value ? "true" : "false")
        return value
    }

    /// Consumes `null`.
    package mutating func null() throws(JSONError) {
        try require(.null)
        try consume("null")
    }

    /// Refuses anything but white space up to the end of the bytes.
    package mutating func finish() throws(JSONError) {
        skipWhitespace()
        guard position == count else { throw .trailingBytes(offset: position) }
    }
}

extension JSONReader {
    /// Skips white space; the value that follows has to be of this kind.
    mutating func require(_ expected: JSONKind) throws(JSONError) {
        let found = try kind()
        guard found == expected else { throw .wrongKind(found, expected: expected, offset: position) }
    }

    /// Skips white space and looks at the byte that follows.
    @inline(__always)
    mutating func nextByte(expected: StaticString) throws(JSONError) -> UInt8 {
        skipWhitespace()
        guard position < count else { throw .unexpectedEnd(expected: expected.description, offset: count) }
        return base[position]
    }

    @inline(never)
    func unexpected(_ expected: StaticString) -> JSONError {
        .unexpectedByte(base[position], expected: expected.description, offset: position)
    }

    @inline(__always)
    private mutating func skipWhitespace() {
        while position < count {
            switch base[position] {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): position += 1
            default: return
            }
        }
    }

    private mutating func enter() throws(JSONError) {
        guard depth < limits.maximumDepth else { throw .tooDeep(limit: limits.maximumDepth, offset: position) }
        depth += 1
        position += 1
        isAtOpening = true
    }

    private mutating func leave() {
        depth -= 1
        position += 1
        isAtOpening = false
    }

    private mutating func consume(_ literal: StaticString) throws(JSONError) {
        for index in 0..<literal.utf8CodeUnitCount {
            guard position < count else { throw .unexpectedEnd(expected: literal.description, offset: count) }
            guard base[position] == literal.utf8Start[index] else { throw unexpected(literal) }
            position += 1
        }
    }
}
