import Harmony
import JSON
import OrderedCollections

/// Writes a Harmony conversation piece by piece, as both APIs' histories tell it.
///
/// - Reasoning goes to `analysis`; what is said before a call to `commentary`; answers to `final`.
/// - A call is `assistant to=functions.f`, channel `commentary`, content type `<|constrain|>json`.
/// - A call's result is written by `functions.f` to `assistant` on `commentary`, behind its call: Harmony has no ids, and models read
///   calls and results in turns, in whatever order a client sends the results of calls that were made together.
struct ConversationBuilder {
    private(set) var messages: [Message]
    /// Function names by call id; a later call of the same id takes its place.
    private var names: [String: String] = [:]
    /// The calls since anything was said but calls and results, each with the place of its result.
    private var lastCalls: [(id: String, end: Int)] = []

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
        add(Message(Author(.developer), content: [.developer(DeveloperContent(instructions: text))]))
    }

    mutating func user(_ text: String, name: String? = nil) {
        add(Message(Author(.user, name: name), content: [.text(text)]))
    }

    mutating func reason(_ text: String) {
        add(Message(.assistant, text, channel: Channel.analysis))
    }

    mutating func say(_ text: String, channel: String) {
        add(Message(.assistant, text, channel: channel))
    }

    private mutating func add(_ message: Message) {
        messages.append(message)
        lastCalls = []
    }

    mutating func call(_ call: FunctionCall) {
        names[call.id] = call.name
        messages.append(
            Message(
                .assistant, call.arguments, recipient: FunctionSet.recipient(call.name), channel: Channel.commentary,
                contentType: "<|constrain|>json"))
        lastCalls.append((call.id, messages.count))
    }

    /// - Returns: false where no call of this id came before.
    mutating func answer(callID: String, _ output: String) -> Bool {
        guard let name = names[callID] else { return false }
        let result = Message(
            Author(.tool, name: FunctionSet.recipient(name)), recipient: Role.assistant.rawValue, channel: Channel.commentary,
            content: [.text(output)])
        let place = lastCalls.lastIndex { $0.id == callID } ?? lastCalls.endIndex
        messages.insert(result, at: place < lastCalls.endIndex ? lastCalls[place].end : messages.endIndex)
        for index in lastCalls[place...].indices { lastCalls[index].end += 1 }
        return true
    }

    /// The conversation up to where the assistant speaks next.
    consuming func finish() -> Conversation { Conversation(messages) }
}
