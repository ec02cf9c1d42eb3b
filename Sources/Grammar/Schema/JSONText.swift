/// The pieces of JSON that every schema's grammar has.
///
/// White space is bounded, so that a model cannot fill an answer with it: after `{`, `[`, `,` and `:`, and before `}` and `]`, there is
/// nothing, one space, or a line break with an indentation.
enum JSONText {
    static let space = Pattern.optional(
        .choice([
            .text(" "),
            .sequence([
                .text("\n"),
                .choice([
                    .repetition(.text(" "), minimum: 0, maximum: 64), .repetition(.text("\t"), minimum: 1, maximum: 16),
                ]),
            ]),
        ]))

    /// Digits of the integer part: what 64 bits hold, so that every reader gets the number that was meant.
    static let integerDigits = 18
    static let fractionDigits = 17

    static func wholePart(digits: Int = integerDigits) -> Pattern {
        .choice([
            .text("0"), .sequence([.bytes(0x31...0x39), .repetition(.digit, minimum: 0, maximum: digits - 1)]),
        ])
    }

    static let integer = Pattern.sequence([.optional(.text("-")), wholePart()])
    /// Exponents have two digits: no number is beyond binary64.
    static let number = Pattern.sequence([
        integer, .optional(.sequence([.text("."), .repetition(.digit, minimum: 1, maximum: fractionDigits)])),
        .optional(
            .sequence([
                .byte(ByteSet("eE".utf8)), .optional(.byte(ByteSet("+-".utf8))), .repetition(.digit, minimum: 1, maximum: 2),
            ])),
    ])

    private static let hex = Pattern.byte(ByteSet("0123456789abcdefABCDEF".utf8))
    /// Any string, written in any way that RFC 8259 has, but for lone surrogates.
    static let anyString = Pattern.sequence([
        .text("\""),
        .any(
            .choice([
                TextEncoding.utf8.pattern(ScalarSet([0...0x1F, 0x22...0x22, 0x5C...0x5C]).complement),
                .sequence([.text("\\"), .byte(ByteSet("\"\\/bfnrt".utf8))]),
                .sequence([.text("\\u"), unpaired]),
                .sequence([.text("\\u"), surrogate("89abAB"), .text("\\u"), surrogate("cdefCDEF")]),
            ])), .text("\""),
    ])
    private static let unpaired = Pattern.choice([
        .sequence([.byte(ByteSet("0123456789abcefABCEF".utf8)), hex, hex, hex]),
        .sequence([.byte(ByteSet("dD".utf8)), .byte(ByteSet("01234567".utf8)), hex, hex]),
    ])

    private static func surrogate(_ second: String) -> Pattern {
        .sequence([.byte(ByteSet("dD".utf8)), .byte(ByteSet(second.utf8)), hex, hex])
    }

    /// One character, written in one way.
    static let character = TextEncoding.json.pattern(.all)
    /// Any string, written in one way.
    static let canonicalString = Pattern.sequence([.text("\""), .any(character), .text("\"")])

    /// This string, written in one way.
    static func string(_ text: String) -> Pattern { .literal(bytes(of: text)) }

    static func bytes(of text: String) -> [UInt8] {
        guard case .literal(let bytes) = TextEncoding.json.pattern(text) else { return [] }
        return [UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")]
    }
}
