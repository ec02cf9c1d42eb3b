import GPTOSS
import Harmony
import OpenAI
import Sampling
import Tokenization

/// Reads a generation's tokens as an answer's events: as Harmony, or as text that follows no format.
struct AnswerReader: Sendable {
    /// How often the parser had to mend the model's output, by kind.
    private(set) var repairs: [HarmonyRepair: Int] = [:]

    private let vocabulary: HarmonyVocabulary
    private var parser: HarmonyParser
    private var interpreter: AnswerInterpreter
    private let memory: TokenMemory
    private var recorder: MessageRecorder
    private var item: AnswerItem?
    private var reasoning = ""
    /// In place of both where there is no format.
    private var plain: PlainReader?
    private var views: AnswerViewRecorder?

    /// - Parameters:
    ///   - memory: given what is read.
    ///   - trace: what the engine tells of the experts, for a request that asks for them.
    init(
        _ request: ValidatedRequest, _ vocabulary: HarmonyVocabulary, ids: IDSource, memory: TokenMemory, trace: ExpertTrace?
    ) {
        self.memory = memory
        views = AnswerViewRecorder(request, vocabulary, trace: trace)
        recorder = MessageRecorder(vocabulary)
        self.vocabulary = vocabulary
        parser = HarmonyParser(vocabulary, knownTools: Set(request.functions.names))
        interpreter = AnswerInterpreter(request, ids: ids)
        plain = request.plainText.map { PlainReader(request, showsSpecialTokens: $0 == .withSpecialTokens, vocabulary) }
    }

    var generatedTokens: Int { plain?.interpreter.generatedTokens ?? interpreter.generatedTokens }
    var reasoningTokens: Int { plain == nil ? interpreter.reasoningTokens : 0 }
    /// The answer is complete, whatever tokens come.
    var isOver: Bool { plain?.interpreter.isOver ?? interpreter.isTurnOver }

    mutating func push(_ token: SampledToken) -> [AnswerEvent] {
        let generated = GeneratedToken(token, in: vocabulary.tokenizer)
        if plain != nil { return plain?.push(generated) ?? [] }
        // `<|endoftext|>` ends a generation without being part of the format.
        guard token.id != vocabulary.endOfText else {
            views?.push(generated, [])
            return []
        }
        let events = noted(parser.push(token.id))
        views?.push(generated, events)
        if let written = recorder.push(token.id, events) { memory.keep(written) }
        return remembered(interpreter.push(events, of: generated))
    }

    func read(prompt tokens: [SampledToken]) -> [GeneratedToken] { tokens.map { GeneratedToken($0, in: vocabulary.tokenizer) } }

    mutating func finish(because outcome: GenerationOutcome) -> [AnswerEvent] {
        if plain != nil { return plain?.finish(because: outcome) ?? [] }
        let events = noted(parser.finish())
        views?.finish(events)
        return interpreter.finish(events, because: outcome)
    }

    /// What the answer shows of itself token by token, where that is asked for.
    var view: AnswerView? { plain == nil ? views?.view : nil }

    private mutating func remembered(_ events: [AnswerEvent]) -> [AnswerEvent] {
        for event in events {
            switch event {
            case .itemStarted(let item):
                self.item = item
                if item == .reasoning, !reasoning.isEmpty { reasoning += "\n\n" }
                if case .toolCall(let id, _) = item, !reasoning.isEmpty { memory.keep(reasoning: reasoning, beforeCall: id) }
            case .delta(let text, _): if item == .reasoning { reasoning += text }
            case .itemEnded, .finished: item = nil
            }
        }
        return events
    }

    private mutating func noted(_ events: [HarmonyEvent]) -> [HarmonyEvent] {
        for case .repaired(let repair) in events { repairs[repair, default: 0] += 1 }
        return events
    }
}

/// Reads tokens as text.
private struct PlainReader: Sendable {
    private(set) var interpreter: PlainTextInterpreter
    private let showsSpecialTokens: Bool
    private let vocabulary: HarmonyVocabulary
    private var decoder: UTF8Decoder

    init(_ request: ValidatedRequest, showsSpecialTokens: Bool, _ vocabulary: HarmonyVocabulary) {
        interpreter = PlainTextInterpreter(stopStrings: request.stopStrings, keepsTokens: request.sampling.topLogprobs != nil)
        self.showsSpecialTokens = showsSpecialTokens
        self.vocabulary = vocabulary
        decoder = UTF8Decoder()
    }

    mutating func push(_ token: GeneratedToken) -> [AnswerEvent] {
        let isShown = showsSpecialTokens || vocabulary.tokenizer.name(ofSpecial: token.id) == nil
        return interpreter.push(isShown ? decoder.push(token.bytes) : "", of: token)
    }

    mutating func finish(because outcome: GenerationOutcome) -> [AnswerEvent] {
        interpreter.finish(decoder.finish(), because: outcome)
    }
}

extension GeneratedToken {
    fileprivate init(_ token: SampledToken, in tokenizer: Tokenizer) {
        self.init(
            id: token.id, bytes: tokenizer.bytes(of: token.id) ?? [], logprob: token.logprob,
            alternatives: token.topLogprobs.map {
                Alternative(id: $0.id, bytes: tokenizer.bytes(of: $0.id) ?? [], logprob: $0.logprob)
            })
    }
}
