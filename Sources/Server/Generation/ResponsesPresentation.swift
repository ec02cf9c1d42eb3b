import Foundation
import JSON
import OpenAI

/// `/v1/responses`: named frames with sequence numbers.
struct ResponsesPresentation: AnswerPresentation {
    private(set) var builder: ResponseEventBuilder
    private let wasCancelled: @Sendable () -> Bool

    /// - Parameter wasCancelled: whether a client asked for an end before its time, rather than the server.
    init(_ builder: ResponseEventBuilder, wasCancelled: @escaping @Sendable () -> Bool = { false }) {
        self.builder = builder
        self.wasCancelled = wasCancelled
    }

    mutating func start() -> [AnswerFrame] {
        frames(builder.create())
    }

    mutating func begin() -> [AnswerFrame] {
        frames(builder.begin())
    }

    mutating func show(_ view: AnswerView, choice: Int) {
        builder.show(view)
    }

    mutating func push(_ event: AnswerEvent, choice: Int) -> [AnswerFrame] {
        let isInterrupted = event == .finished(.cancelled) && !wasCancelled()
        return frames(builder.push(isInterrupted ? .finished(.failed(.interrupted)) : event))
    }

    mutating func complete(_ usage: TokenUsage) -> [AnswerFrame] {
        frames(builder.complete(usage, at: Int(Date().timeIntervalSince1970)))
    }

    var whole: Result<JSONValue, APIError> {
        builder.error.map { .failure($0) } ?? .success(builder.response)
    }

    private func frames(_ events: [ResponseEvent]) -> [AnswerFrame] {
        events.map { AnswerFrame($0) }
    }
}

extension AnswerFrame {
    /// Without an `id:` line: openai-python takes the comments behind one for events without data. Clients resume by `sequence_number`.
    init(_ event: ResponseEvent) {
        self.init(name: event.name, json: event.json)
    }
}
