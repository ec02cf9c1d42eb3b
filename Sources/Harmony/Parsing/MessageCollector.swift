/// A message that was read, and how it ended.
package struct ParsedMessage: Sendable, Hashable {
    package var header: MessageHeader
    package var text: String
    package var end: MessageEnd

    package init(header: MessageHeader, text: String, end: MessageEnd) {
        self.header = header
        self.text = text
        self.end = end
    }

    /// The message as it stands in a conversation, which does not tell how it ended.
    package var message: Message {
        Message(
            header.author, recipient: header.recipient, channel: header.channel, contentType: header.contentType,
            content: [.text(text)])
    }
}

/// Puts the parser's events together to messages.
package struct MessageCollector: Sendable {
    /// The messages that have ended, in order.
    package private(set) var messages: [ParsedMessage] = []
    /// What was mended, in order, repetitions included.
    package private(set) var repairs: [HarmonyRepair] = []
    /// The message whose content is being read.
    package private(set) var current: (header: MessageHeader, text: String)?

    package init() {}

    package mutating func add(_ events: some Sequence<HarmonyEvent>) {
        for event in events { add(event) }
    }

    package mutating func add(_ event: HarmonyEvent) {
        switch event {
        case .messageStarted(let header):
            current = (header, "")
        case .contentDelta(let text):
            current?.text += text
        case .messageEnded(let end):
            if let current { messages.append(ParsedMessage(header: current.header, text: current.text, end: end)) }
            current = nil
        case .repaired(let repair):
            repairs.append(repair)
        }
    }

    /// Reads all of a sequence of tokens.
    package static func collect(_ tokens: some Sequence<Int32>, with parser: HarmonyParser) -> MessageCollector {
        var parser = parser
        var collector = MessageCollector()
        for token in tokens { collector.add(parser.push(token)) }
        collector.add(parser.finish())
        return collector
    }
}
