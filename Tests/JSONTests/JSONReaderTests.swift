import JSON
import Testing

/// The pull layer, used without the tree.
@Suite struct JSONReaderTests {
    private func read<Value>(_ text: String, _ body: (inout JSONReader) throws -> Value) throws -> Value {
        var text = text
        return try text.withUTF8 { bytes in
            var reader = try JSONReader(bytes)
            return try body(&reader)
        }
    }

    @Test func walksAnObjectInOrder() throws {
        let text = #" { "merges" : [["a","b"],["c","\n"]], "skipped": {"x":[1,{}]}, "n": 3, "f": 2.5, "t": true, "z": null } "#
        let seen = try read(text) { reader in
            var seen: [String] = []
            try reader.enterObject()
            while let name = try reader.nextName() {
                seen.append(name.string)
                switch name.string {
                case "merges":
                    try reader.enterArray()
                    while try reader.nextElement() {
                        try reader.enterArray()
                        while try reader.nextElement() { seen.append(try reader.string()) }
                    }
                case "n": seen.append("\(try reader.integer())")
                case "f": seen.append("\(try reader.double())")
                case "t": seen.append("\(try reader.bool())")
                case "z": try reader.null()
                default: try reader.skipValue()
                }
            }
            try reader.finish()
            return seen
        }
        #expect(seen == ["merges", "a", "b", "c", "\n", "skipped", "n", "3", "f", "2.5", "t", "true", "z"])
    }

    @Test func lendsTheBytesOfStrings() throws {
        try read(#"["plain é","a\u00e9\n"]"#) { reader in
            try reader.enterArray()
            #expect(try reader.nextElement())
            let plain = try reader.text()
            #expect(!plain.hasEscapes && !plain.isASCII)
            #expect(Array(plain.raw) == Array("plain é".utf8))
            #expect(plain.bytes == Array("plain é".utf8))
            #expect(try reader.nextElement())
            let escaped = try reader.text()
            #expect(escaped.hasEscapes && escaped.isASCII)
            #expect(Array(escaped.raw) == Array(#"a\u00e9\n"#.utf8))
            #expect(escaped.bytes == Array("aé\n".utf8))
            #expect(escaped.string == "aé\n")
            #expect(try !reader.nextElement())
        }
    }

    @Test func walksEmptyContainers() throws {
        try read("[{},[],0]") { reader in
            try reader.enterArray()
            #expect(try reader.nextElement())
            try reader.enterObject()
            #expect(try reader.nextName() == nil)
            #expect(try reader.nextElement())
            try reader.enterArray()
            #expect(try !reader.nextElement())
            #expect(try reader.nextElement())
            #expect(try reader.integer() == 0)
            #expect(try !reader.nextElement())
            try reader.finish()
        }
    }

    @Test(arguments: [
        ("{}", JSONKind.object), (" []", .array), ("\"\"", .string), ("-1", .number), ("5", .number), ("true", .bool), ("false", .bool),
        ("null", .null),
    ])
    func tellsTheKindWithoutConsuming(text: String, kind: JSONKind) throws {
        try read(text) { reader in
            #expect(try reader.kind() == kind)
            #expect(try reader.kind() == kind)
            try reader.skipValue()
            try reader.finish()
        }
    }

    @Test func aCopyLooksAhead() throws {
        try read("[1,2]") { reader in
            try reader.enterArray()
            var ahead = reader
            try ahead.skipRest()
            #expect(try reader.nextElement())
            #expect(try reader.integer() == 1)
        }
    }

    @Test func namesWhatItFoundInstead() throws {
        #expect(throws: JSONError.wrongKind(.number, expected: .string, offset: 1)) { try read(" 1") { try $0.string() } }
        #expect(throws: JSONError.wrongKind(.null, expected: .object, offset: 0)) { try read("null") { try $0.enterObject() } }
        #expect(throws: JSONError.wrongKind(.string, expected: .number, offset: 0)) { try read("\"1\"") { try $0.integer() } }
        #expect(throws: JSONError.wrongKind(.object, expected: .bool, offset: 0)) { try read("{}") { try $0.bool() } }
    }

    @Test func readsIntegersHoweverTheyAreWritten() throws {
        #expect(try read("3.0") { try $0.integer() } == 3)
        #expect(try read("1e3") { try $0.integer() } == 1000)
        for text in ["2.5", "9223372036854775808", "1e300"] {
            #expect(throws: JSONError.notAnInteger(offset: 0)) { try read(text) { try $0.integer() } }
        }
        #expect(try read("9223372036854775808") { try $0.double() } == 0x1p63)
        #expect(try read("-7") { try $0.double() } == -7)
    }

    @Test func leavesDuplicateNamesToTheCaller() throws {
        try read(#"{"a":1,"a":2}"#) { reader in
            try reader.skipValue()
            try reader.finish()
        }
    }

    @Test(arguments: [
        (JSONError.unexpectedByte(0x2C, expected: "a value", offset: 4), "',' at byte 4 where a value was expected"),
        (.unexpectedByte(0x0C, expected: "a value", offset: 0), "byte 0x0c at byte 0 where a value was expected"),
        (.unexpectedEnd(expected: "':'", offset: 9), "the document ends at byte 9 where ':' was expected"),
        (.controlCharacter(0x0A, offset: 3), "unescaped control character, byte 0x0a, in the string at byte 3"),
        (.duplicateName("model", offset: 12), "the name \"model\" a second time in one object, at byte 12"),
        (.wrongKind(.null, expected: .object, offset: 2), "expected an object, found null at byte 2"),
        (.wrongKind(.bool, expected: .number, offset: 2), "expected a number, found a boolean at byte 2"),
    ])
    func describesErrorsInWords(error: JSONError, description: String) {
        #expect(error.description == description)
    }
}

extension JSONReader {
    fileprivate mutating func skipRest() throws {
        while try nextElement() { try skipValue() }
    }
}
