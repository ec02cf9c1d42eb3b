import Grammar
import Testing

/// GBNF and Lark.
struct GrammarTextTests {
    private static let compiler = Result { try Vocabularies.compiler() }

    private func gbnf(_ text: String) throws -> CompiledGrammar { try Self.compiler.get().compile(.source(.gbnf(text))) }
    private func lark(_ text: String) throws -> CompiledGrammar { try Self.compiler.get().compile(.source(.lark(text))) }

    @Test func gbnfRulesMayCallThemselves() throws {
        let grammar = try gbnf(
            """
            # sums in parentheses
            root ::= sum "\\n"?
            sum  ::= term (("+" | "-") term)*
            term ::= [0-9]{1,3} | "(" sum ")"
                   | "x" . [^a-z\\]]
            """)
        for text in ["1", "1+22-333\n", "((1)+2)", "(1+(2-3))", "xé]".replacing("]", with: "0")] {
            #expect(grammar.matches(text), "\(text)")
        }
        for text in ["", "1+", "(1", "1234", "1)", "xé]", "xéa"] { #expect(!grammar.matches(text), "\(text)") }
    }

    @Test func leftRecursionAndAmbiguityAreNoDifficulty() throws {
        let left = try gbnf("root ::= root \"+\" root | \"a\" | \"\"")
        for text in ["", "a", "a+a", "+", "a++a", String(repeating: "a+", count: 200) + "a"] {
            #expect(left.matches(text), "\(text.prefix(9))")
        }
        for text in ["aa", "b"] { #expect(!left.matches(text), "\(text)") }
        // Two ways to return from each level: 2^n stacks, n frames.
        let twofold = try gbnf("root ::= \"a\" root \"b\" | \"a\" root \"c\" | \"\"")
        #expect(twofold.matches(String(repeating: "a", count: 300) + String(repeating: "bc", count: 150)))
        #expect(!twofold.matches(String(repeating: "a", count: 300) + String(repeating: "b", count: 299)))
    }

    @Test func rightRecursionDoesNotPileUp() throws {
        let grammar = try gbnf("root ::= \"ab\" root | \"!\" root | \"\"")
        #expect(grammar.matches(String(repeating: "ab!", count: 5000)))
    }

    @Test func aRuleThatCannotEndIsLeftOut() throws {
        let grammar = try gbnf("root ::= \"a\" loop | \"b\"\nloop ::= \"x\" loop")
        #expect(grammar.matches("b"))
        var matcher = Matcher(grammar)
        #expect(matcher.advance(UInt8(ascii: "a")) == false)
        #expect(throws: GrammarError.self) { try gbnf("root ::= \"x\" root") }
    }

    @Test(arguments: [
        "", "root", "root ::=\nroot ::=", "root ::= missing", "root ::= (\"a\"", "root ::= [a", "root ::= \"a", "root ::= \"a\"{2,1}",
        "root ::= \"\\x4\"", "root ::= [b-a]", "root ::= \"a\"{9999}", "x ::= \"a\"", "root ::= ~",
    ])
    func gbnfThatIsNotWellFormedIsRefused(text: String) {
        #expect(throws: GrammarError.self) { try gbnf(text) }
    }

    /// The grammar that an agent sends with its tool for patches, as the content of a JSON string.
    @Test func larkWithinAJSONStringIsEscapedAsJSONIs() throws {
        let grammar = try Self.compiler.get().compile(
            .source(
                .larkInJSON(
                    #"""
                    start: begin_patch hunk+ end_patch
                    begin_patch: "*** Begin Patch" LF
                    end_patch: "*** End Patch" LF?

                    hunk: add_hunk | delete_hunk | update_hunk
                    add_hunk: "*** Add File: " filename LF add_line+
                    delete_hunk: "*** Delete File: " filename LF
                    update_hunk: "*** Update File: " filename LF change_move? change?

                    filename: /(.+)/
                    add_line: "+" /(.*)/ LF -> line

                    change_move: "*** Move to: " filename LF
                    change: (change_context | change_line)+ eof_line?
                    change_context: ("@@" | "@@ " /(.+)/) LF
                    change_line: ("+" | "-" | " ") /(.*)/ LF
                    eof_line: "*** End of File" LF

                    %import common.LF
                    """#)))
        let patch = #"*** Begin Patch\n*** Update File: a b.txt\n@@\n-say \"hé\"\n+\tsay \\ \u0001\n*** End Patch"#
        #expect(grammar.matches(patch))
        #expect(grammar.matches(patch + #"\n"#))
        for text in [
            patch.replacing(#"\n"#, with: "\n"), patch.replacing(#"\""#, with: "\""), patch.replacing(#"\t"#, with: "\t"),
            patch + "x", "*** Begin Patch",
        ] {
            #expect(!grammar.matches(text), "\(text)")
        }
    }

    @Test func larkTerminalsRulesAndIgnoredText() throws {
        let grammar = try lark(
            """
            // a list of assignments
            start: pair ("," pair)* [";"]
            ?pair: NAME "=" value -> pair
            value: SIGNED_INT | "yes"i | /n[o0]+/ | "a".."c" ~ 2..3
            NAME: /[a-z]+/
            %import common.SIGNED_INT
            %import common.WS
            %ignore WS
            """)
        for text in ["a=1", " x = -12 , y = YES ;", "q=no0", "q=abc", "q = ab"] { #expect(grammar.matches(text), "\(text)") }
        for text in ["", "a=", "a=1,", "q=a", "q=abca", "A=1"] { #expect(!grammar.matches(text), "\(text)") }
    }

    @Test(arguments: [
        "start: x", "start: \"a\" \"", "a: \"x\"", "start: /(/", "%declare X\nstart: \"a\"", "%import python.X\nstart: \"a\"",
        "start.2: \"a\"",
        "start: \"a\" ~ 3..2", "start: \"ab\"..\"c\"",
    ])
    func larkThatIsNotUnderstoodIsRefused(text: String) {
        #expect(throws: GrammarError.self) { try lark(text) }
    }

    @Test func choicesAreExactlyThese() throws {
        let grammar = try Self.compiler.get().compile(.source(.choice(["yes", "no", "no way"])))
        for text in ["yes", "no", "no way"] { #expect(grammar.matches(text)) }
        for text in ["", "n", "yesno"] { #expect(!grammar.matches(text)) }
    }

    @Test func anyTextIsReadOrRefusedAndNothingTraps() {
        var generator = SplitMix64(state: 3)
        let pieces = [
            "root", "start", "x", "::=", ":", "\"a\"", "\"", "[a-z]", "[", "]", "(", ")", "|", "*", "+", "?", "{2}", "{1,", "\n", " ", "~",
            "..", "/a/", "/", "%ignore", "->", "\\", ".", "#", "é",
        ]
        for _ in 0..<10_000 {
            let text = (0..<Int.random(in: 0..<12, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined(
                separator: " ")
            _ = try? gbnf("root ::= " + text)
            _ = try? lark("start: " + text)
        }
    }
}
