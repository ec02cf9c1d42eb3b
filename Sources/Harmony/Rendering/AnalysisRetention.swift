/// Which messages on the analysis channel a prompt keeps.
///
/// A model is trained to see its reasoning while it still calls tools, and not to see that of turns it has finished.
package enum AnalysisRetention: Sendable, Hashable, CaseIterable {
    /// Keeps everything; for training and for transcripts.
    case all
    /// What openai-harmony calls `auto_drop_analysis`. Where the last assistant message is on the final channel, it drops all
    /// analysis, whoever wrote it, before the first message on the final channel. Of several finished turns it thus drops the
    /// first one's only, and while a later turn is pending none.
    case libraryRule
    /// Drops what is on the analysis channel before the last user message: the published rule for servers. Calls of
    /// functions stay wherever the model put them, since their results stay too.
    case currentTurn
    /// Drops all of it, but for calls of functions and what closes it before the model can begin it.
    case nowhere

    /// The indices of the messages that are rendered, in order.
    package func retained(in messages: [Message]) -> [Int] {
        switch self {
        case .all:
            return Array(messages.indices)
        case .libraryRule:
            guard messages.last(where: { $0.author.role == .assistant })?.channel == Channel.final,
                let firstFinal = messages.firstIndex(where: { $0.channel == Channel.final })
            else { return Array(messages.indices) }
            return messages.indices.filter { $0 >= firstFinal || messages[$0].channel != Channel.analysis }
        case .currentTurn:
            guard let lastUser = messages.lastIndex(where: { $0.author.role == .user }) else { return Array(messages.indices) }
            return messages.indices.filter { $0 >= lastUser || !messages[$0].isDroppable }
        case .nowhere:
            return messages.indices.filter { !messages[$0].isDroppable || $0 == messages.count - 1 && messages[$0].text.isEmpty }
        }
    }
}

extension Message {
    /// Whether it is reasoning that a prompt can do without.
    fileprivate var isDroppable: Bool { channel == Channel.analysis && !header.callsFunction }
}
