import JSON
import OrderedCollections

/// One choice of a completion as it grows.
struct CompletionChoice: Sendable {
    /// What a chunk says of the choice.
    struct Update: Sendable {
        var text: String
        var tokens: [GeneratedToken] = []
        var finishReason: JSONValue = .null
    }

    let includesLogprobs: Bool
    let includesTokenIDs: Bool
    private var text = ""
    private var tokens: [GeneratedToken] = []
    private var finishReason: JSONValue = .null
    private var tokenIDs: [JSONValue] = []
    private var toldTokenIDs = 0
    /// UTF-16 units of the text that updates have told: where the next one's log-probabilities begin.
    private var offset = 0

    init(includesLogprobs: Bool, includesTokenIDs: Bool) {
        self.includesLogprobs = includesLogprobs
        self.includesTokenIDs = includesTokenIDs
    }

    mutating func wrote(_ ids: [Int32]) {
        if includesTokenIDs { tokenIDs += ids.map { .integer(Int($0)) } }
    }

    mutating func add(_ update: Update) -> JSONObject {
        text += update.text
        tokens += update.tokens
        if update.finishReason != .null { finishReason = update.finishReason }
        var members: JSONObject = [
            "text": .string(update.text), "logprobs": logprobs(update.tokens, from: offset), "finish_reason": update.finishReason,
        ]
        offset += update.text.unicodeScalars.count
        if includesTokenIDs {
            members["token_ids"] = .array(Array(tokenIDs[toldTokenIDs...]))
            toldTokenIDs = tokenIDs.count
        }
        return members
    }

    /// What the updates add up to.
    var json: JSONObject {
        var members: JSONObject = ["text": .string(text), "logprobs": logprobs(tokens, from: 0), "finish_reason": finishReason]
        if includesTokenIDs { members["token_ids"] = .array(tokenIDs) }
        return members
    }

    /// Four arrays side by side; offsets count characters of the choice's text.
    private func logprobs(_ tokens: [GeneratedToken], from start: Int) -> JSONValue {
        guard includesLogprobs else { return .null }
        var (offsets, texts, values, tops): ([JSONValue], [JSONValue], [JSONValue], [JSONValue]) = ([], [], [], [])
        var offset = start
        for token in tokens {
            guard let logprob = token.logprob else { continue }
            let text = String(decoding: token.bytes, as: UTF8.self)
            offsets.append(.integer(offset))
            texts.append(.string(text))
            values.append(TokenLogprobs.number(logprob))
            var top: JSONObject = [:]
            for alternative in token.alternatives {
                top[String(decoding: alternative.bytes, as: UTF8.self)] = TokenLogprobs.number(alternative.logprob)
            }
            tops.append(.object(top))
            offset += text.unicodeScalars.count
        }
        return [
            "text_offset": .array(offsets), "tokens": .array(texts), "token_logprobs": .array(values), "top_logprobs": .array(tops),
        ]
    }
}
