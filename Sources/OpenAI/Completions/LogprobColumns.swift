import JSON
import OrderedCollections

/// Log-probabilities as text completions have them: four arrays side by side.
struct LogprobColumns: Sendable {
    /// Where each token begins in the choice's text, in characters (Unicode scalars, as Python counts them).
    private var offsets: [JSONValue] = []
    private var texts: [JSONValue] = []
    private var values: [JSONValue] = []
    private var tops: [JSONValue] = []

    init() {}

    /// - Parameters:
    ///   - start: the characters before the first of the tokens.
    ///   - namesIDs: whether tokens are called `token_id:123`, which no two are, in place of their text.
    init(_ tokens: [GeneratedToken], from start: Int, namesIDs: Bool = false) {
        func name(_ id: Int32, _ bytes: [UInt8]) -> String { namesIDs ? "token_id:\(id)" : Self.text(bytes) }
        var begun = 0
        for token in tokens {
            // Of a character that several tokens write, all but the first begin within it.
            let isWithin = token.bytes.first.map(Self.continues) == true && begun > 0
            offsets.append(.integer(start + begun - (isWithin ? 1 : 0)))
            begun += token.bytes.count { !Self.continues($0) }
            let text = name(token.id, token.bytes)
            texts.append(.string(text))
            // The first token of a prompt has none.
            guard let logprob = token.logprob else {
                values.append(.null)
                tops.append(.null)
                continue
            }
            values.append(TokenLogprobs.number(logprob))
            var top: JSONObject = [:]
            for alternative in token.alternatives {
                top[name(alternative.id, alternative.bytes)] = TokenLogprobs.number(alternative.logprob)
            }
            // As published: the token itself is among them also where others are more probable.
            if top[text] == nil { top[text] = TokenLogprobs.number(logprob) }
            tops.append(.object(top))
        }
    }

    mutating func append(_ other: LogprobColumns) {
        offsets += other.offsets
        texts += other.texts
        values += other.values
        tops += other.tops
    }

    var json: JSONValue {
        ["text_offset": .array(offsets), "tokens": .array(texts), "token_logprobs": .array(values), "top_logprobs": .array(tops)]
    }

    /// RFC 3629 §3: whether a byte is not a character's first.
    private static func continues(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

    /// A token's text; where it is part of a character, its bytes as the published API writes them: `bytes:\xe2\x80`.
    private static func text(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        return "bytes:" + bytes.map { #"\x"# + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
