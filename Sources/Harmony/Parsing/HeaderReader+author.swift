extension HeaderReader {
    /// Reads the section before the first marker up to where recipients and other words begin.
    mutating func readAuthor(_ cursor: inout HeaderCursor) {
        cursor.skipWhiteSpace()
        if author == nil { readUnknownAuthor(&cursor) }
        guard let author else { return }
        while isAtRole(author.role, cursor), cursor.skip(author.role.rawValue) {
            note(.repeatedRole)
            cursor.skipWhiteSpace()
        }
        if author.role == .tool, author.name == nil, !cursor.isAt("to="), cursor.word.isName {
            self.author = Author(.tool, name: takeTool(&cursor))
        }
    }

    private mutating func readUnknownAuthor(_ cursor: inout HeaderCursor) {
        let word = cursor.word
        if let role = Role.allCases.first(where: { isAtRole($0, cursor) }) {
            cursor.skip(role.rawValue)
            author = Author(role, name: role == .tool ? role.rawValue : nil)
            if cursor.skip(":") { author?.name = String(cursor.takeWord()) }
        } else if let role = Role(rawValue: word.lowercased()) {
            _ = cursor.takeWord()
            author = Author(role)
            note(.unknownRole)
        } else if isCutOff(cursor, from: Role.allCases.map(\.rawValue)) {
            _ = cursor.takeWord()
            author = Author(.assistant)
        } else if word.isEmpty || cursor.isAt("to=") {
            author = Author(.assistant)
            note(.missingRole)
        } else if tools.canSpeak(as: word) || isFollowedByRecipient(cursor) {
            author = Author(.tool, name: takeTool(&cursor))
        } else {
            author = Author(.assistant)
            note(.unknownRole)
        }
    }

    /// Whether the role's name is ahead, and not as the beginning of some other word.
    private func isAtRole(_ role: Role, _ cursor: HeaderCursor) -> Bool {
        var behind = cursor
        guard behind.skip(role.rawValue) else { return false }
        if behind.skipWhiteSpace() || behind.rest.isEmpty { return true }
        return (["to=", "<", ":", role.rawValue] + Channel.trained).contains(where: behind.isAt)
    }

    /// Whether the word ahead stands before `to=`: the rule by which openai-harmony knows tools.
    private func isFollowedByRecipient(_ cursor: HeaderCursor) -> Bool {
        var behind = cursor
        return behind.takeWord().isName && behind.skipWhiteSpace() && behind.isAt("to=")
    }
}
