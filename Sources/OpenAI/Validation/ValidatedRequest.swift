package import Harmony
package import OrderedCollections

/// A request that was understood and found sound: the only thing that reaches the engine.
package struct ValidatedRequest: Sendable, Hashable {
    /// As the client wrote it; whether the model exists is for the server to say (`APIError.unknownModel`).
    package var model: String
    /// Ends where the assistant speaks next: render it with `nextRole: .assistant`.
    package var conversation: Conversation
    /// Which turns' reasoning stays in the prompt; `currentTurn` unless `reasoning.context` says otherwise.
    package var retention: AnalysisRetention
    /// Where it is `none`, what is rendered is `conversation.closingAnalysis`.
    package var effort: RequestedEffort
    /// Why, where the server chose it.
    package var effortReason: String?
    package var sampling: SamplingOptions
    /// What the model continues, in place of the conversation.
    package var prompt: [Int32]?
    /// Whether the oldest turns are left out where all of them are too long.
    package var truncates = false
    /// Whether the prompt's tokens are told with their log-probabilities, as those of the answer are.
    package var scoresPrompt = false
    /// Ahead of whom it is, and behind whom.
    package var tier = ServiceTier.default
    /// How the answer's tokens are read where they are not Harmony.
    package var plainText: PlainText?
    /// Tokens of analysis after which it is closed; `nil` leaves it to the model.
    package var reasoningBudget: Int?
    /// Whether the answer goes on where the model would end it, to the token limit.
    package var ignoresEnd = false
    /// Whether the answer tells the ids of prompt and answer.
    package var returnsTokenIDs = false
    /// Whether log-probabilities name tokens by their ids (`/v1/completions`).
    package var namesTokenIDs = false
    /// What the answer shows of itself token by token.
    package var views: Set<AnswerViewKind> = []
    /// For the whole generation, reasoning included; `nil` leaves it to the context's length.
    package var maximumTokens: Int?
    /// Applied to the final channel only. None is empty.
    package var stopStrings: [String]
    /// How many answers (`n`), each with an interpreter of its own.
    package var choices: Int
    package var isStreaming: Bool
    /// Whether a chat stream ends with a usage chunk.
    package var includesUsage: Bool
    /// Whether reasoning is part of the answer. It is counted all the same.
    package var includesReasoning: Bool
    /// Those that the model is shown: none where `toolChoice` is `none`.
    package var functions: FunctionSet
    /// The same with their parameters.
    package var declarations: [FunctionDeclaration]
    package var toolChoice: ToolChoice
    /// Whether the turn may go on behind a call with another: where the request says so, for the models are trained to wait then.
    package var makesParallelToolCalls: Bool
    package var answerFormat: AnswerFormat
    /// Where the request has the format's schema or grammar, for errors.
    package var answerFormatParam: String
    package var isStored: Bool
    package var metadata: OrderedDictionary<String, String>
    /// `safety_identifier`, or the older `user`.
    package var user: String?
    package var promptCacheKey: String?
    /// For the header `chorale-warning`.
    package var warnings: Warnings
}

/// How tokens are read that follow no format.
package enum PlainText: Sendable, Hashable {
    case withSpecialTokens, withoutSpecialTokens
}
