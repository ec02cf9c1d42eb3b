/// A message that was read, with its tokens.
package struct TranscribedMessage: Sendable, Hashable {
    package var parsed: ParsedMessage
    /// From its first token to its stop token: of the first message from where the parser began, of others from `<|start|>` if it is there.
    package var tokens: Range<Int>
}

/// Puts the parser's events together to messages, and keeps which tokens wrote each of them, and where something was mended.
package struct TranscriptRecorder: Sendable {
    /// A departure from the format.
    package struct Repair: Sendable, Hashable {
        package var kind: HarmonyRepair
        /// The index of the message that it is of, or before which it stood.
        package var message: Int
        /// The index of the token that showed it; one past the last where the end did.
        package var token: Int
    }

    /// The messages that have ended, in order.
    package private(set) var messages: [TranscribedMessage] = []
    package private(set) var repairs: [Repair] = []
    /// Tokens so far.
    package private(set) var count = 0
    private let vocabulary: HarmonyVocabulary
    /// Where the message began that is being read.
    private var start = 0
    /// The last token that may have begun a header.
    private var marker = 0
    private var header: MessageHeader?
    private var text = ""

    package init(_ vocabulary: HarmonyVocabulary) {
        self.vocabulary = vocabulary
    }

    /// - Parameter events: the parser's for this token.
    package mutating func push(_ token: Int32, _ events: [HarmonyEvent]) {
        if token == vocabulary.start || token == vocabulary.channel { marker = count }
        read(events, end: count + 1)
        count += 1
    }

    /// - Parameter events: the parser's when the tokens had run out.
    package mutating func finish(_ events: [HarmonyEvent]) {
        read(events, end: count)
    }

    private mutating func read(_ events: [HarmonyEvent], end: Int) {
        for event in events {
            switch event {
            case .messageStarted(let header): (self.header, text) = (header, "")
            case .contentDelta(let delta): text += delta
            case .repaired(let kind): repairs.append(Repair(kind: kind, message: messages.count, token: count))
            case .messageEnded(let reason):
                guard let header else { continue }
                let upper = reason == .nextHeader ? max(start, marker) : end
                messages.append(
                    TranscribedMessage(parsed: ParsedMessage(header: header, text: text, end: reason), tokens: start..<upper))
                (self.header, start) = (nil, upper)
            }
        }
    }

    /// Reads all of a sequence of tokens.
    package static func read(_ tokens: [Int32], with parser: HarmonyParser) -> TranscriptRecorder {
        var parser = parser
        var recorder = TranscriptRecorder(parser.vocabulary)
        var index = 0
        while index < tokens.count {
            let (count, text) = parser.pushContent(tokens[index...])
            recorder.text += text
            recorder.count += count
            index += count
            guard index < tokens.count else { break }
            recorder.push(tokens[index], parser.push(tokens[index]))
            index += 1
        }
        recorder.finish(parser.finish())
        return recorder
    }
}
