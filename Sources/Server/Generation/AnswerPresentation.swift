package import HTTP
package import JSON
package import OpenAI

/// How one of the APIs tells an answer: as a stream of events or as one object, by the same steps.
package protocol AnswerPresentation: Sendable {
    /// The first frames of a stream.
    mutating func start() -> [ServerSentEvent]
    mutating func push(_ event: AnswerEvent) -> [ServerSentEvent]
    /// The last frames of a stream.
    mutating func complete(_ usage: TokenUsage) -> [ServerSentEvent]
    /// The whole object, once complete; or the error that the answer ended in.
    var whole: Result<JSONValue, APIError> { get }
}

/// `/v1/chat/completions`: frames without a name, `[DONE]` at the end.
struct ChatPresentation: AnswerPresentation {
    private var builder: ChatCompletionBuilder

    init(_ builder: ChatCompletionBuilder) {
        self.builder = builder
    }

    mutating func start() -> [ServerSentEvent] {
        builder.start().map(Self.frame)
    }

    mutating func push(_ event: AnswerEvent) -> [ServerSentEvent] {
        builder.push(event, choice: 0).map(Self.frame)
    }

    mutating func complete(_ usage: TokenUsage) -> [ServerSentEvent] {
        builder.complete(usage).map(Self.frame) + [ServerSentEvent(data: "[DONE]")]
    }

    var whole: Result<JSONValue, APIError> {
        builder.error.map { .failure($0) } ?? .success(builder.completion)
    }

    private static func frame(_ chunk: JSONValue) -> ServerSentEvent {
        ServerSentEvent(data: chunk.serialized)
    }
}
