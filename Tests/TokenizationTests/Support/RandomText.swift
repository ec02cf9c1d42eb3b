/// The same numbers on every run: SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }
}

enum RandomText {
    /// Characters and runs where a split pattern decides something: every class, both cases, contractions, line breaks.
    static let crucial: [String] =
        "a b z A Z é ß É ǅ ʰ ª 日 ا ́ ̈ 0 9 ½ ٣ Ⅷ ſ ' . , ! / < | _ 🍞".split(separator: " ").map(String.init)
        + [
            " ", "  ", "\t", "\n", "\r", "\r\n", "\u{B}", "\u{85}", "\u{A0}", "\u{3000}", "\u{2028}", "\u{200B}", "\u{1C}", "\0", "'s",
            "'S", "'ll", "'Re", "'ſ",
        ]

    static func crucial(count: Int, from generator: inout SeededGenerator) -> String {
        (0..<Int.random(in: 0...count, using: &generator)).map { _ in crucial.randomElement(using: &generator) ?? "" }.joined()
    }

    /// Any scalars at all, most of them from the first planes' dense parts.
    static func scalars(count: Int, from generator: inout SeededGenerator) -> String {
        let limits: [UInt32] = [0x80, 0x800, 0x3000, 0x1_0000, 0x2_0000, 0x11_0000]
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...count, using: &generator) {
            let limit = limits.randomElement(using: &generator) ?? 0x80
            if let scalar = Unicode.Scalar(UInt32.random(in: 0..<limit, using: &generator)) { text.append(scalar) }
        }
        return String(text)
    }
}
