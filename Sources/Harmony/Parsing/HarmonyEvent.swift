/// How a message ended.
package enum MessageEnd: Sendable, Hashable {
    /// `<|end|>`: the message is over, the turn goes on.
    case end
    /// `<|return|>`: the turn is over.
    case `return`
    /// `<|call|>`: a tool is called and its result awaited.
    case call
    /// The next message's header began without a stop token.
    case nextHeader
    /// The tokens ran out.
    case endOfStream
}

/// What the parser found in the tokens that a model wrote. Events of one message come in the order
/// `messageStarted`, `contentDelta`*, `messageEnded`; deltas concatenated are the whole content.
package enum HarmonyEvent: Sendable, Hashable {
    case messageStarted(MessageHeader)
    /// Complete characters only; never empty.
    case contentDelta(String)
    case messageEnded(MessageEnd)
    /// The output departed from the format and was understood all the same.
    case repaired(HarmonyRepair)
}
