import Harmony
import OpenAI
import Testing

/// A generation as the parser would report it: the events of each token.
struct Script: Sendable, CustomTestStringConvertible {
    struct Step: Sendable {
        var token: GeneratedToken
        var events: [HarmonyEvent]
    }

    var name: String
    var steps: [Step] = []
    /// The parser's events at the end of the stream.
    var lastEvents: [HarmonyEvent] = []
    var outcome = GenerationOutcome.stopped

    init(_ name: String = "") { self.name = name }

    var testDescription: String { name }

    /// Adds a token. Its log-probability and one alternative depend on its place alone.
    func token(_ text: String, _ events: HarmonyEvent...) -> Script {
        token(bytes: Array(text.utf8), events)
    }

    func token(bytes: [UInt8], _ events: [HarmonyEvent]) -> Script {
        var script = self
        let id = Int32(steps.count)
        let token = GeneratedToken(
            id: id, bytes: bytes, logprob: -Float(id) / 8, alternatives: [.init(id: id, bytes: bytes, logprob: -Float(id) / 8)])
        script.steps.append(Step(token: token, events: events))
        return script
    }

    /// Adds a whole message: two header tokens, one token a piece, and a stop token but for `endOfStream`.
    func message(
        _ channel: String?, to recipient: String? = nil, role: Role = .assistant, _ pieces: [String], _ end: MessageEnd = .end
    ) -> Script {
        let header = MessageHeader(author: Author(role), channel: channel, recipient: recipient)
        var script = token("<|channel|>").token("<|message|>", .messageStarted(header))
        for piece in pieces { script = script.token(piece, .contentDelta(piece)) }
        if end == .endOfStream {
            script.lastEvents = [.messageEnded(end)]
            return script
        }
        return script.token("<|stop|>", .messageEnded(end))
    }

    func ending(_ outcome: GenerationOutcome) -> Script {
        var script = self
        script.outcome = outcome
        return script
    }

    /// The answer's events.
    func answer(
        _ functions: [String] = ["f"], isParallel: Bool = false, stop: [String] = [], keepsTokens: Bool = false,
        ids: IDSource = .counting()
    ) -> [AnswerEvent] {
        var interpreter = AnswerInterpreter(
            functions: FunctionSet(functions), makesParallelCalls: isParallel, stopStrings: stop, keepsTokens: keepsTokens, ids: ids)
        return run(&interpreter)
    }

    func run(_ interpreter: inout AnswerInterpreter) -> [AnswerEvent] {
        var events: [AnswerEvent] = []
        for step in steps where !interpreter.isTurnOver { events += interpreter.push(step.events, of: step.token) }
        return events + interpreter.finish(lastEvents, because: outcome)
    }
}

extension [AnswerEvent] {
    /// The answer in short: `reasoning(…)`, `preamble(…)`, `final(…)`, `call_1:f(…)`; a `~` after what is incomplete; the end.
    var summary: String {
        var result: [String] = []
        for event in self {
            switch event {
            case .itemStarted(.reasoning): result.append("reasoning(")
            case .itemStarted(.preamble): result.append("preamble(")
            case .itemStarted(.final): result.append("final(")
            case .itemStarted(.toolCall(let id, let tool)): result.append("\(id):\(tool.name)(")
            case .delta(let text, _): result[result.count - 1] += text
            case .itemEnded(let isComplete): result[result.count - 1] += isComplete ? ")" : ")~"
            case .finished(.failed(let error)): result.append("failed:\(error.code ?? "")")
            case .finished(.stopString): result.append("stop")
            case .finished(let end): result.append("\(end)")
            }
        }
        return result.joined(separator: " ")
    }
}
