extension Message {
    /// Its text parts.
    package var text: String {
        content.map { if case .text(let text) = $0 { text } else { "" } }.joined()
    }
}

extension Conversation {
    /// The conversation without its oldest turn: what stands from the first message that is neither the system's nor a developer's
    /// to the next user's. Those two kinds stay, and so do the last user's message and what follows it.
    ///
    /// - Returns: `nil` where there is no more to drop; else with the number of messages dropped.
    package func droppingOldestTurn() -> (conversation: Conversation, dropped: Int)? {
        func isKept(_ message: Message) -> Bool { message.author.role == .system || message.author.role == .developer }
        guard let start = messages.firstIndex(where: { !isKept($0) }),
            let end = messages.indices.first(where: { $0 > start && messages[$0].author.role == .user })
        else { return nil }
        let rest = messages[..<start] + messages[start..<end].filter(isKept) + messages[end...]
        return (Conversation(Array(rest)), messages.count - rest.count)
    }
}
