import JSON
import OpenAI

/// `/v1/completions`: frames without a name, `[DONE]` at the end.
struct CompletionPresentation: AnswerPresentation {
    private var builder: CompletionBuilder

    init(_ builder: CompletionBuilder) {
        self.builder = builder
    }

    mutating func start() -> [AnswerFrame] {
        builder.start().map { AnswerFrame(json: $0) }
    }

    mutating func begin() -> [AnswerFrame] { [] }

    mutating func scored(_ prompt: [GeneratedToken], choice: Int) -> [AnswerFrame] {
        builder.scored(prompt, choice: choice).map { AnswerFrame(json: $0) }
    }

    mutating func wrote(_ tokens: [Int32], choice: Int) {
        builder.wrote(tokens, choice: choice)
    }

    mutating func push(_ event: AnswerEvent, choice: Int) -> [AnswerFrame] {
        builder.push(event, choice: choice).map { AnswerFrame(json: $0) }
    }

    mutating func complete(_ usage: TokenUsage) -> [AnswerFrame] {
        builder.complete(usage).map { AnswerFrame(json: $0) } + [AnswerFrame()]
    }

    var whole: Result<JSONValue, APIError> {
        builder.error.map { .failure($0) } ?? .success(builder.completion)
    }
}
