import JSON
import Testing

@Suite struct StringTests {
    @Test(arguments: [
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
        (#""\u0041\u00e9\u20AC\uFFFF\u0000""#, "Aé€\u{FFFF}\0"),
        (#""\ud83d\ude00\uD83D\uDE00""#, "😀😀"),
        (#""\ud800\udc00\udbff\udfff""#, "\u{10000}\u{10FFFF}"),
        (#""\ud7ff\ue000""#, "\u{D7FF}\u{E000}"),
        (#""no escape, longer than sixteen bytes""#, "no escape, longer than sixteen bytes"),
        (#""an escape at the end of a long run\n""#, "an escape at the end of a long run\n"),
        (#""\\\\\\\\\\\\\\\\\\""#, "\\\\\\\\\\\\\\\\\\"),
        ("\"é€😀 mixed \\t é\"", "é€😀 mixed \t é"),
    ])
    func resolvesEscapes(text: String, value: String) throws {
        let parsed = try #require(try JSONValue(parsing: text).stringValue)
        #expect(Array(parsed.utf8) == Array(value.utf8))
    }

    @Test(arguments: [
        (#""\ud800""#, 1), (#""a\udc00""#, 2), (#""\udfff\ud800""#, 1), (#""\ud800\ud800""#, 1), (#""\ud83dx\ude00""#, 1),
        (#""\ud83d\n""#, 1), (#""\ud83d\u0041""#, 1), (#""\ud83d\ude00\ud83d""#, 13), (#""\ud83d"#, 1), (#""\ud83d\"#, 1),
    ])
    func refusesHalfASurrogatePair(text: String, offset: Int) {
        #expect(throws: JSONError.loneSurrogate(offset: offset)) { try JSONValue(parsing: text) }
    }

    /// Wherever a special byte stands in the words that the scanner reads at once, it is found, and at its own index.
    @Test(arguments: [UInt8(0x00), 0x1F, 0x22, 0x5C, 0x80, 0xFF])
    func findsASpecialByteAtEveryPosition(special: UInt8) {
        for length in 0..<40 {
            for position in 0...length {
                for filler: UInt8 in [0x20, 0x21, 0x23, 0x5B, 0x5D, 0x7F] {
                    var bytes = [UInt8](repeating: filler, count: length)
                    bytes.insert(special, at: position)
                    bytes = [0x22] + bytes + [0x22]
                    let expected: JSONError =
                        switch special {
                        case 0x22: .trailingBytes(offset: position + 2)
                        case 0x5C where position == length: .unexpectedEnd(expected: "the end of a string", offset: bytes.count)
                        case 0x5C: .invalidEscape(offset: position + 1)
                        case 0x80...: .invalidUTF8(offset: position + 1)
                        default: .controlCharacter(special, offset: position + 1)
                        }
                    // A space after the closing quote is white space, and a second quote comes after it.
                    let isSpaced = special == 0x22 && filler == 0x20
                    #expect(throws: isSpaced ? .trailingBytes(offset: bytes.count - 1) : expected) { try JSONValue(parsing: bytes) }
                }
            }
        }
    }

    private func accepts(_ sequence: [UInt8], after prefix: Int = 0) -> Bool {
        let bytes = [0x22] + [UInt8](repeating: 0x61, count: prefix) + sequence + [0x22]
        switch Result(catching: { () throws(JSONError) in try JSONValue(parsing: bytes) }) {
        case .success(.string(let text)):
            #expect(Array(text.utf8) == Array(bytes.dropFirst().dropLast()))
            return true
        case .success: return false
        case .failure(let error):
            guard case .invalidUTF8(let offset) = error else {
                Issue.record("\(sequence): \(error)")
                return false
            }
            #expect((1 + prefix..<1 + prefix + sequence.count).contains(offset))
            return false
        }
    }

    private func isWellFormed(_ sequence: [UInt8]) -> Bool { String(validating: sequence, as: UTF8.self) != nil }

    @Test func agreesWithTheStandardLibraryOnEveryTwoBytes() {
        for first in UInt8(0x80)...0xFF {
            #expect(accepts([first]) == isWellFormed([first]))
            for second in UInt8(0x80)...0xFF {
                #expect(accepts([first, second]) == isWellFormed([first, second]), "\([first, second])")
            }
        }
    }

    /// The edges of RFC 3629's table in every position, cut short at every length and placed around the ends of words.
    @Test func agreesWithTheStandardLibraryOnLongerSequences() {
        let edges: [UInt8] = [0x61, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2]
        for first: UInt8 in [0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF] {
            for second in edges {
                for third in edges {
                    for fourth in edges {
                        let sequence = [first, second, third, fourth]
                        for length in 1...4 {
                            let cut = Array(sequence.prefix(length))
                            #expect(accepts(cut) == isWellFormed(cut), "\(cut)")
                        }
                        #expect(accepts(sequence, after: 6) == isWellFormed(sequence))
                    }
                }
            }
        }
    }

    @Test func refusesInvalidUTF8InNames() {
        #expect(throws: JSONError.invalidUTF8(offset: 2)) { try JSONValue(parsing: [0x7B, 0x22, 0xC0, 0x80, 0x22, 0x3A, 0x30, 0x7D]) }
    }
}
