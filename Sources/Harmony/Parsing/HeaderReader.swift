/// Reads a header's sections: role and name, channel, recipient, content type, in whatever order and state they are.
///
/// With `<|message|>` behind it all of the text is header, and what cannot be understood is dropped. Without, the
/// first word that is no part of a header begins the content, and words are taken for less.
struct HeaderReader {
    /// What follows the header.
    enum Closing: Hashable {
        case messageToken
        /// A stop token or, for `.nextHeader`, `<|start|>`.
        case stop(MessageEnd)
        case endOfStream
        /// Nothing yet, but the header has grown too long to be one.
        case overflow
    }

    let tools: ToolNames
    let closing: Closing
    var author: Author?
    private(set) var channel: String?
    private(set) var contentType: String?
    /// What is left over: the content of a message without `<|message|>`.
    private(set) var text = ""
    private(set) var repairs: [HarmonyRepair] = []
    /// Recipients behind `to=`, in order.
    private var recipients: [String] = []
    /// Recipients without it.
    private var nakedRecipients: [String] = []

    /// - Parameter role: the role, where what was given to the model names it already.
    init(_ assembly: HeaderAssembly, role: Role?, tools: ToolNames, closing: Closing) {
        self.tools = tools
        self.closing = closing
        if let role { author = Author(role) }
        for section in assembly.sections {
            var cursor = HeaderCursor(section)
            switch section.marker {
            case .channel: readChannel(&cursor)
            case .constrain: readContentType(&cursor)
            default: readAuthor(&cursor)
            }
            readWords(&cursor, inRoleSection: section.marker == nil)
        }
        if closing == .messageToken, !text.isEmpty { note(.headerText) }
    }

    var hasMessageToken: Bool { closing == .messageToken }

    /// The header as it was understood, the recipient resolved. An assistant's without recipient is on a channel.
    func header(defaultChannel: String = Channel.final) -> MessageHeader {
        let author = author ?? Author(.assistant)
        let recipient = recipient
        let channel = channel ?? (author.role == .assistant && recipient == nil ? defaultChannel : nil)
        return MessageHeader(author: author, channel: channel, recipient: recipient, contentType: contentType)
    }

    /// Whether anything but the author was named.
    var namesChannelOrRecipient: Bool { channel != nil || recipient != nil }

    private var recipient: String? { recipients.last ?? nakedRecipients.last }

    mutating func note(_ repair: HarmonyRepair) {
        if !repairs.contains(repair) { repairs.append(repair) }
    }

    /// Whether the tokens ran out in the middle of one of these words, or behind it.
    func isCutOff(_ cursor: HeaderCursor, from words: [String]) -> Bool {
        closing == .endOfStream && !cursor.rest.isEmpty && words.contains { $0.hasPrefix(cursor.rest) }
    }
}

// MARK: Channel

extension HeaderReader {
    /// Reads the name behind `<|channel|>`. A known one counts even if a later one is not known.
    private mutating func readChannel(_ cursor: inout HeaderCursor) {
        let isKnown = channel.map(Channel.trained.contains) ?? false
        if channel != nil { note(.repeatedChannel) }
        cursor.skipWhiteSpace()
        let word = cursor.word
        if let known = knownChannel(cursor) {
            channel = known
            // The rest of a misspelt name is left over.
            if !cursor.skip(known) { _ = cursor.takeWord() }
            if known != word { note(.misspeltChannel) }
        } else if isCutOff(cursor, from: Channel.trained) {
            _ = cursor.takeWord()
        } else if hasMessageToken, !tools.names(word), !word.isEmpty {
            _ = cursor.takeWord()
            note(.unknownChannel)
            if !isKnown, word.isName { channel = String(word) }
        }
    }

    /// The trained channel that a word means: by its name in any case, or as a beginning that something is stuck to.
    private func knownChannel(_ cursor: HeaderCursor) -> String? {
        let word = cursor.word
        return Channel.trained.first { name in
            if word == name || hasMessageToken && word.lowercased() == name { return true }
            guard word.hasPrefix(name) else { return false }
            return cursor.isTokenBoundary(after: name.utf8.count) || word.namePrefix == name
        }
    }
}

// MARK: Content type

extension HeaderReader {
    private mutating func readContentType(_ cursor: inout HeaderCursor) {
        if cursor.skipWhiteSpace() { note(.misspeltContentType) }
        let word = cursor.word
        let name = word.namePrefix
        // A tool may be called `json`; what stands here then is still the type.
        if tools.names(name), allowsNakedRecipient, !ToolNames.plainContentTypes.contains(String(word)) {
            nakedRecipients.append(takeTool(&cursor))
            note(.toolAsContentType)
        } else if isCutOff(cursor, from: ToolNames.plainContentTypes) {
            _ = cursor.takeWord()
        } else if name.isEmpty {
            note(.misspeltContentType)
        } else if hasMessageToken || ToolNames.plainContentTypes.contains(String(word)) {
            cursor.skip(String(name))
            setContentType(SpecialToken.constrain.rawValue + name)
            if name != word { note(.misspeltContentType) }
        }
    }

    private mutating func setContentType(_ type: String) {
        if let contentType, contentType != type { note(.repeatedContentType) }
        contentType = type
    }
}

// MARK: Recipient and other words

extension HeaderReader {
    private mutating func readWords(_ cursor: inout HeaderCursor, inRoleSection: Bool) {
        while true {
            cursor.skipWhiteSpace()
            if cursor.rest.isEmpty { return }
            if cursor.isAt("to=") {
                readRecipient(&cursor)
            } else if cursor.skip(SpecialToken.constrain.rawValue) {
                readContentType(&cursor)
            } else if cursor.skip(SpecialToken.channel.rawValue) {
                readChannel(&cursor)
            } else if understands(&cursor, inRoleSection: inRoleSection) {
                continue
            } else if hasMessageToken {
                leaveOver(cursor.word.isEmpty ? cursor.takeScalar() : cursor.takeWord())
            } else {
                return leaveOver(cursor.takeRest())
            }
        }
    }

    /// Takes a word that is part of a header even without `to=` or a marker before it; false leaves it unread.
    private mutating func understands(_ cursor: inout HeaderCursor, inRoleSection: Bool) -> Bool {
        let word = String(cursor.word)
        if isCutOff(cursor, from: recipient == nil ? ["to="] : ["to="] + ToolNames.plainContentTypes) {
            // It would have been understood.
        } else if ToolNames.plainContentTypes.contains(word), hasMessageToken || recipient != nil {
            setContentType(word)
        } else if allowsNakedRecipient, tools.names(word) {
            nakedRecipients.append(takeTool(&cursor))
            note(.nakedToolName)
            return true
        } else if hasMessageToken, author?.role.rawValue == word {
            note(.repeatedRole)
        } else if hasMessageToken, inRoleSection, channel == nil, Channel.trained.contains(word) {
            channel = word
            note(.missingChannelMarker)
        } else {
            return false
        }
        _ = cursor.takeWord()
        return true
    }

    private mutating func readRecipient(_ cursor: inout HeaderCursor) {
        if !cursor.isApart { note(.misplacedSpace) }
        cursor.skip("to=")
        if cursor.skipWhiteSpace() { note(.misplacedSpace) }
        let word = String(cursor.word)
        if word.isEmpty || author?.role == .assistant && (Role(rawValue: word) != nil || Channel.trained.contains(word)) {
            _ = cursor.takeWord()
            return note(.meaninglessRecipient)
        }
        let recipient = takeTool(&cursor)
        if !recipients.isEmpty, recipients.last != recipient { note(.repeatedRecipient) }
        recipients.append(recipient)
    }

    /// Takes a tool's name and returns it in full; a content type stuck to it is kept as such.
    mutating func takeTool(_ cursor: inout HeaderCursor) -> String {
        let start = cursor
        let word = String(cursor.takeWord())
        let tool = tools.resolve(word, isBoundary: start.isTokenBoundary(after:))
        tool.repairs.forEach { note($0) }
        if let type = tool.contentType, contentType == nil { contentType = type }
        return tool.name
    }

    /// Whether a tool's name counts without `to=`: where the message can only be a call.
    private var allowsNakedRecipient: Bool {
        hasMessageToken || closing == .stop(.call)
    }

    private mutating func leaveOver(_ words: Substring) {
        if !text.isEmpty { text += " " }
        text += words
    }
}
