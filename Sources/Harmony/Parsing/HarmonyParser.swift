import Tokenization

/// Reads the messages that a model writes, one token in, events out.
///
/// Whatever the ids are, it neither throws nor traps, and text is lost only where it belongs to no message. What departs
/// from the format is understood as it was meant and reported as `HarmonyEvent.repaired`. The rules where openai-harmony
/// fails or guesses otherwise:
///
/// - Text without a header is the answer (final channel), or analysis when another message follows it in the turn.
///   A header that grows beyond what headers are is such text, and streams.
/// - A header without `<|message|>` ends at the stop token; what is no part of a header becomes the content.
/// - `<|start|>` inside content begins the next message, as does `<|channel|>` before a known channel.
///   Other special tokens inside content are its text.
/// - Behind `<|end|>` the next header may lack its `<|start|>`. Behind a final message stray text is dropped, behind
///   `<|return|>` and `<|call|>` everything up to `<|start|>`.
/// - The last known channel counts, and the last recipient. An assistant's message without either is on the final channel.
///
/// It does **not** judge content: a call's arguments are text, valid JSON or not.
package struct HarmonyParser: Sendable {
    let vocabulary: HarmonyVocabulary
    let tools: ToolNames
    var state: State
    /// Whether the assistant has finished a message on the final channel since somebody else last spoke.
    var hasAnswered = false
    var events: [HarmonyEvent] = []

    enum State: Sendable {
        case between(Gap)
        case header(Header)
        case content(Content)
    }

    /// - Parameters:
    ///   - knownTools: the functions that the model was offered, without `functions.`. Names that stand in the wrong place are known by it.
    ///   - startingRole: the role that the prompt ends with, whose header the tokens go on with; `nil` where they begin with `<|start|>`.
    package init(_ vocabulary: HarmonyVocabulary, knownTools: Set<String> = [], startingRole: Role? = .assistant) {
        self.vocabulary = vocabulary
        tools = ToolNames(known: knownTools)
        state = startingRole.map { .header(Header(role: $0)) } ?? .between(Gap())
    }

    /// The header of the message whose content is being read.
    package var currentHeader: MessageHeader? {
        if case .content(let content) = state { content.header } else { nil }
    }

    /// Reads one token; ids outside the vocabulary count as text that cannot be decoded.
    package mutating func push(_ token: Int32) -> [HarmonyEvent] {
        switch state {
        case .between(let gap): push(token, between: gap)
        case .header(let header): push(token, header: header)
        case .content(var content):
            // Else there are two who have the content, and it is copied where it grows.
            state = .between(Gap())
            push(token, content: &content)
        }
        return takeEvents()
    }

    /// The tokens ran out: ends the message that is open. More tokens may follow, as after `<|return|>`.
    package mutating func finish() -> [HarmonyEvent] {
        switch state {
        case .between(let gap):
            release(gap.heldText, on: Channel.final)
        case .header(var header):
            close(&header, .endOfStream)
        case .content(let content):
            end(content, .endOfStream)
        }
        state = .between(Gap(turnIsOver: true))
        return takeEvents()
    }

    private mutating func takeEvents() -> [HarmonyEvent] {
        defer { events = [] }
        return events
    }

    mutating func note(_ repair: HarmonyRepair) {
        events.append(.repaired(repair))
    }
}

// MARK: Between messages

extension HarmonyParser {
    /// What is known between two messages.
    struct Gap: Sendable {
        /// Only `<|start|>` begins a message.
        var turnIsOver = false
        /// Stray text was reported already.
        var isReported = false
        /// Text without header that `<|end|>` followed: analysis if the turn goes on, else the answer.
        var heldText: String?
    }

    private mutating func push(_ token: Int32, between gap: Gap) {
        var gap = gap
        let special = vocabulary.specialToken(token)
        let goesOn = special == .start || special == .channel
        release(gap.heldText, on: goesOn ? Channel.analysis : Channel.final)
        gap.heldText = nil
        switch special {
        case .start:
            state = .header(Header())
            return
        case .end:
            note(.strayStop)
        case .return, .call:
            note(.strayStop)
            gap.turnIsOver = true
        case .endOfText:
            gap.turnIsOver = true
        case .channel, .message, .constrain:
            guard gap.turnIsOver else { return beginImplicitHeader(with: token) }
            report(.strayText, &gap)
        case nil:
            guard let bytes = textBytes(of: token) else {
                report(vocabulary.tokenizer.name(ofSpecial: token) == nil ? .unknownToken : .strayMarker, &gap)
                break
            }
            let isBlank = bytes.allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) }
            guard gap.turnIsOver || hasAnswered || isBlank else { return beginImplicitHeader(with: token) }
            report(.strayText, &gap)
        }
        state = .between(gap)
    }

    private mutating func report(_ repair: HarmonyRepair, _ gap: inout Gap) {
        if !gap.isReported { note(repair) }
        gap.isReported = true
    }

    private mutating func beginImplicitHeader(with token: Int32) {
        push(token, header: Header(role: .assistant, repairs: [.missingStart]))
    }

    private mutating func release(_ text: String?, on channel: String) {
        guard let text else { return }
        let header = MessageHeader(author: Author(.assistant), channel: channel)
        note(.missingHeader)
        events += [.messageStarted(header), .contentDelta(text)]
        finish(header, .end)
    }

    /// The bytes of an ordinary token; `nil` for special tokens and ids outside the vocabulary.
    func textBytes(of token: Int32) -> [UInt8]? {
        guard vocabulary.tokenizer.name(ofSpecial: token) == nil else { return nil }
        return vocabulary.tokenizer.bytes(of: token)
    }
}
