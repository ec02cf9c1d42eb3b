import Harmony

/// One item of a response's input, or of what came before it.
enum InputItem: Sendable, Hashable {
    case message(Role, String, phase: MessagePhase?)
    case reasoning(String)
    case call(FunctionCall)
    /// `path` is the item's, for errors.
    case output(callID: String, String, path: String)
    /// Stands for a stored item.
    case reference(id: String, path: String)

    /// UTF-8 length of its text.
    var textBytes: Int {
        switch self {
        case .message(_, let text, _), .reasoning(let text), .output(_, let text, _): text.utf8.count
        case .call(let call): call.arguments.utf8.count
        case .reference: 0
        }
    }

    var isInstruction: Bool {
        if case .message(let role, _, _) = self { role == .system || role == .developer } else { false }
    }
}
