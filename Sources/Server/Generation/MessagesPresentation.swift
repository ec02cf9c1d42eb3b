import JSON
import OpenAI

/// `/v1/messages`: named frames.
struct MessagesPresentation: AnswerPresentation {
    private var builder: MessagesEventBuilder

    init(_ builder: MessagesEventBuilder) {
        self.builder = builder
    }

    mutating func start() -> [AnswerFrame] {
        builder.start().map(Self.frame)
    }

    mutating func begin() -> [AnswerFrame] { [] }

    mutating func push(_ event: AnswerEvent, choice: Int) -> [AnswerFrame] {
        builder.push(event).map(Self.frame)
    }

    mutating func complete(_ usage: TokenUsage) -> [AnswerFrame] {
        builder.complete(usage).map(Self.frame)
    }

    var whole: Result<JSONValue, APIError> {
        builder.error.map { .failure($0) } ?? .success(builder.message)
    }

    private static func frame(_ event: MessagesEvent) -> AnswerFrame {
        AnswerFrame(name: event.name, json: event.json)
    }
}
