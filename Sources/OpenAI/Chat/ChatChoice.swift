import JSON
import OrderedCollections

/// One choice of a chat completion as it grows: tells each event as a chunk's delta and adds it to the whole message.
struct ChatChoice: Sendable {
    /// Which keys the choice has beyond the published ones.
    struct Shape: Sendable, Hashable {
        /// `reasoning`.
        var includesReasoning: Bool
        /// The same text as `reasoning_content`.
        var repeatsReasoning: Bool
        var includesLogprobs: Bool
        /// `token_ids`.
        var includesTokenIDs = false
    }

    /// What a chunk says of the choice.
    struct Update: Sendable {
        var delta: JSONObject
        var logprobs: JSONValue = .null
        var finishReason: JSONValue = .null
    }

    private struct Call: Sendable {
        let id: String
        let tool: ClientTool
        var arguments = ""

        /// As a message lists it; with the place in that list, as an update opens it.
        func json(at index: Int? = nil) -> JSONValue {
            var members: JSONObject = index.map { ["index": .integer($0)] } ?? [:]
            members["id"] = .string(id)
            members["type"] = .string(kind)
            members[kind] = ["name": .string(tool.name), argumentsName: .string(arguments)]
            return .object(members)
        }

        /// More of the arguments, as an update tells it.
        func update(at index: Int, _ text: String) -> JSONValue {
            ["index": .integer(index), kind: [argumentsName: .string(text)]]
        }

        private var kind: String { tool.isCustom ? "custom" : "function" }
        private var argumentsName: String { tool.isCustom ? "input" : "arguments" }
    }

    private let shape: Shape
    private var item: AnswerItem?
    private var content: String?
    private var reasoning: String?
    private var calls: [Call] = []
    private var contentLogprobs: [JSONValue] = []
    private var reasoningLogprobs: [JSONValue] = []
    private var finishReason: JSONValue = .null
    /// What the answer shows of itself beside what it says; told with the finish reason.
    var view: JSONObject = [:]
    private var tokenIDs: [JSONValue] = []
    /// How many of them an update has told.
    private var toldTokenIDs = 0
    /// Separates what were several messages on one channel; goes out with the next text.
    private var separator = ""

    init(_ shape: Shape) {
        self.shape = shape
    }

    /// The message that `updates` add up to.
    var json: JSONObject {
        var message: JSONObject = [
            "role": "assistant", "content": .nullable(content), "refusal": .null, "annotations": [],
        ]
        if shape.includesReasoning {
            message["reasoning"] = .nullable(reasoning)
            if shape.repeatsReasoning { message["reasoning_content"] = .nullable(reasoning) }
        }
        if !calls.isEmpty {
            message["tool_calls"] = .array(calls.map { $0.json() })
        }
        var members: JSONObject = [
            "message": .object(message), "logprobs": logprobs(contentLogprobs, reasoningLogprobs), "finish_reason": finishReason,
        ]
        if shape.includesTokenIDs { members["token_ids"] = .array(tokenIDs) }
        members.merge(view) { own, _ in own }
        return members
    }

    /// Adds the ids of tokens that the next update tells.
    mutating func wrote(_ ids: [Int32]) {
        if shape.includesTokenIDs { tokenIDs += ids.map { .integer(Int($0)) } }
    }

    /// The ids that no update has told yet; `nil` where none are wanted.
    mutating func takeTokenIDs() -> JSONValue? {
        guard shape.includesTokenIDs else { return nil }
        defer { toldTokenIDs = tokenIDs.count }
        return .array(Array(tokenIDs[toldTokenIDs...]))
    }

    /// The first update: the role alone. Content is `null` until there is some, as in the whole message.
    var opening: Update { Update(delta: ["role": "assistant", "content": .null, "refusal": .null]) }

    mutating func push(_ event: AnswerEvent) -> Update? {
        switch event {
        case .itemStarted(let item): return start(item)
        case .delta(let text, let tokens): return add(text, tokens)
        case .itemEnded:
            defer { item = nil }
            // An empty final message is an empty string, not `null`.
            guard item == .final, content == nil else { return nil }
            content = ""
            return Update(delta: ["content": ""])
        case .finished(let end):
            guard let reason = end.finishReason else { return nil }
            finishReason = .string(reason)
            return Update(delta: [:], finishReason: finishReason)
        }
    }

    private mutating func start(_ item: AnswerItem) -> Update? {
        self.item = item
        switch item {
        case .reasoning: separator = reasoning?.isEmpty == false ? "\n\n" : ""
        case .preamble, .final: separator = content?.isEmpty == false ? "\n\n" : ""
        case .toolCall(let id, let tool):
            let call = Call(id: id, tool: tool)
            calls.append(call)
            return Update(delta: ["tool_calls": [call.json(at: calls.count - 1)]])
        }
        return nil
    }

    private mutating func add(_ text: String, _ tokens: [GeneratedToken]) -> Update? {
        let entries = shape.includesLogprobs ? TokenLogprobs.json(tokens) : []
        switch item {
        case .reasoning:
            guard shape.includesReasoning else { return nil }
            let text = separated(text)
            Self.append(text, to: &reasoning)
            reasoningLogprobs += entries
            var delta: JSONObject = ["reasoning": .string(text)]
            if shape.repeatsReasoning { delta["reasoning_content"] = .string(text) }
            return Update(delta: delta, logprobs: logprobs([], entries))
        case .preamble, .final:
            let text = separated(text)
            Self.append(text, to: &content)
            contentLogprobs += entries
            return Update(delta: ["content": .string(text)], logprobs: logprobs(entries, []))
        case .toolCall:
            guard let last = calls.indices.last else { return nil }
            calls[last].arguments += text
            return Update(delta: ["tool_calls": [calls[last].update(at: last, text)]])
        case nil: return nil
        }
    }

    /// In place, so that long texts do not cost their square.
    private static func append(_ text: String, to whole: inout String?) {
        if whole == nil { whole = text } else { whole?.append(text) }
    }

    private mutating func separated(_ text: String) -> String {
        defer { separator = "" }
        return separator + text
    }

    /// `content` covers the tokens of the content alone, as clients align them; the reasoning's stand beside it.
    private func logprobs(_ content: [JSONValue], _ reasoning: [JSONValue]) -> JSONValue {
        guard shape.includesLogprobs else { return .null }
        var logprobs: JSONObject = ["content": .array(content), "refusal": .null]
        if shape.includesReasoning { logprobs["reasoning_content"] = .array(reasoning) }
        return .object(logprobs)
    }
}

extension AnswerEnd {
    /// `finish_reason`; `nil` where the answer ended in an error.
    fileprivate var finishReason: String? {
        switch self {
        case .stop, .stopString: "stop"
        case .toolCalls: "tool_calls"
        case .length: "length"
        case .cancelled, .failed: nil
        }
    }
}
