/// Something in a conversation that is likely a mistake, although it can be rendered.
struct DatasetIssue: Sendable, Hashable {
    enum Kind: String, Sendable, CaseIterable {
        /// A channel that gpt-oss was not trained on, or an assistant's message without one.
        case unknownChannel = "unknown-channel"
        /// A call that something else follows than its result.
        case callWithoutResult = "call-without-result"
        /// A tool's message that no call was addressed to.
        case resultWithoutCall = "result-without-call"
        /// A call of a tool that the conversation does not declare.
        case undeclaredTool = "undeclared-tool"
        /// Arguments that are no JSON, or break the schema of their function.
        case badArguments = "bad-arguments"
        /// The name of a special token in content, where it is text.
        case specialToken = "special-token"
        /// Reasoning behind the answer of the same turn.
        case analysisAfterFinal = "analysis-after-final"
        /// Nothing that the assistant says.
        case nothingToLearn = "nothing-to-learn"
    }

    var kind: Kind
    /// The message's index; `nil` for the whole conversation.
    var message: Int?
    var detail: String

    /// `[undeclared-tool] message 3: functions.f is not declared`
    var text: String {
        "[\(kind.rawValue)] " + (message.map { "message \($0): " } ?? "") + detail
    }
}
