import Harmony
import JSON
import OrderedCollections
import Tokenization

/// Looks for likely mistakes in conversations.
struct DatasetLint: Sendable {
    private let vocabulary: HarmonyVocabulary

    init(_ vocabulary: HarmonyVocabulary) {
        self.vocabulary = vocabulary
    }

    func issues(in conversation: Conversation) -> [DatasetIssue] {
        var issues: [DatasetIssue] = []
        let tools = DeclaredTools(conversation)
        var hasAnswered = false
        /// Calls whose results have not come: the message's index and the tool's name.
        var open: [(message: Int, tool: String)] = []
        for (index, message) in conversation.messages.enumerated() {
            func note(_ kind: DatasetIssue.Kind, _ detail: String) {
                issues.append(DatasetIssue(kind: kind, message: index, detail: detail))
            }
            let isResult = message.author.role == .tool
            if !isResult, !message.isCall {
                for call in open { issues.append(.unanswered(call.message, call.tool)) }
                open = []
            }
            switch message.author.role {
            case .assistant:
                if let problem = message.channelProblem { note(.unknownChannel, problem) }
                if message.channel == Channel.analysis, hasAnswered { note(.analysisAfterFinal, "reasoning behind the answer") }
                if message.channel == Channel.final, message.recipient == nil { hasAnswered = true }
                if message.isCall, let recipient = message.recipient {
                    open.append((index, recipient))
                    for (kind, detail) in tools.problems(of: message, to: recipient) { note(kind, detail) }
                }
            case .tool:
                let name = message.author.name ?? ""
                if let place = open.firstIndex(where: { $0.tool == name || $0.tool.hasPrefix(name + ".") }) {
                    open.remove(at: place)
                } else {
                    note(.resultWithoutCall, "\(name) was not called")
                }
            case .user: hasAnswered = false
            case .system, .developer: break
            }
            if let name = specialToken(in: message) { note(.specialToken, "\(name) is text here, no special token") }
        }
        if !conversation.messages.contains(where: { $0.author.role == .assistant }) {
            issues.append(DatasetIssue(kind: .nothingToLearn, message: nil, detail: "the assistant says nothing"))
        }
        return issues
    }

    private func specialToken(in message: Message) -> String? {
        for part in message.content {
            let text =
                switch part {
                case .text(let text): text
                case .developer(let content): content.instructions ?? ""
                case .system(let content): content.modelIdentity ?? ""
                }
            guard text.utf8.contains(UInt8(ascii: "<")), text.contains("<|") else { continue }
            for token in vocabulary.tokens(of: text) {
                if let name = vocabulary.tokenizer.name(ofSpecial: token) { return name }
            }
        }
        return nil
    }
}

extension DatasetIssue {
    fileprivate static func unanswered(_ message: Int, _ tool: String) -> DatasetIssue {
        DatasetIssue(kind: .callWithoutResult, message: message, detail: "the call of \(tool) has no result")
    }
}

extension Message {
    fileprivate var isCall: Bool {
        guard author.role == .assistant, let recipient else { return false }
        return recipient != "all" && Role(rawValue: recipient) == nil
    }

    fileprivate var channelProblem: String? {
        guard let channel else { return isCall ? nil : "no channel" }
        return Channel.trained.contains(channel) ? nil : "'\(channel)' is none of \(Channel.trained.joined(separator: ", "))"
    }
}

/// The tools that a conversation declares.
private struct DeclaredTools {
    /// By recipient: `functions.f`.
    private var parameters: [String: JSONValue?] = [:]
    /// Namespaces that are declared without tools, as python is.
    private var namespaces: Set<String> = []

    init(_ conversation: Conversation) {
        for part in conversation.messages.flatMap(\.content) {
            let declared =
                switch part {
                case .system(let content): content.tools
                case .developer(let content): content.tools
                case .text: nil as OrderedDictionary<String, ToolNamespace>?
                }
            for namespace in (declared ?? [:]).values {
                if namespace.tools.isEmpty { namespaces.insert(namespace.name) }
                for tool in namespace.tools { parameters["\(namespace.name).\(tool.name)"] = .some(tool.parameters) }
            }
        }
    }

    func problems(of message: Message, to recipient: String) -> [(DatasetIssue.Kind, String)] {
        guard let declared = parameters[recipient] else {
            let isBuiltIn = namespaces.contains { recipient == $0 || recipient.hasPrefix($0 + ".") }
            return isBuiltIn ? [] : [(.undeclaredTool, "\(recipient) is not declared")]
        }
        let text = message.text
        do {
            let arguments = try JSONValue(parsing: text, limits: JSONLimits(maximumBytes: text.utf8.count))
            guard let schema = declared else { return [] }
            return SchemaCheck(schema).problem(with: arguments).map { [(.badArguments, $0)] } ?? []
        } catch {
            return [(.badArguments, "the arguments of \(recipient) are no JSON: \(error)")]
        }
    }
}
