/// The special tokens that Harmony is made of, by the names that tokenizers know them under.
package enum SpecialToken: String, Sendable, Hashable, CaseIterable {
    /// Begins a message's header.
    case start = "<|start|>"
    /// Ends a message after which the turn goes on.
    case end = "<|end|>"
    /// Ends the header; content follows.
    case message = "<|message|>"
    /// Comes before the channel's name.
    case channel = "<|channel|>"
    /// Comes before a content type that generation is held to.
    case constrain = "<|constrain|>"
    /// Ends the turn.
    case `return` = "<|return|>"
    /// Ends a message that calls a tool.
    case call = "<|call|>"
    /// Ends a document in pre-training; no part of Harmony, but models emit it.
    case endOfText = "<|endoftext|>"
}
