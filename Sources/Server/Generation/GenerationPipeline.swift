import Engine
import GPTOSS
import Harmony
package import OpenAI
import Sampling

/// From a validated request to an answer in the making: renders the conversation, submits it, reads what comes back.
package struct GenerationPipeline: Sendable {
    package let model: ServedModel
    package let memory: TokenMemory
    package let efforts: EffortStatistics
    private let ids: IDSource
    /// Keeps the model loaded, where it might be unloaded.
    private let use: ModelUse?

    /// For a model that is nobody else's.
    package init(model: ServedModel, ids: IDSource) {
        self.model = model
        self.ids = ids
        (memory, efforts, use) = (TokenMemory(), EffortStatistics(), nil)
    }

    package init(_ use: ModelUse, ids: IDSource) {
        (model, memory, efforts) = (use.model, use.memory, use.efforts)
        self.ids = ids
        self.use = use
    }

    /// Whoever holds the result has a place in the engine's queue for each answer.
    ///
    /// - Parameters:
    ///   - id: the request's, for logs.
    ///   - param: `messages` or `input`, which a prompt that is too long is blamed on.
    package func begin(_ request: ValidatedRequest, id: String, param: String) throws(APIError) -> AnswerGenerations {
        let prompt = try prompt(for: request, param: param)
        let lease = RequestScope.current?.lease
        try lease?.admit(promptTokens: prompt.count)
        var choices: [AnswerGeneration] = []
        for choice in 0..<request.choices { choices.append(try begin(request, choice, prompt, id: id, param: param)) }
        lease?.charge(tokens: prompt.count)
        return AnswerGenerations(choices, prompt: prompt)
    }

    /// The tokens that the model is to continue.
    package func prompt(for request: ValidatedRequest, param: String) throws(APIError) -> [Int32] {
        if let prompt = request.prompt { return prompt }
        return try render(request, param: param)
    }

    /// The request with its prompt; without its oldest turns where it is too long and asks for that, which a warning says then.
    ///
    /// Room is made for the tokens that the request allows, or for an eighth of the context.
    package func fitted(_ request: ValidatedRequest, param: String) throws(APIError) -> ValidatedRequest {
        var request = request
        var prompt = try prompt(for: request, param: param)
        let room = request.maximumTokens ?? model.engine.contextLength / 8
        var (turns, messages) = (0, 0)
        while request.truncates, prompt.count > model.engine.contextLength - room,
            let shorter = request.conversation.droppingOldestTurn()
        {
            request.conversation = shorter.conversation
            turns += 1
            messages += shorter.dropped
            prompt = try render(request, param: param)
        }
        if turns > 0 { request.warnings.truncated(messages: messages, turns: turns) }
        request.prompt = prompt
        return request
    }

    /// The request with what the model can be held to, and warnings of what it cannot: what `begin` takes.
    package func enforceable(_ request: ValidatedRequest) throws(APIError) -> ValidatedRequest {
        try request.enforceable(model.vocabulary, by: model.grammars)
    }

    private func begin(
        _ request: ValidatedRequest, _ choice: Int, _ prompt: [Int32], id: String, param: String
    ) throws(APIError) -> AnswerGeneration {
        let engine = model.engine
        let vocabulary = model.vocabulary
        let maximumTokens = request.maximumTokens ?? max(1, engine.contextLength - prompt.count)
        let constraint = try TurnConstraint(
            request, maximumTokens: maximumTokens, vocabulary: vocabulary, compiler: model.grammars)
        var sampling = SamplingParameters(request.sampling)
        // Answers to one request differ also where it has a seed.
        sampling.seed = sampling.seed.map { $0 &+ UInt64(choice) }
        if request.ignoresEnd {
            for token in vocabulary.generationStops { sampling.logitBias[token] = -.infinity }
        }
        let loops = LoopReport()
        var stopTokens = vocabulary.generationStops
        if request.makesParallelToolCalls { stopTokens.remove(vocabulary.call) }
        var generation = GenerationRequest(
            id: id, prompt: prompt, sampling: sampling, maximumTokens: maximumTokens, stopTokens: stopTokens, constraint: constraint,
            steering: steering(of: request, loops), owner: RequestScope.current?.lease?.owner)
        let trace = request.views.contains(.routing) ? ExpertTrace(from: prompt.count) : nil
        generation.trace = trace
        if request.scoresPrompt { generation.promptLogprobs = request.sampling.topLogprobs }
        generation.format = try TurnGrammar(vocabulary: vocabulary, request: request).text(in: engine.formatNotation, by: model.grammars)
        generation.priority = GenerationRequest.Priority(request.tier)
        let stream: GenerationStream
        do {
            stream = try engine.submit(generation)
        } catch {
            throw APIError(error, load: engine.load, param: param, requestedTokens: request.maximumTokens)
        }
        return AnswerGeneration(
            stream: stream, promptTokens: prompt.count, stopTokens: stopTokens,
            reader: AnswerReader(request, vocabulary, ids: ids, memory: memory, trace: trace), loops: loops, use: use
        ) { [efforts, effort = request.effort] tokens in efforts.record(tokens: tokens, at: effort) }
    }

    /// Nothing where the tokens follow no format, or go on whatever they say.
    private func steering(of request: ValidatedRequest, _ loops: LoopReport) -> AnalysisSteering? {
        guard request.plainText == nil, !request.ignoresEnd || request.reasoningBudget != nil else { return nil }
        return AnalysisSteering(request.reasoningBudget, model.vocabulary, functions: Set(request.functions.names), report: loops)
    }

    private func render(_ request: ValidatedRequest, param: String) throws(APIError) -> [Int32] {
        do {
            return try ConversationRenderer(model.vocabulary).render(
                request.effort == .none ? request.conversation.closingAnalysis : request.conversation, nextRole: .assistant,
                analysis: request.retention, written: memory.tokens)
        } catch {
            throw .invalid("The conversation cannot be rendered: \(error)", param: param)
        }
    }
}

extension GenerationRequest.Priority {
    fileprivate init(_ tier: ServiceTier) {
        switch tier {
        case .flex: self = .flexible
        case .default: self = .standard
        case .priority: self = .urgent
        }
    }
}

extension SamplingParameters {
    /// The API's options in the sampler's terms.
    fileprivate init(_ options: SamplingOptions) {
        self.init()
        temperature = Float(options.temperature)
        topP = Float(options.topP)
        topK = options.topK
        minP = Float(options.minP)
        repetitionPenalty = Float(options.repetitionPenalty)
        presencePenalty = Float(options.presencePenalty)
        frequencyPenalty = Float(options.frequencyPenalty)
        logitBias = options.logitBias.mapValues { Float($0) }
        seed = options.seed
        topLogprobs = options.topLogprobs
    }
}
