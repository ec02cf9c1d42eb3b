import Foundation
import JSON
import OpenAI

/// `/v1/responses`: named frames with sequence numbers.
struct ResponsesPresentation: AnswerPresentation {
    private(set) var builder: ResponseEventBuilder
    private let isStored: Bool
    private let isBackground: Bool
    private let wasCancelled: @Sendable () -> Bool

    /// - Parameters:
    ///   - isStored: whether its stream can be gone on with later.
    ///   - isBackground: whether it is told as queued until it begins.
    ///   - wasCancelled: whether a client asked for an end before its time, rather than the server.
    init(
        _ builder: ResponseEventBuilder, isStored: Bool, isBackground: Bool = false,
        wasCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        self.builder = builder
        self.isStored = isStored
        self.isBackground = isBackground
        self.wasCancelled = wasCancelled
    }

    mutating func start() -> [AnswerFrame] {
        frames(builder.create(isQueued: isBackground))
    }

    mutating func begin() -> [AnswerFrame] {
        frames(builder.begin())
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
        events.map { AnswerFrame($0, isStored: isStored) }
    }
}

extension AnswerFrame {
    /// - Parameter isStored: whether the stream can be gone on with behind this event.
    init(_ event: ResponseEvent, isStored: Bool) {
        let number = isStored ? event.json["sequence_number"]?.intValue : nil
        self.init(name: event.name, json: event.json, id: number.map { String($0) })
    }
}
