import Engine
import Harmony
import Tokenization

/// Closes the analysis when it has had so many tokens, as the model itself would: `<|end|>`, and the next message.
///
/// With functions the model chooses what comes then, once; else, and when it would reason again, that is the answer.
struct AnalysisBudget: TokenSteering {
    private let limit: Int
    private let toNextMessage: [Int32]
    private let toAnswer: [Int32]
    private let choosesNext: Bool
    private var parser: HarmonyParser
    private var spent = 0
    private var isOpen = false
    private var hasClosed = false
    /// What is still to be forced.
    private var closing: [Int32] = []

    /// - Parameters:
    ///   - limit: tokens of content on the analysis channel, in all of the turn.
    ///   - functions: those that the model may call.
    init(_ limit: Int, _ vocabulary: HarmonyVocabulary, functions: Set<String>) {
        self.limit = limit
        parser = HarmonyParser(vocabulary, knownTools: functions)
        choosesNext = !functions.isEmpty
        let tokenizer = vocabulary.tokenizer
        toNextMessage = [vocabulary.end, vocabulary.start] + tokenizer.encode(Role.assistant.rawValue)
        toAnswer = toNextMessage + [vocabulary.channel] + tokenizer.encode(Channel.final) + [vocabulary.message]
    }

    mutating func next(after token: Int32) -> Int32? {
        let wasOpen = isOpen
        for event in parser.push(token) {
            switch event {
            case .messageStarted(let header): isOpen = header.channel == Channel.analysis && !header.callsFunction
            case .messageEnded: isOpen = false
            case .contentDelta, .repaired: break
            }
        }
        if wasOpen, isOpen { spent += 1 }
        if isOpen, spent >= limit, closing.isEmpty {
            closing = choosesNext && !hasClosed ? toNextMessage : toAnswer
            hasClosed = true
        }
        return closing.isEmpty ? nil : closing.removeFirst()
    }
}
