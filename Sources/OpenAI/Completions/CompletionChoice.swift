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
    /// Whether log-probabilities name tokens by their ids.
    let namesTokenIDs: Bool
    private var text = ""
    private var logprobs = LogprobColumns()
    private var finishReason: JSONValue = .null
    private var tokenIDs: [JSONValue] = []
    private var toldTokenIDs = 0
    /// Characters of the text: where the next update's log-probabilities begin.
    private var offset = 0

    init(includesLogprobs: Bool, includesTokenIDs: Bool, namesTokenIDs: Bool) {
        self.namesTokenIDs = namesTokenIDs
        self.includesLogprobs = includesLogprobs
        self.includesTokenIDs = includesTokenIDs
    }

    mutating func wrote(_ ids: [Int32]) {
        if includesTokenIDs { tokenIDs += ids.map { .integer(Int($0)) } }
    }

    mutating func add(_ update: Update) -> JSONObject {
        text += update.text
        if update.finishReason != .null { finishReason = update.finishReason }
        var members: JSONObject = ["text": .string(update.text), "logprobs": .null, "finish_reason": update.finishReason]
        if includesLogprobs {
            let columns = LogprobColumns(update.tokens, from: offset, namesIDs: namesTokenIDs)
            logprobs.append(columns)
            members["logprobs"] = columns.json
        }
        offset += update.text.unicodeScalars.count
        if includesTokenIDs {
            members["token_ids"] = .array(Array(tokenIDs[toldTokenIDs...]))
            toldTokenIDs = tokenIDs.count
        }
        return members
    }

    /// What the updates add up to.
    var json: JSONObject {
        var members: JSONObject = [
            "text": .string(text), "logprobs": includesLogprobs ? logprobs.json : .null, "finish_reason": finishReason,
        ]
        if includesTokenIDs { members["token_ids"] = .array(tokenIDs) }
        return members
    }
}
