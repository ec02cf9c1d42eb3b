import Tokenization

/// A message as a model wrote it.
package struct WrittenMessage: Sendable, Hashable {
    package var message: Message
    /// What stands behind `<|start|>assistant`, to the stop token, in the form that a prompt goes on from: `<|return|>` is `<|end|>`.
    package var tokens: [Int32]

    package init(message: Message, tokens: [Int32]) {
        self.message = message
        self.tokens = tokens
    }
}

/// Keeps the tokens of each message that a model writes in form. What had to be mended is better rendered anew.
package struct MessageRecorder: Sendable {
    private let vocabulary: HarmonyVocabulary
    /// What a message begins with behind the first one.
    private let opening: [Int32]
    private var tokens: [Int32] = []
    private var header: MessageHeader?
    private var text = ""
    private var isInForm = true

    package init(_ vocabulary: HarmonyVocabulary) {
        self.vocabulary = vocabulary
        opening = [vocabulary.start] + vocabulary.tokenizer.encode(Role.assistant.rawValue)
    }

    /// - Parameter events: the parser's for this token.
    /// - Returns: the message that ended with it.
    package mutating func push(_ token: Int32, _ events: [HarmonyEvent]) -> WrittenMessage? {
        tokens.append(token)
        var ended: WrittenMessage?
        for event in events {
            switch event {
            case .repaired: isInForm = false
            case .messageStarted(let header): self.header = header
            case .contentDelta(let delta): text += delta
            case .messageEnded(let end):
                ended = written(end)
                (tokens, header, text, isInForm) = ([], nil, "", true)
            }
        }
        return ended
    }

    private func written(_ end: MessageEnd) -> WrittenMessage? {
        guard isInForm, let header, header.author == Author(.assistant), end == .end || end == .return || end == .call else { return nil }
        var tokens = tokens
        if tokens.starts(with: opening) { tokens.removeFirst(opening.count) }
        if tokens.last == vocabulary.return { tokens[tokens.count - 1] = vocabulary.end }
        guard let last = tokens.last, last == vocabulary.end || last == vocabulary.call else { return nil }
        return WrittenMessage(
            message: Message(
                header.author, recipient: header.recipient, channel: header.channel, contentType: header.contentType,
                content: [.text(text)]),
            tokens: tokens)
    }
}
