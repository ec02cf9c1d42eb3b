/// A conversation as token ids, with the place of each message in them.
package struct RenderedConversation: Sendable, Hashable {
    package var tokens: [Int32] = []
    /// Of the messages that were kept, in order; one begins where the one before it ends.
    package var spans: [Span] = []

    /// One message's tokens.
    package struct Span: Sendable, Hashable {
        /// The message's index in the conversation.
        package var message: Int
        package var header: MessageHeader
        /// From `<|start|>` to the stop token.
        package var tokens: Range<Int>
        /// Where `<|start|>` and the author end. What an assistant's message has behind it is what a model writes: recipient, channel,
        /// content type, content and the stop token.
        package var bodyStart: Int
        /// Whether the stop token is another than `<|end|>`.
        package var endsTurn: Bool
    }

    package init() {}

    /// For each token the index of its span; `nil` behind the last message.
    package var spanIndices: [Int?] {
        var indices = [Int?](repeating: nil, count: tokens.count)
        for (index, span) in spans.enumerated() {
            for token in span.tokens { indices[token] = index }
        }
        return indices
    }
}
