package import JSON
package import OpenAI

/// A stored response, with the items that went in before its output and how it was told.
package struct ArchivedResponse: Sendable, Hashable {
    package var response: JSONValue
    /// Everything before the output, earlier responses of the conversation included: it stands on its own.
    package var input: [JSONValue]
    /// How many of `input`, at its end, are the request's own.
    package var ownInputCount: Int
    package var pieces: ResponsePieces
    /// What the conversation's system message states as the current date, from its first response on.
    package var startDate: String?
    /// Whether it, and all that it goes on from, may become training data; see `TrainingConsent`.
    package var allowsTraining: Bool
    /// The events of those who made it before and were interrupted: its stream goes on behind them.
    var earlier: [JSONValue] = []
    /// Whether it was begun again behind them.
    var wasBegunAgain = false

    package init(
        response: JSONValue, input: [JSONValue], ownInputCount: Int, pieces: ResponsePieces = ResponsePieces(), startDate: String? = nil,
        allowsTraining: Bool = false
    ) {
        self.response = response
        self.input = input
        self.ownInputCount = ownInputCount
        self.pieces = pieces
        self.startDate = startDate
        self.allowsTraining = allowsTraining
    }

    private var output: [JSONValue] { response["output"]?.arrayValue ?? [] }

    /// What a next response goes on from.
    package var items: [JSONValue] { input + output }

    /// What this response adds to its conversation.
    package var ownItems: [JSONValue] { input.suffix(ownInputCount) + output }

    /// Whether it is still being made.
    package var isOpen: Bool { response["status"] == "queued" || response["status"] == "in_progress" }

    /// Its stream, told again.
    package var replay: ResponseReplay { ResponseReplay(response, pieces: pieces, earlier: earlier, wasBegunAgain: wasBegunAgain) }
}

extension ArchivedResponse {
    /// The names under which its items are found.
    var partNames: [String] { ownItems.compactMap { $0["id"]?.stringValue } }

    /// As it is stored.
    var document: JSONValue {
        [
            "response": response, "input": .array(input), "own_input": .integer(ownInputCount), "pieces": pieces.json,
            "start_date": startDate.map { .string($0) } ?? .null, "training": .bool(allowsTraining),
            "earlier": .array(earlier), "begun_again": .bool(wasBegunAgain),
        ]
    }

    /// A document, also one that was written before responses had pieces.
    init(document: JSONValue) {
        let input = document["input"]?.arrayValue ?? []
        self.init(
            response: document["response"] ?? .null, input: input, ownInputCount: document["own_input"]?.intValue ?? input.count,
            pieces: ResponsePieces(document["pieces"]), startDate: document["start_date"]?.stringValue,
            allowsTraining: document["training"]?.boolValue ?? false)
        earlier = document["earlier"]?.arrayValue ?? []
        wasBegunAgain = document["begun_again"]?.boolValue ?? false
    }
}
