import JSON
import Testing
import Tokenization

@Suite(.enabled(if: Oracle.isPresent, Oracle.absence))
struct OracleTests {
    @Test func encodesEveryCaseFromATiktokenFile() throws {
        try expectAllCases(try Oracle.tokenizer())
    }

    /// The published file has `ignore_merges`; without it, every token has to come out of its merges.
    @Test(arguments: [true, false])
    func encodesEveryCaseFromATokenizerJSON(ignoringMerges: Bool) throws {
        let file = try tokenizerJSON(of: Oracle.tokenizer(), ignoringMerges: ignoringMerges)
        try expectAllCases(try withFile(file) { try Tokenizer(tokenizerJSON: $0) })
    }

    @Test func decodesEveryCase() throws {
        let tokenizer = try Oracle.tokenizer()
        for line in try Oracle.lines("decode.jsonl") {
            let ids = try #require(line.ids("ids"))
            if line["error"] != nil {
                #expect(ids.contains { tokenizer.bytes(of: $0) == nil })
                #expect(tokenizer.decode(ids).unicodeScalars.contains("\u{FFFD}"))
                continue
            }
            let bytes = ids.flatMap { tokenizer.bytes(of: $0) ?? [] }
            #expect(bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == (try line.string("hex")))
            #expect(Array(tokenizer.decode(ids).utf8) == Array(try line.string("lossy").utf8))
            var decoder = UTF8Decoder()
            let streamed = ids.map { decoder.push(tokenizer.bytes(of: $0) ?? []) }.joined() + decoder.finish()
            #expect(Array(streamed.utf8) == Array(try line.string("lossy").utf8))
        }
    }

    private func expectAllCases(_ tokenizer: Tokenizer) throws {
        for line in try Oracle.lines("tokenizer.jsonl") {
            let text = try line.string("text")
            let allowance: SpecialTokenAllowance = line["special"] == true ? .all : .none
            let ids = tokenizer.encode(text, allowingSpecial: allowance)
            #expect(ids == line.ids("ids"), "\(text.debugDescription)")
            let isDecodable = !text.unicodeScalars.contains("\u{FFFD}")
            #expect(!isDecodable || Array(tokenizer.decode(ids).utf8) == Array(text.utf8))
        }
    }

    /// A `tokenizer.json` of the same vocabulary as transformers' converter writes it: for each token in order, every cut into two tokens.
    private func tokenizerJSON(of tokenizer: Tokenizer, ignoringMerges: Bool) -> [UInt8] {
        let special = [String: Int32].openAIHarmony
        let tokens = (0..<Int32(199_998)).compactMap { tokenizer.bytes(of: $0) }
        let ids = Dictionary(uniqueKeysWithValues: tokens.enumerated().map { (ArraySlice($1), $0) })
        let letters = byteLetters()
        let written = tokens.map { token in
            JSONValue.string(String(String.UnicodeScalarView(token.map { letters[Int($0)] }))).serialized
        }
        var merges: [String] = []
        for token in tokens {
            let cuts = (1..<max(1, token.count)).compactMap { cut in
                ids[token[..<cut]].flatMap { left in ids[token[cut...]].map { (left, $0) } }
            }
            for (left, right) in cuts.sorted(by: <) { merges.append("[\(written[left]),\(written[right])]") }
        }
        let vocabulary = written.enumerated().map { "\($1):\($0)" }
        let added = special.map { "{\"id\":\($1),\"content\":\"\($0)\"}" }
        let document = """
            {"added_tokens":[\(added.joined(separator: ","))],"normalizer":null,"pre_tokenizer":{"type":"Sequence","pretokenizers":[
            {"type":"Split","pattern":{"Regex":\(JSONValue.string(o200kExpression).serialized)},"behavior":"Isolated","invert":false},
            {"type":"ByteLevel","add_prefix_space":false,"use_regex":false}]},"model":{"type":"BPE","ignore_merges":\(ignoringMerges),
            "vocab":{\(vocabulary.joined(separator: ","))},"merges":[\(merges.joined(separator: ","))]}}
            """
        #expect(merges.count == 446_189)
        return Array(document.utf8)
    }
}

/// GPT-2's `bytes_to_unicode`.
func byteLetters() -> [Unicode.Scalar] {
    let visible = Set(Array(0x21...0x7E) + Array(0xA1...0xAC) + Array(0xAE...0xFF))
    var others: UInt32 = 0x100
    return (0..<256).map { byte in
        if visible.contains(byte) { return Unicode.Scalar(UInt8(byte)) }
        others += 1
        return Unicode.Scalar(others - 1) ?? "?"
    }
}
