import Foundation
import Testing
import Tokenization

/// The scanners against the regular expressions that they stand for.
@Suite struct SplitReferenceTests {
    static let patterns: [(SplitPattern, String)] = [
        (.o200k, o200kExpression),
        (.o200kSingleDigits, o200kExpression.replacing(#"\p{N}{1,3}"#, with: #"\p{N}"#)),
        (.gpt2, gpt2Expression),
    ]

    @Test(arguments: patterns)
    func agreesOnRandomTexts(pattern: SplitPattern, expression: String) throws {
        let reference = try Reference(expression)
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<4000 {
            let text = RandomText.crucial(count: 12, from: &generator)
            #expect(pattern.pieces(of: text).map { Array($0.utf8) } == reference.pieces(of: text), "\(text.debugDescription)")
        }
    }

    /// Characters whose class no version since Unicode 15.0 has changed, each in places where its class decides the split.
    @Test func knowsTheClassOfEveryCharacter() throws {
        let reference = try Reference(o200kExpression)
        for start in stride(from: UInt32(0), to: 0x11_0000, by: 256) {
            let scalars = (start..<start + 256).compactMap { Unicode.Scalar($0) }.filter { scalar in
                guard let age = scalar.properties.age else { return scalar.properties.generalCategory == .privateUse }
                return age.major <= 15
            }
            let text = scalars.map { "a\($0)b 1\($0)A\($0)\n\($0)!" }.joined()
            #expect(SplitPattern.o200k.pieces(of: text).map { Array($0.utf8) } == reference.pieces(of: text), "from \(start)")
        }
    }

    @Test(arguments: SplitReferenceTests.patterns.map(\.0), [0, 1])
    func piecesJoinToTheText(pattern: SplitPattern, seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let text = RandomText.scalars(count: 60, from: &generator)
            let pieces = pattern.pieces(of: text)
            #expect(pieces.allSatisfy { !$0.isEmpty })
            #expect(Array(pieces.joined().utf8) == Array(text.utf8))
        }
    }
}

/// The matches of a regular expression by Foundation's engine, in which `\s` is not White_Space.
private struct Reference {
    private let expression: NSRegularExpression

    init(_ pattern: String) throws {
        expression = try NSRegularExpression(
            pattern: pattern.replacing(#"\s"#, with: #"\p{White_Space}"#).replacing(#"\S"#, with: #"\P{White_Space}"#))
    }

    func pieces(of text: String) -> [[UInt8]] {
        let units = Array(text.utf16)
        return expression.matches(in: text, range: NSRange(location: 0, length: units.count)).map { match in
            Array(String(decoding: units[match.range.location..<match.range.location + match.range.length], as: UTF16.self).utf8)
        }
    }
}
