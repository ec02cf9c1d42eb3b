/// What the model's answer does, whichever API tells it. Items do not overlap: `itemStarted`, `delta`*, `itemEnded`;
/// `finished` comes once, last.
package enum AnswerEvent: Sendable, Hashable {
    case itemStarted(AnswerItem)
    /// More of the open item's text, with the tokens that wrote it where log-probabilities were asked for.
    case delta(String, tokens: [GeneratedToken])
    /// `isComplete` is false where the tokens ran out or the generation was stopped within the item.
    case itemEnded(isComplete: Bool)
    case finished(AnswerEnd)
}

/// One piece of an answer.
package enum AnswerItem: Sendable, Hashable {
    /// The analysis channel.
    case reasoning
    /// Commentary without recipient: what the model says before it calls a tool.
    case preamble
    /// The final channel, and whatever came without a channel that is known.
    case final
    /// The arguments follow as the item's text, as the model wrote them, perhaps invalid JSON; of a custom tool its input.
    case toolCall(id: String, ClientTool)
}

/// Why an answer ended.
package enum AnswerEnd: Sendable, Hashable {
    /// The model ended its turn.
    case stop
    /// This stop string was found.
    case stopString(String)
    /// The model waits for the results of its calls.
    case toolCalls
    /// The token limit, or the context's end.
    case length
    /// By the client or the server, before the end.
    case cancelled
    /// By a fault of the server's.
    case failed(APIError)
}
