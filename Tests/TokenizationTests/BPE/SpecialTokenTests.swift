import Testing
import Tokenization

@Suite struct SpecialTokenTests {
    private let text = "<|start|>er <|end|>"

    @Test(arguments: Fixture.allCases)
    func namesStayTextUnlessAllowed(fixture: Fixture) throws {
        let tokenizer = try fixture.tokenizer()
        let special = Set(["<|endoftext|>", "<|start|>", "<|start|>er", "<|end|>"].compactMap { tokenizer.specialToken($0) })
        #expect(special.count == 4)
        #expect(special.isDisjoint(with: tokenizer.encode(text)))
        #expect(tokenizer.encode(text, allowingSpecial: .none) == tokenizer.encode(text))
    }

    @Test func theLongestAllowedNameCounts() throws {
        let tokenizer = try Fixture.digits.tokenizer()
        let start = try #require(tokenizer.specialToken("<|start|>"))
        let starter = try #require(tokenizer.specialToken("<|start|>er"))
        let end = try #require(tokenizer.specialToken("<|end|>"))
        #expect(tokenizer.encode(text, allowingSpecial: .all) == [starter] + tokenizer.encode(" ") + [end])
        #expect(tokenizer.encode(text, allowingSpecial: .only(["<|start|>"])) == [start] + tokenizer.encode("er <|end|>"))
        #expect(tokenizer.encode(text, allowingSpecial: .only(["<|other|>"])) == tokenizer.encode(text))
    }

    @Test func textBetweenNamesIsSplitOnItsOwn() throws {
        let tokenizer = try Fixture.digits.tokenizer()
        let end = try #require(tokenizer.specialToken("<|end|>"))
        #expect(tokenizer.encode("a  <|end|>b", allowingSpecial: .all) == tokenizer.encode("a  ") + [end] + tokenizer.encode("b"))
    }

    @Test func knowsNamesIDsAndBytes() throws {
        let tokenizer = try Fixture.gpt2.tokenizer()
        #expect(tokenizer.specialToken("<|start|>") == 1)
        #expect(tokenizer.name(ofSpecial: 1) == "<|start|>")
        #expect(tokenizer.bytes(of: 1) == Array("<|start|>".utf8))
        #expect(tokenizer.specialToken("bread") == nil)
        #expect(tokenizer.name(ofSpecial: 100) == nil)
        #expect(tokenizer.vocabularySize == 480)
    }

    @Test func harmonyHasTheNamesThatItsPackagesKnow() {
        let tiktoken = [String: Int32].o200kHarmony
        let library = [String: Int32].openAIHarmony
        #expect(tiktoken.count == 1091)
        #expect(library.count == 1091)
        #expect(Set(tiktoken.values) == Set(199_998...201_087))
        #expect(Set(library.values) == Set(199_998...201_088))
        #expect(tiktoken["<|endofprompt|>"] == 200_018)
        #expect(library["<|endofprompt|>"] == nil)
        #expect(library["<|reserved_200018|>"] == 200_018)
        #expect(library["<|reserved_201088|>"] == 201_088)
        #expect(tiktoken["<|call|>"] == 200_012)
    }
}
