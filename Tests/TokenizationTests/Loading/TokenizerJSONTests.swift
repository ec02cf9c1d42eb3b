import JSON
import Testing
import Tokenization

@Suite struct TokenizerJSONTests {
    /// A change to the text of `digits.json`, and what is then wrong with it.
    struct Damage: CustomTestStringConvertible {
        let old: String
        let new: String
        let cause: @Sendable (TokenizerError.Cause) -> Bool

        var testDescription: String { "\(old) → \(new)" }
    }

    static let damages = [
        Damage(old: #""type":"BPE""#, new: #""type":"Unigram""#) {
            $0 == .unsupported(part: "model.type", found: #""Unigram""#, supported: #""BPE""#)
        },
        Damage(old: #""byte_fallback":false"#, new: #""byte_fallback":true"#) { isUnsupported($0, "model.byte_fallback") },
        Damage(old: #""dropout":null"#, new: #""dropout":0.1"#) { isUnsupported($0, "model.dropout") },
        Damage(old: #""end_of_word_suffix":null"#, new: #""end_of_word_suffix":"</w>""#) { isUnsupported($0, "model.end_of_word_suffix") },
        Damage(old: #""normalizer":null"#, new: #""normalizer":{"type":"NFC"}"#) {
            $0 == .unsupported(part: "normalizer", found: "NFC", supported: "null")
        },
        Damage(old: #"\\p{N}| ?"#, new: #"\\p{N}{1,2}| ?"#) {
            guard case .unsupported("the pattern of Split", let found, _) = $0 else { return false }
            return found.contains(#"\p{N}{1,2}|"#)
        },
        Damage(old: #""behavior":"Isolated""#, new: #""behavior":"Removed""#) { isUnsupported($0, "behavior of Split") },
        Damage(old: #""use_regex":false"#, new: #""use_regex":true"#) { isUnsupported($0, "use_regex of ByteLevel after Split") },
        Damage(old: #""add_prefix_space":false"#, new: #""add_prefix_space":true"#) { isUnsupported($0, "add_prefix_space of ByteLevel") },
        Damage(old: #""type":"Split""#, new: #""type":"Metaspace""#) {
            $0 == .unsupported(part: "pre_tokenizer", found: "Metaspace, ByteLevel", supported: "Split and ByteLevel, or ByteLevel")
        },
        Damage(old: #""pre_tokenizer""#, new: #""other""#) { $0 == .missing("pre_tokenizer") },
        Damage(old: #""vocab""#, new: #""other""#) { $0 == .missing("model.vocab") },
        Damage(old: #""merges""#, new: #""other""#) { $0 == .missing("model.merges") },
        Damage(old: #""!":0,"#, new: #""!":1,"#) { $0 == .duplicateID(1, tokens: ["!", "\""]) },
        Damage(old: #""!":0,"#, new: #""!":0,"!":570,"#) { $0 == .duplicateToken("!", ids: [0, 570]) },
        Damage(old: #""!":0,"#, new: #""日":0,"#) { $0 == .notByteLevel(token: "日") },
        Damage(old: #""!":0,"#, new: #""":0,"#) { $0 == .notByteLevel(token: "") },
        Damage(old: #""!":0,"#, new: "") { $0 == .missingByte(0x21) },
        Damage(old: #""!":0,"#, new: #""!":-1,"#) { $0 == .idOutOfRange(token: "!", id: -1, limit: 1 << 21) },
        Damage(old: #""!":0,"#, new: #""!":2097152,"#) { $0 == .idOutOfRange(token: "!", id: 2_097_152, limit: 1 << 21) },
        Damage(old: #""!":0,"#, new: #""!":"0","#) {
            guard case .notJSON(.wrongKind(.string, expected: .number, _)) = $0 else { return false }
            return true
        },
        Damage(old: #""merges":[["#, new: #""merges":[["a"],["#) { $0 == .malformedMerge(index: 0) },
        Damage(old: #""merges":[["#, new: #""merges":[["a","b","c"],["#) { $0 == .malformedMerge(index: 0) },
        Damage(old: #""merges":[["#, new: #""merges":["ab",["#) { $0 == .malformedMerge(index: 0) },
        Damage(old: #""merges":[["#, new: #""merges":["a  b",["#) { $0 == .malformedMerge(index: 0) },
        Damage(old: #""merges":[["#, new: #""merges":[["a","日"],["#) { $0 == .notByteLevel(token: "日") },
        Damage(old: #""merges":[["#, new: #""merges":[["q","q"],["#) { $0 == .unknownToken("qq", merge: 0) },
        Damage(old: #""id":560"#, new: #""id":0"#) { $0 == .duplicateID(0, tokens: ["!", "<|endoftext|>"]) },
        Damage(old: #""id":560"#, new: #""id":99999999"#) { $0 == .idOutOfRange(token: "<|endoftext|>", id: 99_999_999, limit: 1 << 21) },
        Damage(old: #""lstrip":false"#, new: #""lstrip":true"#) { isUnsupported($0, "lstrip of the added token <|endoftext|>") },
        Damage(old: #""content":"<|start|>""#, new: #""content":"""#) { $0 == .missing("content and id in added_tokens") },
    ]

    @Test(arguments: damages)
    func refusesWhatItCannotHonour(damage: Damage) throws {
        let original = try Fixture.digits.text()
        let text = original.replacing(damage.old, with: damage.new, maxReplacements: 1)
        try #require(text != original)
        try withFile(Array(text.utf8)) { path in
            let error = #expect(throws: TokenizerError.self) { try Tokenizer(tokenizerJSON: path) }
            #expect(error?.file == path)
            #expect(error.map { damage.cause($0.cause) } == true, "\(String(describing: error))")
        }
    }

    @Test func refusesEveryCutOfAFile() throws {
        let bytes = Array(try Fixture.digits.text().utf8)
        for count in stride(from: 0, to: bytes.count - 2, by: 97) {
            try withFile(Array(bytes.prefix(count))) { path in
                _ = #expect(throws: TokenizerError.self, "\(count) bytes") { try Tokenizer(tokenizerJSON: path) }
            }
        }
    }

    @Test func namesTheFileThatIsNotThere() {
        let error = #expect(throws: TokenizerError.self) { try Tokenizer.load(directory: "/nowhere/model") }
        #expect(error?.description == "/nowhere/model/tokenizer.json: cannot be read: No such file or directory")
        #expect(throws: TokenizerError.self) { try Tokenizer(tokenizerJSON: "/") }
    }

    /// Members in another order, white space, escapes.
    @Test func readsTheSameVocabularyWrittenOtherwise() throws {
        let document = try JSONValue(parsing: Fixture.digits.text())
        let model = try #require(document["model"])
        let members = try ["merges", "vocab", "type"].map { "\"\($0)\": \(try #require(model[$0]).serialized)" }
        let others = try ["pre_tokenizer", "added_tokens"].map { "\"\($0)\": \(try #require(document[$0]).serialized)" }
        let text = "{\n  \"model\": {\n \(members.joined(separator: ",\n"))\n},\n\(others.joined(separator: ",\n")) }\n"
        let escaped = text.unicodeScalars.map { $0.isASCII ? String($0) : "\\u0" + String($0.value + 0x1000, radix: 16).dropFirst() }
            .joined()
        for variant in [text, escaped] {
            let tokenizer = try withFile(Array(variant.utf8)) { try Tokenizer(tokenizerJSON: $0) }
            for golden in try Fixture.goldens() {
                #expect(tokenizer.encode(golden.text) == golden.ids.ids("digits.json"))
            }
        }
    }
}

private func isUnsupported(_ cause: TokenizerError.Cause, _ part: String) -> Bool {
    guard case .unsupported(part, _, _) = cause else { return false }
    return true
}
