import Grammar
import JSON
import Testing
import Tokenization

/// Masks against what they mean: a token is allowed where all its bytes may come.
struct MaskTests {
    private static let compiler = Result { try Vocabularies.compiler() }

    static let sources: [GrammarSource] = [
        .jsonObject,
        .jsonSchema(["type": "string", "minLength": 2, "maxLength": 5]),
        .jsonSchema(["type": "string", "pattern": "^[a-c]{1,3}é?$"]),
        .jsonSchema([
            "type": "object",
            "properties": [
                "name": ["type": "string"], "a": ["type": "array", "items": ["type": "integer", "minimum": -3, "maximum": 130]],
            ],
            "required": ["a"], "additionalProperties": ["type": ["boolean", "null"]],
        ]),
        .jsonSchema(["anyOf": [["const": ["name": [1, true]]], ["enum": ["abc", "ab", "日本", 12]], ["type": "number"]]]),
        .regularExpression("(ab|a|\\{\"){0,4}\\}*"),
        .choice(["true", "null", "name", "names"]),
        .gbnf("root ::= \"a\" root \"b\" | \"{\" root \"}\" | \"12\" | \"\""),
    ]

    @Test(arguments: sources)
    func theMaskIsExactlyTheTokensThatMayCome(source: GrammarSource) throws {
        let grammar = try Self.compiler.get().compile(.source(source))
        let tokenizer = grammar.trie.tokenizer
        var generator = SplitMix64(state: 11)
        for _ in 0..<6 {
            var matcher = Matcher(grammar)
            for _ in 0..<24 {
                let allowed = matcher.allowedTokens()
                for id in 0..<Int32(tokenizer.vocabularySize) where tokenizer.name(ofSpecial: id) == nil {
                    var probe = matcher
                    var bytes = true
                    for byte in tokenizer.bytes(of: id) ?? [] where bytes { bytes = probe.advance(byte) }
                    #expect(
                        allowed.contains(id) == bytes, "\(String(decoding: tokenizer.bytes(of: id) ?? [], as: UTF8.self).debugDescription)")
                }
                // Where nothing may come the text is complete: there are no dead ends.
                #expect(!allowed.isEmpty || matcher.isAccepting)
                guard let token = allowed.sorted().randomElement(using: &generator) else { break }
                #expect(matcher.advance(token: token) == true)
            }
        }
    }

    @Test func specialTokensComeOnlyWhereTheGrammarHasThem() throws {
        let compiler = try Self.compiler.get()
        let end = try #require(compiler.trie.tokenizer.specialToken("<|end|>"))
        let start = try #require(compiler.trie.tokenizer.specialToken("<|start|>"))
        let grammar = try compiler.compile(
            .sequence([.pattern(.any(.byte(ByteSet(0...255)))), .token(end), .choice([.token(start), .text("x")])]))
        var matcher = Matcher(grammar)
        #expect(matcher.allowedTokens().contains(end))
        #expect(!matcher.allowedTokens().contains(start))
        #expect(matcher.advance(UInt8(ascii: "<")) == true)
        #expect(matcher.advance(token: start) == false)
        #expect(matcher.advance(token: end) == true)
        #expect(matcher.allowedTokens() == [start, Int32(UInt8(ascii: "x"))])
        #expect(matcher.advance(token: start) == true)
        #expect(matcher.isAccepting)
        #expect(matcher.isAtEnd)
        #expect(matcher.allowedTokens().isEmpty)
    }

    @Test func whatHasNoAlternativeIsTakenWithoutAsking() throws {
        let compiler = try Self.compiler.get()
        let end = try #require(compiler.trie.tokenizer.specialToken("<|end|>"))
        let grammar = try compiler.compile(
            .sequence([.token(end), .text("names and more"), .choice([.text("x"), .text("y")]), .token(end)]))
        var matcher = Matcher(grammar)
        let forced = matcher.takeForced(limit: 100)
        let text = compiler.trie.tokenizer.decode(forced)
        #expect(forced.first == end)
        // As the tokenizer writes it, but for the last token, which might be another with what follows.
        let canonical = compiler.trie.tokenizer.encode("names and more")
        #expect(Array(forced.dropFirst()) == Array(canonical.dropLast()), "\(text)")
        for byte in "e".utf8 { #expect(matcher.advance(byte) == true) }
        #expect(matcher.advance(UInt8(ascii: "y")) == true)
        #expect(matcher.takeForced(limit: 100) == [end])
        #expect(matcher.isAccepting)
    }

    @Test func memoryDoesNotGrowWithTheText() throws {
        let grammar = try Self.compiler.get().compile(
            .source(.jsonSchema(["type": "array", "items": ["type": "array", "items": ["type": "integer"]]])))
        var matcher = Matcher(grammar)
        for byte in "[".utf8 { #expect(matcher.advance(byte) == true) }
        for _ in 0..<20_000 {
            for byte in "[1, 2],".utf8 where !matcher.advance(byte) { Issue.record("refused") }
        }
        #expect(matcher.frameCount < 4096)
    }

    @Test func aGrammarWithTooManyReadingsEndsInsteadOfGrowing() throws {
        var limits = GrammarLimits()
        limits.configurations = 64
        let compiler = try Vocabularies.compiler(limits: limits)
        let rules = (0..<80).map { "r\($0) ::= \"a\" r\($0) | \"b\"" }.joined(separator: "\n")
        let grammar = try compiler.compile(.source(.gbnf("root ::= " + (0..<80).map { "r\($0)" }.joined(separator: " | ") + "\n" + rules)))
        var matcher = Matcher(grammar)
        _ = matcher.advance(UInt8(ascii: "a"))
        #expect(matcher.isExhausted)
        #expect(matcher.allowedTokens().isEmpty)
    }

    @Test func aMaskThatTakesTooLongIsGivenUp() throws {
        var limits = GrammarLimits()
        limits.maskSteps = 1000
        let compiler = try Vocabularies.compiler(limits: limits)
        let rules = (0..<40).map { "r\($0) ::= \"a\" r\($0) | \"b\" | \"\"" }.joined(separator: "\n")
        let root = "root ::= (" + (0..<40).map { "r\($0)" }.joined(separator: " | ") + ")*\n"
        var matcher = Matcher(try compiler.compile(.source(.gbnf(root + rules))))
        #expect(matcher.allowedTokens().isEmpty)
        #expect(matcher.isExhausted)
        var simple = Matcher(try compiler.compile(.source(.gbnf("root ::= \"a\" root | \"b\""))))
        #expect(!simple.allowedTokens().isEmpty)
        #expect(!simple.isExhausted)
    }

    @Test func grammarsAreKeptUpToANumberOfBytes() throws {
        let trie = TokenTrie(try Vocabularies.tokenizer())
        let compiler = try GrammarCompiler(trie, capacity: 200_000)
        let first = try compiler.grammar(.source(.choice(["a", "b"])))
        #expect(try compiler.grammar(.source(.choice(["a", "b"]))) === first)
        for index in 0..<100 { _ = try compiler.grammar(.source(.choice(["text \(index)", String(repeating: "y", count: 500)]))) }
        #expect(compiler.keptBytes <= 200_000)
        #expect(try compiler.grammar(.source(.choice(["a", "b"]))) !== first)
    }
}
