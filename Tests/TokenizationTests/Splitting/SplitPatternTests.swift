import Testing
import Tokenization

/// The pattern of o200k_base as tiktoken writes it.
let o200kExpression =
    #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"#
    + #"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"#
    + #"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"#

let gpt2Expression = #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#

@Suite struct SplitPatternTests {
    @Test func knowsThePatternsThatHaveAScanner() {
        #expect(SplitPattern(regularExpression: o200kExpression) == .o200k)
        let singleDigits = o200kExpression.split(separator: "{1,3}", maxSplits: 1).joined()
        #expect(SplitPattern(regularExpression: singleDigits) == .o200kSingleDigits)
        #expect(SplitPattern(regularExpression: gpt2Expression) == .gpt2)
    }

    @Test(arguments: [#"\w+|\s+"#, "", o200kExpression + " ", String(o200kExpression.dropLast())])
    func knowsNoOther(expression: String) {
        #expect(SplitPattern(regularExpression: expression) == nil)
    }

    @Test(arguments: [
        ("Hello, world!", ["Hello", ",", " world", "!"]),
        ("it's we'LL o'clock", ["it's", " we'LL", " o", "'clock"]),
        ("HTTPServer iPhone", ["HTTPServer", " i", "Phone"]),
        ("1234567 ½٣x", ["123", "456", "7", " ", "½٣", "x"]),
        ("日A日本B", ["日A日本", "B"]),
        ("a  b", ["a", " ", " b"]),
        ("a \n b\n\n  c  ", ["a", " \n", " b", "\n\n", " ", " c", "  "]),
        ("x();\n\n/y", ["x", "();\n\n/", "y"]),
        ("\u{301}A", ["\u{301}", "A"]),
        ("1\u{301}'s", ["1", "\u{301}'s"]),
        ("a'ſ", ["a'ſ"]),
        ("\u{1C}\u{200B}", ["\u{1C}\u{200B}"]),
    ])
    func splitsAsTheO200kPatternDoes(text: String, pieces: [String]) {
        #expect(SplitPattern.o200k.pieces(of: text).map { Array($0.utf8) } == pieces.map { Array($0.utf8) })
    }

    @Test func canMakeEveryDigitAPiece() {
        #expect(SplitPattern.o200kSingleDigits.pieces(of: "x123 ½") == ["x", "1", "2", "3", " ", "½"])
    }

    @Test func splitsAsGPT2Does() {
        let pieces = ["It", "'s", " GPT", "-", "2", " (", "2019", ").", " ", " I", "'", "LL", "\n"]
        #expect(SplitPattern.gpt2.pieces(of: pieces.joined()) == pieces)
    }
}
