package import JSON
import OrderedCollections

/// Builds a message from answer events, streamed and whole by the same steps.
///
///     for event in builder.start() { … }              // message_start, ping
///     for event in builder.push(answerEvent) { … }    // content blocks
///     for event in builder.complete(usage) { … }      // message_delta, message_stop; or error
///     builder.message
package struct MessagesEventBuilder: Sendable {
    private let identity: AnswerIdentity
    private let includesReasoning: Bool
    private let promptTokens: Int
    private var content: [JSONValue] = []
    private var block: MessagesContent?
    private var end = AnswerEnd.stop
    private var usage: TokenUsage?

    /// - Parameter promptTokens: for the usage that the first event tells.
    package init(_ identity: AnswerIdentity, for request: ValidatedRequest, promptTokens: Int) {
        self.identity = identity
        self.promptTokens = promptTokens
        includesReasoning = request.includesReasoning
    }

    /// The error that the answer ended in.
    package var error: APIError? {
        switch end {
        case .failed(let error): error
        case .cancelled: .cancelled
        default: nil
        }
    }

    package func start() -> [MessagesEvent] {
        [MessagesEvent("message_start", ["message": message]), MessagesEvent("ping")]
    }

    package mutating func push(_ event: AnswerEvent) -> [MessagesEvent] {
        switch event {
        case .itemStarted(let item):
            guard includesReasoning || item != .reasoning else { return [] }
            let block = MessagesContent(item, signature: "\(identity.id).\(content.count)")
            self.block = block
            return [MessagesEvent("content_block_start", ["index": .integer(content.count), "content_block": block.opening])]
        case .delta(let text, _):
            guard block != nil else { return [] }
            block?.text += text
            return block.map { [delta($0.delta(text))] } ?? []
        case .itemEnded:
            guard let block else { return [] }
            self.block = nil
            let events = block.lastDelta.map { [delta($0)] } ?? []
            defer { content.append(block.json) }
            return events + [MessagesEvent("content_block_stop", ["index": .integer(content.count)])]
        case .finished(let end):
            self.end = end
            return []
        }
    }

    package mutating func complete(_ usage: TokenUsage) -> [MessagesEvent] {
        self.usage = usage
        if let error { return [MessagesEvent("error", error.messagesJSON)] }
        let delta: JSONValue = ["stop_reason": stopReason, "stop_sequence": stopSequence]
        return [MessagesEvent("message_delta", ["delta": delta, "usage": usageJSON]), MessagesEvent("message_stop")]
    }

    /// The message as it is now.
    package var message: JSONValue {
        let isOver = usage != nil
        return [
            "id": .string(identity.id), "type": "message", "role": "assistant", "model": .string(identity.model),
            "content": .array(content), "stop_reason": isOver ? stopReason : .null, "stop_sequence": isOver ? stopSequence : .null,
            "usage": usageJSON,
        ]
    }

    private func delta(_ delta: JSONValue) -> MessagesEvent {
        MessagesEvent("content_block_delta", ["index": .integer(content.count), "delta": delta])
    }

    private var stopReason: JSONValue {
        switch end {
        case .stop: "end_turn"
        case .stopString: "stop_sequence"
        case .toolCalls: "tool_use"
        case .length: "max_tokens"
        case .cancelled, .failed: .null
        }
    }

    private var stopSequence: JSONValue {
        if case .stopString(let string) = end { .string(string) } else { .null }
    }

    /// What came from the cache is counted beside the input, not in it.
    private var usageJSON: JSONValue {
        let cached = usage?.cachedInputTokens ?? 0
        return [
            "input_tokens": .integer((usage?.inputTokens ?? promptTokens) - cached), "cache_creation_input_tokens": 0,
            "cache_read_input_tokens": .integer(cached), "output_tokens": .integer(usage?.outputTokens ?? 0),
        ]
    }
}

/// One event of a message's stream: `event:` is its name, `data:` its body, which has the name as `type` too.
package struct MessagesEvent: Sendable, Hashable {
    package var name: String
    package var json: JSONValue

    init(_ name: String, _ members: JSONObject = [:]) {
        self.name = name
        var body: JSONObject = ["type": .string(name)]
        body.merge(members) { own, _ in own }
        json = .object(body)
    }
}

extension APIError {
    /// The body of an error as the Messages API tells it, with or without the request's id.
    package func messagesBody(requestID: String) -> JSONValue {
        var members: JSONObject = ["type": "error"]
        members.merge(messagesJSON) { own, _ in own }
        members["request_id"] = .string(requestID)
        return .object(members)
    }

    var messagesJSON: JSONObject {
        let type =
            switch (status, kind) {
            case (413, _): "request_too_large"
            case (503, _): "overloaded_error"
            case (_, .invalidRequest): "invalid_request_error"
            case (_, .authentication): "authentication_error"
            case (_, .permission): "permission_error"
            case (_, .notFound): "not_found_error"
            case (_, .rateLimit): "rate_limit_error"
            case (_, .server): "api_error"
            }
        return ["error": ["type": .string(type), "message": .string(message)]]
    }
}
