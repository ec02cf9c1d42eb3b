import Foundation
import Grammar
import JSON
import Testing

/// Grammars written in llama.cpp's notation, and read again.
struct GBNFWriterTests {
    private static let compiler = Result { try Vocabularies.compiler() }

    private func compiled(_ expression: GrammarExpression) throws -> CompiledGrammar { try Self.compiler.get().compile(expression) }

    private func again(_ grammar: CompiledGrammar) throws -> CompiledGrammar {
        try compiled(.source(.gbnf(try #require(grammar.gbnf(ends: [])))))
    }

    @Test func writesTheSameLanguage() throws {
        let texts = [
            "", "a", "ab", "abc", "ba", "aab", "1", "12", "-3", "x=1", "x=12;", "x=1;y=2", "[1,[2,3]]", "[1,[2,3]", "[]", "\n", "é", "日本",
            "\"", "\\", "]",
            "a-b", "^", "{\"n\":1}", "{\"n\": 1}", "{\"n\":\"x\"}", "true",
        ]
        let sources: [GrammarSource] = [
            .regularExpression(#"a?(b|c)*"#), .regularExpression(#"-?[0-9]{1,2}"#), .regularExpression(#"[^a-z0-9]+"#),
            .regularExpression(#"[\]\\^"-]"#), .choice(["é", "日本", "a", "\"", "\n"]),
            .lark("start: pair (\";\" pair)* \";\"?\npair: /[a-z]/ \"=\" /[0-9]+/"),
            .gbnf("root ::= list\nlist ::= \"[\" (item (\",\" item)*)? \"]\"\nitem ::= list | [0-9]"),
            .jsonSchema(["type": "object", "properties": ["n": ["type": "integer"]], "required": ["n"], "additionalProperties": false]),
        ]
        for source in sources {
            let grammar = try compiled(.source(source))
            let written = try again(grammar)
            for text in texts {
                // Which character it is beyond ASCII is not told.
                guard text.utf8.allSatisfy({ $0 < 0x80 }) || grammar.matches(text) else { continue }
                #expect(written.matches(text) == grammar.matches(text), "\(source): \(text)")
            }
        }
    }

    @Test func letsPassWhatSchemasDo() throws {
        struct Case: Sendable {
            var (valid, passed, invalid, refused) = (0, 0, 0, 0)
        }
        var cases = Case()
        for line in try String(contentsOfFile: Bundle.module.bundlePath + "/Fixtures/schemas.jsonl", encoding: .utf8).split(separator: "\n")
        {
            let example = try JSONValue(parsing: String(line))
            guard let grammar = try? compiled(.source(.jsonSchema(try #require(example["schema"])))), grammar.gbnf(ends: []) != nil else {
                continue
            }
            let written = try again(grammar)
            for pair in example["cases"]?.arrayValue ?? [] {
                guard let text = pair[0]?.stringValue else { continue }
                if grammar.matches(text) {
                    cases.valid += 1
                    cases.passed += written.matches(text) ? 1 : 0
                } else {
                    cases.invalid += 1
                    cases.refused += written.matches(text) ? 0 : 1
                }
            }
        }
        #expect(cases.valid > 500)
        #expect(cases.passed == cases.valid)
        // Strings that are too short or too long pass.
        #expect(cases.refused * 20 > cases.invalid * 19)
    }

    @Test func namesTokensAndLeavesOutThoseThatEnd() throws {
        let turn = GrammarExpression.sequence([
            .token(300), .text("a\""), .token(301), .anyText, .token(302), .choice([.text("x"), .text("é")]), .token(303),
        ])
        let text = try #require(try compiled(turn).gbnf(ends: [303]))
        #expect(text.contains("<[300]>"))
        #expect(text.contains("!<[302]>"))
        #expect(text.contains("[\\x80-\\U0010FFFF]"))
        #expect(!text.contains("303"))
    }

    @Test func tellsNothingThatIsTooLongOrBeginsWithItself() throws {
        #expect(try compiled(.source(.gbnf("root ::= root \"+\" root | \"a\""))).gbnf(ends: []) == nil)
        #expect(try compiled(.text("abc")).gbnf(ends: [], limit: 20) == nil)
    }
}
