package import JSON
import OrderedCollections

/// Builds a completion from answer events, streamed and whole by the same steps.
package struct CompletionBuilder: Sendable {
    /// Set by the first choice that ended in an error.
    package private(set) var error: APIError?

    private let identity: AnswerIdentity
    private let includesUsage: Bool
    /// What each choice's text begins with: its prompt, where that is echoed.
    private let openings: [String]
    /// Whether they come with log-probabilities, which are there when the prompts have been read.
    private let awaitsScores: Bool
    private var choices: [CompletionChoice]
    private var usage: TokenUsage?

    /// - Parameters:
    ///   - request: any of the prompts' requests.
    ///   - openings: for each choice what its text begins with.
    package init(_ identity: AnswerIdentity, for request: ValidatedRequest, openings: [String]) {
        self.identity = identity
        self.openings = openings
        awaitsScores = request.scoresPrompt
        includesUsage = request.isStreaming && request.includesUsage
        let choice = CompletionChoice(
            includesLogprobs: request.sampling.topLogprobs != nil, includesTokenIDs: request.returnsTokenIDs,
            namesTokenIDs: request.namesTokenIDs)
        choices = Array(repeating: choice, count: openings.count)
    }

    /// The first chunks: the prompts, where they are echoed.
    package mutating func start() -> [JSONValue] {
        guard !awaitsScores else { return [] }
        return openings.indices.filter { !openings[$0].isEmpty }.map { chunk($0, CompletionChoice.Update(text: openings[$0])) }
    }

    /// The chunk of an echoed prompt, whose log-probabilities are there now.
    package mutating func scored(_ prompt: [GeneratedToken], choice: Int) -> [JSONValue] {
        guard error == nil, choices.indices.contains(choice) else { return [] }
        return [chunk(choice, CompletionChoice.Update(text: openings[choice], tokens: prompt))]
    }

    /// The ids of the tokens that wrote what is pushed next.
    package mutating func wrote(_ ids: [Int32], choice: Int) {
        if choices.indices.contains(choice) { choices[choice].wrote(ids) }
    }

    /// The chunks for one event of one choice.
    package mutating func push(_ event: AnswerEvent, choice: Int) -> [JSONValue] {
        guard error == nil, choices.indices.contains(choice) else { return [] }
        switch event {
        case .itemStarted, .itemEnded: return []
        case .delta(let text, let tokens): return [chunk(choice, CompletionChoice.Update(text: text, tokens: tokens))]
        case .finished(.failed(let error)): return fail(error)
        case .finished(.cancelled): return fail(.cancelled)
        case .finished(let end):
            return [chunk(choice, CompletionChoice.Update(text: "", finishReason: .string(end == .length ? "length" : "stop")))]
        }
    }

    private mutating func fail(_ error: APIError) -> [JSONValue] {
        self.error = error
        return [error.json]
    }

    /// The last chunk: no choices, only usage.
    package mutating func complete(_ usage: TokenUsage) -> [JSONValue] {
        self.usage = usage
        guard includesUsage, error == nil else { return [] }
        var members = head
        members["choices"] = []
        members["usage"] = usage.chatJSON
        return [.object(members)]
    }

    /// The whole object, once every choice has finished and `complete` was called.
    package var completion: JSONValue {
        var members = head
        members["choices"] = .array(choices.enumerated().map { .choice($0, $1.json) })
        if let usage { members["usage"] = usage.chatJSON }
        return .object(members)
    }

    private mutating func chunk(_ index: Int, _ update: CompletionChoice.Update) -> JSONValue {
        var members = head
        members["choices"] = [.choice(index, choices[index].add(update))]
        if includesUsage { members["usage"] = .null }
        return .object(members)
    }

    private var head: JSONObject { identity.head(object: "text_completion") }
}
