import JSON
import OrderedCollections
import Testing
import Tokenization

/// Vocabularies as GGUF files have them, made here of a tokenizer.json as llama.cpp's conversion does.
@Suite struct GGMLVocabularyTests {
    /// Ids without a token are filled up, as there.
    private func vocabulary(_ change: (inout GGMLVocabulary) -> Void = { _ in }) throws -> GGMLVocabulary {
        let document = try JSONValue(parsing: Fixture.gpt2.text())
        var tokens: [Int: (String, Int)] = [:]
        for (token, id) in document["model"]?["vocab"]?.objectValue ?? [:] { tokens[id.intValue ?? 0] = (token, 1) }
        for added in document["added_tokens"]?.arrayValue ?? [] {
            tokens[added["id"]?.intValue ?? 0] = (try added.string("content"), added["special"] == true ? 3 : 4)
        }
        let count = (tokens.keys.max() ?? 0) + 3
        let merges = (document["model"]?["merges"]?.arrayValue ?? []).map { merge in
            merge.stringValue ?? (merge.arrayValue ?? []).compactMap(\.stringValue).joined(separator: " ")
        }
        var vocabulary = GGMLVocabulary(
            tokens: (0..<count).map { tokens[$0]?.0 ?? "[PAD\($0)]" }, types: (0..<count).map { tokens[$0]?.1 ?? 5 }, merges: merges,
            splitName: "gpt-2")
        change(&vocabulary)
        return vocabulary
    }

    @Test func cutsTextsAsTheTokenizerJSONDoes() throws {
        let found = try Tokenizer(vocabulary(), file: "a.gguf")
        let expected = try Fixture.gpt2.tokenizer()
        for golden in try Fixture.goldens() {
            #expect(found.encode(golden.text) == expected.encode(golden.text))
            #expect(found.encode(golden.text, allowingSpecial: .all) == expected.encode(golden.text, allowingSpecial: .all))
        }
        #expect(found.specialToken("<|endoftext|>") == expected.specialToken("<|endoftext|>"))
        #expect(found.vocabularySize == expected.vocabularySize)
    }

    @Test func takesAWholeTokenizerJSONBeforeAll() throws {
        let empty = GGMLVocabulary(tokens: [], types: [], merges: [], splitName: "other")
        let found = try Tokenizer(empty, tokenizerJSON: Fixture.gpt2.text(), file: "a.gguf")
        #expect(try found.encode("Hello there") == Fixture.gpt2.tokenizer().encode("Hello there"))
    }

    @Test func saysWhatIsWrong() throws {
        // A byte's token, and a special one.
        let plain = try #require(try vocabulary().tokens.firstIndex(of: "!"))
        let special = try #require(try vocabulary().types.firstIndex(of: 3))
        let changes: [(inout GGMLVocabulary) -> Void] = [
            { $0.splitName = "llama-bpe" }, { $0.types.removeLast() }, { $0.tokens[plain] = "日" }, { $0.tokens[plain + 1] = "!" },
            { $0.merges[0] = "ab" }, { $0.merges[0] = "a  b" }, { $0.merges[0] = " b" }, { $0.merges[0] = "日 b" },
            { $0.merges[0] = "notthere either" }, { $0.tokens[plain] = "" }, { $0.types[plain] = 5 }, { $0.tokens[special] = "" },
        ]
        for (index, change) in changes.enumerated() {
            let vocabulary = try vocabulary(change)
            let error = #expect(throws: TokenizerError.self, "change \(index)") { try Tokenizer(vocabulary, file: "a.gguf") }
            #expect(error?.description.hasPrefix("a.gguf") == true)
        }
    }
}
