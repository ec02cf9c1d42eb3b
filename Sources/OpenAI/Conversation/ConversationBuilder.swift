import Harmony
import JSON
import OrderedCollections

/// Writes a Harmony conversation piece by piece, as both APIs' histories tell it.
///
/// - Reasoning goes to `analysis`; what is said before a call to `commentary`; answers to `final`.
/// - A call is `assistant to=functions.f`, channel `commentary`, content type `<|constrain|>json`.
/// - A call's result is written by `functions.f` to `assistant` on `commentary`.
struct ConversationBuilder {
    private(set) var messages: [Message]
    /// Function names by call id; a later call of the same id takes its place.
    private var names: [String: String] = [:]

    init(_ system: SystemContent) {
        messages = [Message(Author(.system), content: [.system(system)])]
    }

    /// The developer message that opens the conversation; none where it would say nothing.
    mutating func open(instructions: [String], functions: [FunctionDeclaration], format: AnswerFormat) {
        let tools = functions.map { Tool(name: $0.name, description: $0.description ?? "", parameters: $0.parameters) }
        let namespace = ToolNamespace(name: FunctionSet.namespace, tools: tools)
        let content = DeveloperContent(
            instructions: instructions.isEmpty ? nil : instructions.joined(separator: "\n\n"),
            tools: tools.isEmpty ? nil : [FunctionSet.namespace: namespace], responseFormats: format.hint.map { [$0] } ?? [])
        guard content != DeveloperContent() else { return }
        messages.append(Message(Author(.developer), content: [.developer(content)]))
    }

    /// Instructions that come later stay where they are.
    mutating func instruct(_ text: String) {
        messages.append(Message(Author(.developer), content: [.developer(DeveloperContent(instructions: text))]))
    }

    mutating func user(_ text: String, name: String? = nil) {
        messages.append(Message(Author(.user, name: name), content: [.text(text)]))
    }

    mutating func reason(_ text: String) {
        messages.append(Message(.assistant, text, channel: Channel.analysis))
    }

    mutating func say(_ text: String, channel: String) {
        messages.append(Message(.assistant, text, channel: channel))
    }

    mutating func call(_ call: FunctionCall) {
        names[call.id] = call.name
        messages.append(
            Message(
                .assistant, call.arguments, recipient: FunctionSet.recipient(call.name), channel: Channel.commentary,
                contentType: "<|constrain|>json"))
    }

    /// - Returns: false where no call of this id came before.
    mutating func answer(callID: String, _ output: String) -> Bool {
        guard let name = names[callID] else { return false }
        messages.append(
            Message(
                Author(.tool, name: FunctionSet.recipient(name)), recipient: Role.assistant.rawValue, channel: Channel.commentary,
                content: [.text(output)]))
        return true
    }

    /// The conversation up to where the assistant speaks next.
    consuming func finish() -> Conversation { Conversation(messages) }
}
