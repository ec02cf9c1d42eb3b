package import JSON
import OrderedCollections

/// Builds a chat completion from answer events, streamed and whole by the same steps: the chunks add up to the object.
///
///     for chunk in builder.start() { … }                         // the role, once for each choice
///     for chunk in builder.push(event, choice: 0) { … }          // in the order of the events
///     for chunk in builder.complete(usage) { … }                 // the usage chunk, where it was asked for
///     builder.completion                                         // the whole object, for answers that are not streamed
///
/// The chunks are the `data:` of frames without `event:`; the caller ends the stream with `data: [DONE]`.
package struct ChatCompletionBuilder: Sendable {
    /// Set by the first choice that ended in an error: then a stream's last frame tells it, and an answer that is not streamed
    /// is this error instead of `completion`.
    package private(set) var error: APIError?

    private let identity: AnswerIdentity
    /// The members with which every chunk begins.
    private let chunkHead: JSONObject
    /// Told with the first chunk; `nil` where it is not wanted.
    private let prompt: JSONValue?
    private var hasToldPrompt = false
    private let includesUsage: Bool
    private let metadata: JSONValue?
    private let tier: ServiceTier
    private var choices: [ChatChoice]
    private var usage: TokenUsage?

    /// - Parameters:
    ///   - prompt: the tokens that the model continues, told where the request asks for ids.
    ///   - repeatsReasoning: `reasoning` also under its other name, `reasoning_content`.
    package init(_ identity: AnswerIdentity, for request: ValidatedRequest, prompt: [Int32] = [], repeatsReasoning: Bool = true) {
        self.prompt = request.returnsTokenIDs ? .array(prompt.map { .integer(Int($0)) }) : nil
        self.identity = identity
        includesUsage = request.isStreaming && request.includesUsage
        tier = request.tier
        chunkHead = identity.head(object: "chat.completion.chunk", serviceTier: request.tier.rawValue)
        metadata = request.metadata.isEmpty ? nil : .strings(request.metadata)
        let shape = ChatChoice.Shape(
            includesReasoning: request.includesReasoning, repeatsReasoning: repeatsReasoning,
            includesLogprobs: request.sampling.topLogprobs != nil, includesTokenIDs: request.returnsTokenIDs)
        choices = Array(repeating: ChatChoice(shape), count: request.choices)
    }

    /// The first chunks.
    package mutating func start() -> [JSONValue] {
        choices.indices.map { chunk($0, choices[$0].opening) }
    }

    /// The chunks for one event of one choice.
    package mutating func push(_ event: AnswerEvent, choice: Int) -> [JSONValue] {
        guard error == nil, choices.indices.contains(choice) else { return [] }
        switch event {
        case .finished(.failed(let error)): return fail(error)
        case .finished(.cancelled): return fail(.cancelled)
        default: return choices[choice].push(event).map { [chunk(choice, $0)] } ?? []
        }
    }

    /// The ids of the tokens that wrote what is pushed next.
    package mutating func wrote(_ ids: [Int32], choice: Int) {
        if choices.indices.contains(choice) { choices[choice].wrote(ids) }
    }

    /// What a choice shows of itself token by token; before the event that ends it.
    package mutating func show(_ view: AnswerView, choice: Int) {
        if choices.indices.contains(choice) { choices[choice].view = view.json }
    }

    /// Ends a stream that has begun with an error. Nothing may follow but `[DONE]`.
    package mutating func fail(_ error: APIError) -> [JSONValue] {
        self.error = error
        return [error.json]
    }

    /// The last chunk: no choices, only usage.
    package mutating func complete(_ usage: TokenUsage) -> [JSONValue] {
        self.usage = usage
        guard includesUsage, error == nil else { return [] }
        var members = chunkHead
        members["choices"] = []
        members["usage"] = usage.chatJSON
        return [.object(members)]
    }

    /// The whole object, once every choice has finished and `complete` was called.
    package var completion: JSONValue {
        var members = identity.head(object: "chat.completion", serviceTier: tier.rawValue)
        members["choices"] = .array(choices.enumerated().map { .choice($0, $1.json) })
        if let usage { members["usage"] = usage.chatJSON }
        if let metadata { members["metadata"] = metadata }
        if let prompt { members["prompt_token_ids"] = prompt }
        return .object(members)
    }

    private mutating func chunk(_ index: Int, _ update: ChatChoice.Update) -> JSONValue {
        var members = chunkHead
        var choice: JSONObject = [
            "index": .integer(index), "delta": .object(update.delta), "logprobs": update.logprobs, "finish_reason": update.finishReason,
        ]
        if let ids = choices[index].takeTokenIDs() { choice["token_ids"] = ids }
        if update.finishReason != .null { choice.merge(choices[index].view) { own, _ in own } }
        members["choices"] = [.object(choice)]
        if includesUsage { members["usage"] = .null }
        if let prompt, !hasToldPrompt {
            hasToldPrompt = true
            members["prompt_token_ids"] = prompt
        }
        return .object(members)
    }
}
