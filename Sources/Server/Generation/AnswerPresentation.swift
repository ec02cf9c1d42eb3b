import HTTP
package import JSON
package import OpenAI

/// How one of the APIs tells an answer: as a stream of events or as one object, by the same steps.
package protocol AnswerPresentation: Sendable {
    /// The first frames of a stream.
    mutating func start() -> [AnswerFrame]
    /// What is told, once, when the answer no longer waits.
    mutating func begin() -> [AnswerFrame]
    /// The prompt's tokens with their log-probabilities, before anything is pushed.
    mutating func scored(_ prompt: [GeneratedToken], choice: Int) -> [AnswerFrame]
    /// The ids of the tokens that wrote what is pushed next.
    mutating func wrote(_ tokens: [Int32], choice: Int)
    /// What an answer shows of itself token by token, where that is asked for; before the event that ends it.
    mutating func show(_ view: AnswerView, choice: Int)
    /// - Parameter choice: which of the answers says it.
    mutating func push(_ event: AnswerEvent, choice: Int) -> [AnswerFrame]
    /// The last frames of a stream.
    mutating func complete(_ usage: TokenUsage) -> [AnswerFrame]
    /// The whole object, once complete; or the error that the answer ended in.
    var whole: Result<JSONValue, APIError> { get }
}

extension AnswerPresentation {
    mutating func scored(_ prompt: [GeneratedToken], choice: Int) -> [AnswerFrame] { [] }

    mutating func wrote(_ tokens: [Int32], choice: Int) {}
    mutating func show(_ view: AnswerView, choice: Int) {}
}

/// One frame of a stream; it becomes text only where it is sent.
package struct AnswerFrame: Sendable {
    /// The event's name, where the API gives it one.
    var name: String?
    /// `nil` is chat's `[DONE]`.
    var json: JSONValue?

    /// As an event; JSON has no line ends.
    func append(to bytes: inout [UInt8]) {
        ServerSentEvent.append(name, to: &bytes) { bytes in
            if let json { json.append(to: &bytes) } else { bytes.append(contentsOf: "[DONE]".utf8) }
        }
    }
}

/// `/v1/chat/completions`: frames without a name, `[DONE]` at the end.
struct ChatPresentation: AnswerPresentation {
    private var builder: ChatCompletionBuilder

    init(_ builder: ChatCompletionBuilder) {
        self.builder = builder
    }

    mutating func start() -> [AnswerFrame] {
        builder.start().map(Self.frame)
    }

    mutating func begin() -> [AnswerFrame] { [] }

    mutating func wrote(_ tokens: [Int32], choice: Int) {
        builder.wrote(tokens, choice: choice)
    }

    mutating func show(_ view: AnswerView, choice: Int) {
        builder.show(view, choice: choice)
    }

    mutating func push(_ event: AnswerEvent, choice: Int) -> [AnswerFrame] {
        builder.push(event, choice: choice).map(Self.frame)
    }

    mutating func complete(_ usage: TokenUsage) -> [AnswerFrame] {
        builder.complete(usage).map(Self.frame) + [AnswerFrame()]
    }

    var whole: Result<JSONValue, APIError> {
        builder.error.map { .failure($0) } ?? .success(builder.completion)
    }

    private static func frame(_ chunk: JSONValue) -> AnswerFrame {
        AnswerFrame(json: chunk)
    }
}
