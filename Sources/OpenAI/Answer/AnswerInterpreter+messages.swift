import Harmony

extension AnswerInterpreter {
    /// - Parameter isWhole: whether the model wrote the header itself.
    mutating func begin(_ header: MessageHeader, isWhole: Bool) -> [AnswerEvent] {
        // A model that goes on as the user or as a tool has ended its turn, if it had one.
        if header.author.role != .assistant, hasCall || hasText, !ignoresEnd {
            isTurnOver = true
            return []
        }
        // Calls and the final message start at once, since they may be empty; the rest with its first text.
        if let name = functions.function(calledBy: header.recipient) {
            start(.toolCall(id: ids("call_"), functions.tool(ofFunction: name)), endsTurn: !makesParallelCalls)
            return announce()
        }
        // Whatever else the model begins behind its calls would be without their results.
        if hasCall, makesParallelCalls {
            isTurnOver = true
            return []
        }
        switch header.channel {
        case Channel.analysis:
            lastReasoning = ""
            start(.reasoning, endsTurn: false)
        case Channel.commentary:
            start(.preamble, endsTurn: false)
        case Channel.final where isWhole:
            start(.final, endsTurn: true)
            return announce()
        default:
            start(.final, endsTurn: false)
        }
        return []
    }

    mutating func start(_ item: AnswerItem, endsTurn: Bool) {
        open = OpenMessage(item, endsTurn: endsTurn, stopStrings: item == .final ? stopStrings : [])
    }

    mutating func announce() -> [AnswerEvent] {
        guard let item = open?.item, open?.isStarted == false else { return [] }
        open?.isStarted = true
        switch item {
        case .toolCall: hasCall = true
        case .final, .preamble: hasText = true
        case .reasoning: break
        }
        return [.itemStarted(item)]
    }

    mutating func text(_ text: String) -> [AnswerEvent] {
        guard let piece = open?.push(text) else { return [] }
        if open?.item == .reasoning { lastReasoning += text }
        let isStopped = open?.isStopped == true
        var result = piece.text.isEmpty && !isStopped ? [] : announce()
        if !piece.text.isEmpty { result.append(.delta(piece.text, tokens: piece.tokens)) }
        if isStopped {
            isTurnOver = true
            stopString = open?.stopString
            open = nil
            result.append(.itemEnded(isComplete: true))
        }
        return result
    }

    /// Ends the message that is open, if any.
    mutating func close(isComplete: Bool) -> [AnswerEvent] {
        guard let rest = open?.finish() else { return [] }
        var result = rest.text.isEmpty ? [] : announce()
        if !rest.text.isEmpty { result.append(.delta(rest.text, tokens: rest.tokens)) }
        if open?.isStarted == true { result.append(.itemEnded(isComplete: isComplete)) }
        open = nil
        return result
    }
}

// MARK: - Tokens

extension AnswerInterpreter {
    /// Text has come: the tokens that were waiting for it wrote it.
    mutating func takeUnreadTokens() {
        for token in unreadTokens { take(token, offset: 0) }
        unreadTokens.removeAll(keepingCapacity: true)
    }

    /// Text may show itself as content only after it was read as a header. The tokens that wrote exactly this text,
    /// but for special tokens behind it, are content then.
    mutating func adoptHeaderTokens(as text: String) {
        let bytes = Array(text.utf8)
        for end in stride(from: headerTokens.count, to: max(0, headerTokens.count - 4), by: -1) {
            var start = end
            var length = 0
            while start > 0, length < bytes.count {
                start -= 1
                length += headerTokens[start].bytes.count
            }
            guard length == bytes.count, headerTokens[start..<end].flatMap(\.bytes) == bytes else { continue }
            var offset = 0
            for token in headerTokens[start..<end] {
                take(token, offset: offset)
                offset += token.bytes.count
            }
            return
        }
    }

    private mutating func take(_ token: GeneratedToken, offset: Int) {
        if open?.item == .reasoning { reasoningTokens += 1 }
        if keepsTokens { open?.keep(token, offset: offset) }
    }
}
