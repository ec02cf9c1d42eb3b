/// RFC 8259's grammar, checked the slow and obvious way: what the parser is compared with. It builds nothing and knows no limits.
struct JSONReference {
    private struct Invalid: Error {}
    private var rest: ArraySlice<UInt8>

    static func accepts(_ bytes: [UInt8]) -> Bool {
        guard String(validating: bytes, as: UTF8.self) != nil else { return false }
        var reference = JSONReference(rest: bytes[...])
        do {
            try reference.value()
            reference.blanks()
            return reference.rest.isEmpty
        } catch {
            return false
        }
    }

    private init(rest: ArraySlice<UInt8>) { self.rest = rest }

    private mutating func blanks() { rest = rest.drop { " \t\r\n".utf8.contains($0) } }

    private mutating func take(_ byte: Character) -> Bool {
        guard rest.first == byte.asciiValue else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func require(_ text: String) throws {
        guard rest.starts(with: text.utf8) else { throw Invalid() }
        rest = rest.dropFirst(text.utf8.count)
    }

    private mutating func value() throws {
        blanks()
        switch rest.first.map({ Character(Unicode.Scalar($0)) }) {
        case "{":
            try members(end: "}") { reference throws in
                reference.blanks()
                try reference.string()
                reference.blanks()
                try reference.require(":")
                try reference.value()
            }
        case "[": try members(end: "]") { reference throws in try reference.value() }
        case "\"": try string()
        case "t": try require("true")
        case "f": try require("false")
        case "n": try require("null")
        default: try number()
        }
    }

    private mutating func members(end: Character, _ member: (inout JSONReference) throws -> Void) throws {
        rest.removeFirst()
        blanks()
        if take(end) { return }
        repeat {
            try member(&self)
            blanks()
        } while take(",")
        guard take(end) else { throw Invalid() }
    }

    private mutating func string() throws {
        guard take("\"") else { throw Invalid() }
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return
            case 0..<0x20: throw Invalid()
            case UInt8(ascii: "\\"):
                guard let escaped = rest.popFirst(), "\"\\/bfnrtu".utf8.contains(escaped) else { throw Invalid() }
                guard escaped == UInt8(ascii: "u") else { continue }
                for _ in 0..<4 {
                    guard let digit = rest.popFirst(), Character(Unicode.Scalar(digit)).isHexDigit, digit < 0x80 else { throw Invalid() }
                }
            default: continue
            }
        }
        throw Invalid()
    }

    private mutating func number() throws {
        _ = take("-")
        if !take("0") { try digits() }
        if take(".") { try digits() }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            try digits()
        }
    }

    private mutating func digits() throws {
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard !digits.isEmpty else { throw Invalid() }
        rest = rest[digits.endIndex...]
    }
}
