/// Why bytes are not the JSON document that was asked for. Offsets count bytes from the document's start.
///
/// The descriptions are shown to users of the API.
package enum JSONError: Error, Hashable {
    case documentTooLarge(bytes: Int, limit: Int)
    /// U+FEFF before the document; RFC 8259 §8.1 forbids writing one and lets parsers refuse it.
    case byteOrderMark
    case unexpectedEnd(expected: String, offset: Int)
    case unexpectedByte(UInt8, expected: String, offset: Int)
    case trailingBytes(offset: Int)
    case tooDeep(limit: Int, offset: Int)
    /// Not well-formed by RFC 3629; the offset is that of the first byte of the ill-formed sequence.
    case invalidUTF8(offset: Int)
    /// A byte below 0x20 inside a string, which has to be escaped.
    case controlCharacter(UInt8, offset: Int)
    /// The offset is that of the backslash.
    case invalidEscape(offset: Int)
    /// A `\u` escape of half a surrogate pair; the offset is that of its backslash.
    case loneSurrogate(offset: Int)
    /// A digit follows a leading zero.
    case leadingZero(offset: Int)
    /// Written without fraction or exponent. The offset is that of the number.
    case integerTooLong(digits: Int, limit: Int, offset: Int)
    /// Beyond the largest binary64. The offset is that of the number.
    case numberOutOfRange(offset: Int)
    /// The offset is that of the second name.
    case duplicateName(String, offset: Int)
    /// A number was read as an integer, and has a fraction or does not fit 64 bits.
    case notAnInteger(offset: Int)
    /// Well-formed, but not the kind of value the caller asked for.
    case wrongKind(JSONKind, expected: JSONKind, offset: Int)
}

extension JSONError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .documentTooLarge(let bytes, let limit): "the document has \(bytes) bytes; the limit is \(limit)"
        case .byteOrderMark: "a byte order mark at byte 0"
        case .unexpectedEnd(let expected, let offset): "the document ends at byte \(offset) where \(expected) was expected"
        case .unexpectedByte(let byte, let expected, let offset):
            "\(Self.name(of: byte)) at byte \(offset) where \(expected) was expected"
        case .trailingBytes(let offset): "more text after the end of the document, at byte \(offset)"
        case .tooDeep(let limit, let offset): "arrays and objects nest more than \(limit) deep at byte \(offset)"
        case .invalidUTF8(let offset): "invalid UTF-8 at byte \(offset)"
        case .controlCharacter(let byte, let offset): "unescaped control character, \(Self.name(of: byte)), in the string at byte \(offset)"
        case .invalidEscape(let offset): "invalid escape in the string at byte \(offset)"
        case .loneSurrogate(let offset): "half a surrogate pair in the string at byte \(offset)"
        case .leadingZero(let offset): "a number with a leading zero at byte \(offset)"
        case .integerTooLong(let digits, let limit, let offset):
            "an integer of \(digits) digits at byte \(offset); the limit is \(limit)"
        case .notAnInteger(let offset): "the number at byte \(offset) is not an integer of 64 bits"
        case .numberOutOfRange(let offset): "the number at byte \(offset) is too large"
        case .duplicateName(let name, let offset): "the name \"\(name.prefix(64))\" a second time in one object, at byte \(offset)"
        case .wrongKind(let found, let expected, let offset): "expected \(expected.phrase), found \(found.phrase) at byte \(offset)"
        }
    }

    /// `'x'` for a visible ASCII character, `0x1f` for any other byte.
    private static func name(of byte: UInt8) -> String {
        if (0x21...0x7E).contains(byte) { return "'\(Unicode.Scalar(byte))'" }
        return "byte 0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}

extension JSONKind {
    fileprivate var phrase: String {
        switch self {
        case .object, .array: "an \(rawValue)"
        case .string, .number, .bool: "a \(rawValue)"
        case .null: rawValue
        }
    }
}
