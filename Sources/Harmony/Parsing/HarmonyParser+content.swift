import Tokenization

extension HarmonyParser {
    /// A message whose content is being read.
    struct Content: Sendable {
        let header: MessageHeader
        var decoder: UTF8Decoder
        /// No content came yet.
        var isEmpty: Bool
        /// `<|channel|>` and the tokens behind it, while they may turn out to be a known channel.
        var pending: [Int32] = []
    }

    /// - Parameter content: taken out of the state, which is set here.
    mutating func push(_ token: Int32, content: inout Content) {
        if !content.pending.isEmpty, pushPending(token, &content) { return }
        switch vocabulary.specialToken(token) {
        case .end:
            return end(content, .end)
        case .return:
            return end(content, .return)
        case .call:
            return end(content, .call)
        case .endOfText:
            note(.endOfTextAsStop)
            return end(content, .return)
        case .start:
            note(.missingEnd)
            end(content, .nextHeader)
            state = .header(Header())
            return
        case .channel:
            content.pending = [token]
        case .message where content.isEmpty:
            note(.strayMarker)
        case .message, .constrain, nil:
            append(token, to: &content)
        }
        state = .content(content)
    }

    /// Reads as many ordinary tokens as stand at the beginning of these, if a message is open: at once what `push` does one by one.
    ///
    /// - Returns: how many were read, and the content that they add.
    package mutating func pushContent(_ tokens: ArraySlice<Int32>) -> (count: Int, text: String) {
        guard case .content(var content) = state, content.pending.isEmpty else { return (0, "") }
        var bytes: [UInt8] = []
        var count = 0
        for token in tokens {
            guard vocabulary.tokenizer.name(ofSpecial: token) == nil, vocabulary.tokenizer.appendBytes(of: token, to: &bytes) else { break }
            count += 1
        }
        guard count > 0 else { return (0, "") }
        content.isEmpty = false
        let text = content.decoder.push(bytes)
        state = .content(content)
        return (count, text)
    }

    /// Whether a token adds text to the message that is open, and does nothing else: whoever does not need the text may leave it out.
    package func isText(_ token: Int32) -> Bool {
        guard case .content(let content) = state, content.pending.isEmpty, !content.isEmpty else { return false }
        return vocabulary.tokenizer.name(ofSpecial: token) == nil
    }

    /// Ends the message that is open: what is held back comes out first.
    mutating func end(_ content: Content, _ end: MessageEnd) {
        var content = content
        releasePending(&content)
        appendDelta(content.decoder.finish())
        finish(content.header, end)
    }

    /// Tells that a message ended, and goes on between messages.
    mutating func finish(_ header: MessageHeader, _ end: MessageEnd) {
        events.append(.messageEnded(end))
        if header.author.role != .assistant {
            hasAnswered = false
        } else if header.channel == Channel.final, header.recipient == nil {
            hasAnswered = true
        }
        state = .between(Gap(turnIsOver: end.endsTurn))
    }

    private mutating func append(_ token: Int32, to content: inout Content) {
        content.isEmpty = false
        if let text = content.decoder.push(token, of: vocabulary.tokenizer) {
            if vocabulary.tokenizer.name(ofSpecial: token) != nil { note(.markerInContent) }
            appendDelta(text)
        } else {
            note(.unknownToken)
            appendDelta(content.decoder.push("\u{FFFD}".utf8))
        }
    }

    private mutating func appendDelta(_ text: String) {
        if !text.isEmpty { events.append(.contentDelta(text)) }
    }
}

// MARK: `<|channel|>` inside content

extension HarmonyParser {
    /// Reads on behind `<|channel|>`; false when the token is still to be read as content.
    private mutating func pushPending(_ token: Int32, _ content: inout Content) -> Bool {
        guard let bytes = textBytes(of: token) else {
            releasePending(&content)
            return false
        }
        var name = content.pending.dropFirst().flatMap { vocabulary.tokenizer.bytes(of: $0) ?? [] } + bytes
        name.trimPrefix { $0 == 0x20 }
        guard let channel = Channel.trained.first(where: { $0.utf8.starts(with: name) }) else {
            releasePending(&content)
            return false
        }
        content.pending.append(token)
        if channel.utf8.count == name.count {
            beginNextHeader(after: content)
        } else {
            state = .content(content)
        }
        return true
    }

    /// The tokens behind `<|channel|>` were a known channel's name.
    private mutating func beginNextHeader(after content: Content) {
        var content = content
        let tokens = content.pending
        content.pending = []
        note(.missingEnd)
        end(content, .nextHeader)
        state = .header(Header(role: .assistant, repairs: [.missingStart]))
        for token in tokens {
            if case .header(let header) = state { push(token, header: header) }
        }
    }

    /// What was held back is content after all.
    private mutating func releasePending(_ content: inout Content) {
        let tokens = content.pending
        content.pending = []
        for token in tokens { append(token, to: &content) }
    }
}

extension MessageEnd {
    /// Whether only `<|start|>` begins another message.
    var endsTurn: Bool {
        switch self {
        case .return, .call, .endOfStream: true
        case .end, .nextHeader: false
        }
    }
}
