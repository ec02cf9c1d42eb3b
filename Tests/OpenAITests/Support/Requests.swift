import Harmony
import JSON
import OpenAI
import OrderedCollections

/// A chat completion request with one user message, unless the members say otherwise.
func chatRequest(_ members: JSONValue = [:], in context: RequestContext = RequestContext()) throws -> ChatCompletionRequest {
    let base: JSONValue = ["model": "m", "messages": [["role": "user", "content": "Hi"]]]
    return try ChatCompletionRequest(base.with(members), in: context)
}

/// A request with these messages, read and validated.
func chat(_ messages: JSONValue, _ members: JSONValue = [:], in context: RequestContext = RequestContext()) throws -> ValidatedRequest {
    let base: JSONValue = ["messages": messages]
    return try chatRequest(base.with(members), in: context).validated()
}

/// A responses request with one user message, unless the members say otherwise.
func responsesRequest(_ members: JSONValue = [:], in context: RequestContext = RequestContext()) throws -> ResponsesRequest {
    let base: JSONValue = ["model": "m", "input": "Hi"]
    return try ResponsesRequest(base.with(members), in: context)
}

/// A request with this input, read and validated.
func responses(_ input: JSONValue, _ members: JSONValue = [:], in context: RequestContext = RequestContext()) throws -> ValidatedRequest {
    let base: JSONValue = ["input": input]
    return try responsesRequest(base.with(members), in: context).validated()
}

extension JSONValue {
    /// This object with the members of the other in place of or after its own.
    func with(_ members: JSONValue) -> JSONValue {
        .object((objectValue ?? [:]).merging(members.objectValue ?? [:]) { _, new in new })
    }
}

/// The tool `f` as a chat request declares it.
let chatTool: JSONValue = ["type": "function", "function": ["name": "f", "parameters": ["type": "object"]]]
/// The same as a responses request declares it.
let responsesTool: JSONValue = ["type": "function", "name": "f", "parameters": ["type": "object"]]

extension Conversation {
    /// Each message in one line: author, recipient, channel, content type, text. System and developer contents are left out.
    var lines: [String] {
        messages.map { message in
            var line = message.author.role.rawValue
            if let name = message.author.name { line += ":\(name)" }
            if let recipient = message.recipient { line += " to=\(recipient)" }
            if let channel = message.channel { line += " \(channel)" }
            if let type = message.contentType { line += " \(type)" }
            let texts = message.content.map { if case .text(let text) = $0 { text } else { "…" } }
            return line + " | " + texts.joined(separator: "⏎")
        }
    }

    /// The first developer message's content.
    var developer: DeveloperContent? {
        messages.lazy.flatMap(\.content).compactMap { if case .developer(let content) = $0 { content } else { nil } }.first
    }

    var system: SystemContent? {
        messages.lazy.flatMap(\.content).compactMap { if case .system(let content) = $0 { content } else { nil } }.first
    }
}
