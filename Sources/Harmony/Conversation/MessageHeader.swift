/// What a message says before its content. The parser's are repaired where the model's were malformed.
package struct MessageHeader: Sendable, Hashable {
    package var author: Author
    package var channel: String?
    package var recipient: String?
    package var contentType: String?

    package init(author: Author, channel: String? = nil, recipient: String? = nil, contentType: String? = nil) {
        self.author = author
        self.channel = channel
        self.recipient = recipient
        self.contentType = contentType
    }
}

extension MessageHeader {
    /// Whether the message is addressed to one of the functions, on whatever channel.
    package var callsFunction: Bool {
        author.role == .assistant && recipient?.hasPrefix(ToolNamespace.functionsPrefix) == true
    }
}

extension Message {
    package var header: MessageHeader {
        MessageHeader(author: author, channel: channel, recipient: recipient, contentType: contentType)
    }
}
