import Testing
import Tokenization

@Suite struct TiktokenTests {
    private func load(_ text: String, special: [String: Int32] = [:]) throws -> Tokenizer {
        try withFile(Array(text.utf8)) { try Tokenizer(tiktoken: $0, specialTokens: special) }
    }

    private func cause(of text: String, special: [String: Int32] = [:]) -> TokenizerError.Cause? {
        #expect(throws: TokenizerError.self) { try load(text, special: special) }?.cause
    }

    @Test(arguments: ["IQ==", "IQ== x", "IQ== 1 2", "IQ= 1", "I!== 1", " 1", "IQ== 12345678901234567890", "IR== 600", "== 600", "IQ== -1"])
    func refusesALineThatIsNoTokenWithItsRank(line: String) throws {
        #expect(cause(of: try Fixture.o200k.text() + line + "\n") == .malformedLine(521))
    }

    @Test func refusesDoublesAndGapsInTheBytes() throws {
        let text = try Fixture.o200k.text()
        #expect(cause(of: text + "IQ== 600") == .duplicateToken("!", ids: [0, 600]))
        #expect(cause(of: text + "enp6enp6 519") == .duplicateID(519, tokens: [try load(text).decode([519]), "zzzzzz"]))
        #expect(cause(of: text.split(separator: "\n").dropFirst().joined(separator: "\n")) == .missingByte(0x21))
        #expect(cause(of: "") == .missingByte(0))
    }

    @Test func refusesSpecialTokensOnRanksAndBeyondAllIDs() throws {
        #expect(cause(of: try Fixture.o200k.text(), special: ["<|end|>": 0]) == .duplicateID(0, tokens: ["!", "<|end|>"]))
        #expect(cause(of: try Fixture.o200k.text(), special: ["<|end|>": -1]) == .idOutOfRange(token: "<|end|>", id: -1, limit: 1 << 21))
    }

    @Test func readsLinesOfOtherSystems() throws {
        let text = try Fixture.o200k.text().replacing("\n", with: "\r\n")
        #expect(try load(text).encode("The bread") == Fixture.o200k.tokenizer().encode("The bread"))
    }
}
