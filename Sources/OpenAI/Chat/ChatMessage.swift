package import Harmony

/// One message of a chat completion request.
package struct ChatMessage: Sendable, Hashable {
    package var role: Role
    /// `nil` only on an assistant's message that calls or reasons instead.
    package var text: String?
    /// Who of several users speaks.
    package var name: String?
    /// An assistant's `reasoning`, or `reasoning_content`. The server may restore it where the client dropped it.
    package var reasoning: String?
    package var calls: [FunctionCall]
    /// On a tool's message: the call that it answers.
    package var callID: String?
    /// `messages[2]`.
    package var path: String
}

/// A call of a function, as a conversation's history tells it.
package struct FunctionCall: Sendable, Hashable {
    package var id: String
    package var name: String
    /// As the model wrote them, perhaps invalid JSON.
    package var arguments: String

    package init(id: String, name: String, arguments: String) {
        self.id = id
        self.name = name
        self.arguments = arguments
    }
}
