import Harmony

extension ParsedMessage {
    /// One line: `assistant commentary to=functions.f <|constrain|>json: {} (call)`.
    var summary: String { "\(message.summary) (\(end))" }
}

extension Message {
    /// One line: `assistant commentary to=functions.f <|constrain|>json: {}`.
    var summary: String {
        var words = [author.name.map { "\(author.role.rawValue):\($0)" } ?? author.role.rawValue]
        if let channel { words.append(channel) }
        if let recipient { words.append("to=\(recipient)") }
        if let contentType { words.append(contentType) }
        let text = content.map { if case .text(let text) = $0 { text } else { "(no text)" } }.joined()
        return "\(words.joined(separator: " ")): \(text)"
    }
}
