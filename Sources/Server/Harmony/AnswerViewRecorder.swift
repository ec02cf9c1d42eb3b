import GPTOSS
import Harmony
import OpenAI

/// Keeps what an answer shows of itself token by token, where that is asked for.
struct AnswerViewRecorder: Sendable {
    private let includesLogprobs: Bool
    private let trace: ExpertTrace?
    private var transcript: TranscriptRecorder?
    private var tokens: [GeneratedToken] = []

    /// `nil` where the request asks for nothing of the kind.
    ///
    /// - Parameter trace: what the engine tells of the request's experts.
    init?(_ request: ValidatedRequest, _ vocabulary: HarmonyVocabulary, trace: ExpertTrace?) {
        guard !request.views.isEmpty else { return nil }
        includesLogprobs = request.sampling.topLogprobs != nil
        self.trace = trace
        if request.views.contains(.harmony) { transcript = TranscriptRecorder(vocabulary) }
    }

    /// - Parameter events: the parser's for this token.
    mutating func push(_ token: GeneratedToken, _ events: [HarmonyEvent]) {
        tokens.append(token)
        transcript?.push(token.id, events)
    }

    /// - Parameter events: the parser's when the tokens had run out.
    mutating func finish(_ events: [HarmonyEvent]) {
        transcript?.finish(events)
    }

    var view: AnswerView {
        var choices = trace?.choices(of: tokens.map(\.id))
        // Where it was guessed it was run, but nothing was made of that.
        if choices?.positions.isEmpty == false { choices?.positions[tokens.count - 1] = nil }
        return AnswerView(
            tokens: tokens, messages: transcript?.messages,
            routing: choices.map {
                AnswerView.Routing(
                    layers: $0.layers, experts: $0.experts, expertsPerToken: $0.expertsPerToken, chosen: $0.positions)
            }, includesLogprobs: includesLogprobs)
    }
}
