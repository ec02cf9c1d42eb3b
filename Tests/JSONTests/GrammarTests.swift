import JSON
import Testing

/// RFC 8259's grammar, by tables of what is a document and what is none.
@Suite struct GrammarTests {
    static let accepted: [(text: String, value: JSONValue)] = [
        ("null", nil), ("true", true), ("false", false),
        ("0", 0), ("-1", -1), ("\"\"", ""), ("[]", []), ("{}", [:]),
        (" \t\r\n[ \t\r\n] \t\r\n", []),
        (" { } ", [:]),
        ("[1,2,3]", [1, 2, 3]),
        ("[ 1 , 2 ]", [1, 2]),
        ("[[],[[]],{}]", [[], [[]], [:]]),
        ("[null,true,false]", [nil, true, false]),
        ("{\"\":0}", ["": 0]),
        ("{ \"a\" : { \"b\" : [ ] } }", ["a": ["b": []]]),
        ("{\"b\":1,\"a\":2}", ["b": 1, "a": 2]),
        ("{\"a\":1,\"A\":2,\"a \":3}", ["a": 1, "A": 2, "a ": 3]),
        ("{\"a\\u0000b\":1,\"a\":2}", ["a\0b": 1, "a": 2]),
        ("\"\u{7F}\"", "\u{7F}"),
        ("\"\u{FEFF}\"", "\u{FEFF}"),
        ("\"\u{2028}\u{2029}\"", "\u{2028}\u{2029}"),
    ]

    @Test(arguments: accepted)
    func accepts(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: text) == value)
    }

    static let refused: [(text: String, error: JSONError)] = [
        ("", .unexpectedEnd(expected: "a value", offset: 0)),
        ("  ", .unexpectedEnd(expected: "a value", offset: 2)),
        ("\u{FEFF}1", .byteOrderMark),
        ("1 2", .trailingBytes(offset: 2)),
        ("[]]", .trailingBytes(offset: 2)),
        ("{}\0", .trailingBytes(offset: 2)),
        ("null,", .trailingBytes(offset: 4)),
        ("nul", .unexpectedEnd(expected: "null", offset: 3)),
        ("nulL", .unexpectedByte(UInt8(ascii: "L"), expected: "null", offset: 3)),
        ("True", .unexpectedByte(UInt8(ascii: "T"), expected: "a value", offset: 0)),
        ("truee", .trailingBytes(offset: 4)),
        ("NaN", .unexpectedByte(UInt8(ascii: "N"), expected: "a value", offset: 0)),
        ("Infinity", .unexpectedByte(UInt8(ascii: "I"), expected: "a value", offset: 0)),
        ("'a'", .unexpectedByte(UInt8(ascii: "'"), expected: "a value", offset: 0)),
        ("\u{0C}1", .unexpectedByte(0x0C, expected: "a value", offset: 0)),
        ("\u{A0}1", .unexpectedByte(0xC2, expected: "a value", offset: 0)),
        ("// c\n1", .unexpectedByte(UInt8(ascii: "/"), expected: "a value", offset: 0)),
        ("[1]/**/", .trailingBytes(offset: 3)),
        ("[", .unexpectedEnd(expected: "a value or ']'", offset: 1)),
        ("[1", .unexpectedEnd(expected: "',' or ']'", offset: 2)),
        ("[1,", .unexpectedEnd(expected: "a value", offset: 3)),
        ("[1,]", .unexpectedByte(UInt8(ascii: "]"), expected: "a value", offset: 3)),
        ("[,1]", .unexpectedByte(UInt8(ascii: ","), expected: "a value", offset: 1)),
        ("[1,,2]", .unexpectedByte(UInt8(ascii: ","), expected: "a value", offset: 3)),
        ("[1 2]", .unexpectedByte(UInt8(ascii: "2"), expected: "',' or ']'", offset: 3)),
        ("[1}", .unexpectedByte(UInt8(ascii: "}"), expected: "',' or ']'", offset: 2)),
        ("[\"a\":1]", .unexpectedByte(UInt8(ascii: ":"), expected: "',' or ']'", offset: 4)),
        ("]", .unexpectedByte(UInt8(ascii: "]"), expected: "a value", offset: 0)),
        ("{", .unexpectedEnd(expected: "a name or '}'", offset: 1)),
        ("{\"a\"", .unexpectedEnd(expected: "':'", offset: 4)),
        ("{\"a\":", .unexpectedEnd(expected: "a value", offset: 5)),
        ("{\"a\":1", .unexpectedEnd(expected: "',' or '}'", offset: 6)),
        ("{\"a\":1,", .unexpectedEnd(expected: "a name", offset: 7)),
        ("{\"a\":1,}", .unexpectedByte(UInt8(ascii: "}"), expected: "a name", offset: 7)),
        ("{,}", .unexpectedByte(UInt8(ascii: ","), expected: "a name or '}'", offset: 1)),
        ("{a:1}", .unexpectedByte(UInt8(ascii: "a"), expected: "a name or '}'", offset: 1)),
        ("{1:1}", .unexpectedByte(UInt8(ascii: "1"), expected: "a name or '}'", offset: 1)),
        ("{\"a\" 1}", .unexpectedByte(UInt8(ascii: "1"), expected: "':'", offset: 5)),
        ("{\"a\"::1}", .unexpectedByte(UInt8(ascii: ":"), expected: "a value", offset: 5)),
        ("{\"a\":1 \"b\":2}", .unexpectedByte(UInt8(ascii: "\""), expected: "',' or '}'", offset: 7)),
        ("{\"a\":1]", .unexpectedByte(UInt8(ascii: "]"), expected: "',' or '}'", offset: 6)),
        ("{\"a\"}", .unexpectedByte(UInt8(ascii: "}"), expected: "':'", offset: 4)),
        ("{\"a\":}", .unexpectedByte(UInt8(ascii: "}"), expected: "a value", offset: 5)),
        ("\"", .unexpectedEnd(expected: "the end of a string", offset: 1)),
        ("\"abcdefghijk", .unexpectedEnd(expected: "the end of a string", offset: 12)),
        ("\"\n\"", .controlCharacter(0x0A, offset: 1)),
        ("\"0123456789\t\"", .controlCharacter(0x09, offset: 11)),
        ("\"\0\"", .controlCharacter(0, offset: 1)),
        ("\"a\\x\"", .invalidEscape(offset: 2)),
        ("\"\\'\"", .invalidEscape(offset: 1)),
        ("\"\\\n\"", .invalidEscape(offset: 1)),
        ("\"\\U0041\"", .invalidEscape(offset: 1)),
        ("\"\\u004g\"", .invalidEscape(offset: 1)),
        ("\"\\u 041\"", .invalidEscape(offset: 1)),
        ("\"\\u004\"", .invalidEscape(offset: 1)),
        ("\"\\u00", .unexpectedEnd(expected: "a hexadecimal digit", offset: 5)),
        ("\"\\", .unexpectedEnd(expected: "the end of a string", offset: 2)),
        ("\"\\\"", .unexpectedEnd(expected: "the end of a string", offset: 3)),
    ]

    @Test(arguments: refused)
    func refuses(text: String, error: JSONError) {
        #expect(throws: error) { try JSONValue(parsing: text) }
    }

    static let document = #"{"a":[1,-2.5e-3,"é\n\ud83d\ude00 and more text",true,null,{}],"b":{"c":false,"d":[[]]}}"#

    @Test func refusesEveryProperPrefixOfADocument() throws {
        let bytes = [UInt8](Self.document.utf8)
        for length in 0..<bytes.count {
            #expect(throws: JSONError.self, "\(length) bytes") { try JSONValue(parsing: bytes[..<length]) }
        }
        #expect(try JSONValue(parsing: bytes[...])["b"]?["c"] == false)
    }

    /// The walk without a tree and the tree builder are two callers of one scanner: they agree on every document.
    @Test func skippingAcceptsWhatParsingAccepts() {
        var random = SplitMix64(state: 1)
        let original = [UInt8](Self.document.utf8)
        var accepted = 0
        for _ in 0..<20_000 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...2, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = original.randomElement(using: &random) ?? 0
            }
            let parsed = Result { () throws(JSONError) in try JSONValue(parsing: bytes) }
            if case .failure(.duplicateName) = parsed { continue }
            let skipped = bytes.withUnsafeBufferPointer { bytes in
                Result { () throws(JSONError) in
                    var reader = try JSONReader(bytes)
                    try reader.skipValue()
                    try reader.finish()
                }
            }
            switch (parsed, skipped) {
            case (.success, .success): accepted += 1
            case (.failure(let left), .failure(let right)): #expect(left == right)
            default: Issue.record("\(String(decoding: bytes, as: UTF8.self)): \(parsed), \(skipped)")
            }
        }
        #expect(accepted > 1000)
    }
}
