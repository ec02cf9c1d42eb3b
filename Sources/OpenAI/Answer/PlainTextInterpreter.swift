/// Turns the text of a generation without a format into an answer's events: one final item, with stop strings applied.
package struct PlainTextInterpreter: Sendable {
    /// Tokens pushed, stop tokens included.
    package private(set) var generatedTokens = 0
    /// A stop string was found: the caller should stop generating.
    package var isOver: Bool { message.isStopped }

    private var message: OpenMessage
    private let keepsTokens: Bool
    private var hasBegun = false

    package init(stopStrings: [String], keepsTokens: Bool) {
        message = OpenMessage(.final, endsTurn: true, stopStrings: stopStrings)
        self.keepsTokens = keepsTokens
    }

    /// - Parameter text: what the token adds; nothing while a character is incomplete.
    package mutating func push(_ text: String, of token: GeneratedToken) -> [AnswerEvent] {
        generatedTokens += 1
        guard !isOver else { return [] }
        if keepsTokens { message.keep(token) }
        return text.isEmpty ? [] : told(message.push(text))
    }

    /// - Parameter text: what the decoder still held.
    package mutating func finish(_ text: String, because outcome: GenerationOutcome) -> [AnswerEvent] {
        let end: AnswerEnd =
            switch (outcome, message.stopString) {
            case (.failed(let error), _): .failed(error)
            case (_, let string?): .stopString(string)
            case (.stopped, nil): .stop
            case (.length, nil): .length
            case (.cancelled, nil): .cancelled
            }
        var events = isOver ? [] : told(message.push(text))
        events += told(message.finish())
        // What wrote no text, such as the token that ended the answer, has a log-probability all the same.
        let rest = isOver ? [] : message.takeRest()
        if !rest.isEmpty { events += told("", rest) }
        if hasBegun { events.append(.itemEnded(isComplete: outcome == .stopped || isOver)) }
        return events + [.finished(end)]
    }

    private mutating func told(_ piece: (text: String, tokens: [GeneratedToken])) -> [AnswerEvent] {
        piece.text.isEmpty ? [] : told(piece.text, piece.tokens)
    }

    private mutating func told(_ text: String, _ tokens: [GeneratedToken]) -> [AnswerEvent] {
        defer { hasBegun = true }
        return (hasBegun ? [] : [.itemStarted(.final)]) + [.delta(text, tokens: tokens)]
    }
}
