import Engine
import Harmony
import Synchronization
import Tokenization

/// Closes the analysis when it has had so many tokens, or goes round in circles, as the model itself would: `<|end|>`, and the next
/// message.
///
/// With functions the model chooses what comes then, once; else, and when it would reason again, that is the answer.
struct AnalysisSteering: TokenSteering {
    private let limit: Int?
    private var loops = LoopDetector()
    private let report: LoopReport
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
    ///   - limit: tokens of content on the analysis channel, in all of the turn; `nil` leaves them to the model.
    ///   - functions: those that the model may call.
    ///   - report: told when a loop was closed.
    init(_ limit: Int?, _ vocabulary: HarmonyVocabulary, functions: Set<String>, report: LoopReport = LoopReport()) {
        self.limit = limit
        self.report = report
        parser = HarmonyParser(vocabulary, knownTools: functions)
        choosesNext = !functions.isEmpty
        let tokenizer = vocabulary.tokenizer
        toNextMessage = [vocabulary.end, vocabulary.start] + tokenizer.encode(Role.assistant.rawValue)
        toAnswer = toNextMessage + [vocabulary.channel] + tokenizer.encode(Channel.final) + [vocabulary.message]
    }

    mutating func next(after token: Int32) -> Int32? {
        let wasOpen = isOpen
        for event in parser.isText(token) ? [] : parser.push(token) {
            switch event {
            case .messageStarted(let header): isOpen = header.channel == Channel.analysis && !header.callsFunction
            case .messageEnded: isOpen = false
            case .contentDelta, .repaired: break
            }
        }
        var isLooping = false
        if wasOpen, isOpen {
            spent += 1
            isLooping = loops.push(token)
        }
        if isOpen, isLooping || spent >= limit ?? .max, closing.isEmpty {
            closing = choosesNext && !hasClosed ? toNextMessage : toAnswer
            hasClosed = true
            if isLooping { report.closeLoop() }
            loops = LoopDetector()
        }
        return closing.isEmpty ? nil : closing.removeFirst()
    }
}

/// How many loops of the reasoning were closed, for whoever tells the answer.
final class LoopReport: Sendable {
    private let count = Atomic(0)

    func closeLoop() { count.wrappingAdd(1, ordering: .relaxed) }

    var loopsClosed: Int { count.load(ordering: .relaxed) }
}
