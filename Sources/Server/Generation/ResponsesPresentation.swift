import Foundation
import JSON
import OpenAI

/// `/v1/responses`: named frames with sequence numbers.
struct ResponsesPresentation: AnswerPresentation {
    private var builder: ResponseEventBuilder

    init(_ builder: ResponseEventBuilder) {
        self.builder = builder
    }

    mutating func start() -> [AnswerFrame] {
        (builder.create() + builder.begin()).map(Self.frame)
    }

    mutating func push(_ event: AnswerEvent) -> [AnswerFrame] {
        builder.push(event).map(Self.frame)
    }

    mutating func complete(_ usage: TokenUsage) -> [AnswerFrame] {
        builder.complete(usage, at: Int(Date().timeIntervalSince1970)).map(Self.frame)
    }

    var whole: Result<JSONValue, APIError> {
        builder.error.map { .failure($0) } ?? .success(builder.response)
    }

    private static func frame(_ event: ResponseEvent) -> AnswerFrame {
        AnswerFrame(name: event.name, json: event.json)
    }
}
