/// Who speaks. A tool speaks under its name (`functions.get_weather`), which stands in place of the role.
package enum Role: String, Sendable, Hashable, CaseIterable {
    case system, developer, user, assistant, tool
}

/// The author of a message: a role and, for tools always and for others seldom, a name.
package struct Author: Sendable, Hashable {
    package var role: Role
    package var name: String?

    package init(_ role: Role, name: String? = nil) {
        self.role = role
        self.name = name
    }
}

/// The names of the channels that gpt-oss was trained on. A message's channel is free text, since models write others.
package enum Channel {
    /// Reasoning, not meant for end users.
    package static let analysis = "analysis"
    /// Tool calls, and preambles that announce them.
    package static let commentary = "commentary"
    /// The answer.
    package static let final = "final"
    /// All of them.
    package static let trained = [analysis, commentary, final]
}

/// One part of a message's content.
package enum Content: Sendable, Hashable {
    case text(String)
    /// Only in system messages.
    case system(SystemContent)
    /// Only in developer messages.
    case developer(DeveloperContent)
}

/// One Harmony message: `<|start|>` header `<|message|>` content, and a stop token.
package struct Message: Sendable, Hashable {
    package var author: Author
    /// Whom the message is for: a tool (`functions.f`), or `assistant` on a tool's result. `nil` and "all" mean everyone.
    package var recipient: String?
    package var channel: String?
    /// As it stands in the header, for example `<|constrain|>json`.
    package var contentType: String?
    package var content: [Content]

    package init(
        _ author: Author, recipient: String? = nil, channel: String? = nil, contentType: String? = nil, content: [Content]
    ) {
        self.author = author
        self.recipient = recipient
        self.channel = channel
        self.contentType = contentType
        self.content = content
    }

    package init(
        _ role: Role, _ text: String, recipient: String? = nil, channel: String? = nil, contentType: String? = nil
    ) {
        self.init(Author(role), recipient: recipient, channel: channel, contentType: contentType, content: [.text(text)])
    }
}

/// A conversation in order of time.
package struct Conversation: Sendable, Hashable {
    package var messages: [Message]

    package init(_ messages: [Message] = []) {
        self.messages = messages
    }
}
