/// Why a conversation cannot be rendered, or a vocabulary cannot carry Harmony. Parsing has no errors.
///
/// Messages are counted from 0. The descriptions are shown to users of the API.
package enum HarmonyError: Error, Hashable {
    /// The tokenizer lacks special tokens that the format is made of.
    case missingSpecialTokens([String])
    /// A tool speaks under its name, and this message has none.
    case toolWithoutName(message: Int)
    case systemContentOutsideSystemMessage(message: Int, role: Role)
    case developerContentOutsideDeveloperMessage(message: Int, role: Role)
    /// A tool's parameters nest deeper than the renderer descends.
    case schemaTooDeep(limit: Int)
    /// A conversation in JSON is not of its shape. The path names the value, as in `messages[2].role`.
    case invalidJSON(path: String, expected: String)
}

extension HarmonyError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missingSpecialTokens(let names):
            "the tokenizer lacks the special tokens \(names.joined(separator: ", "))"
        case .toolWithoutName(let message):
            "message \(message) is a tool's and names no tool"
        case .systemContentOutsideSystemMessage(let message, let role):
            "message \(message) has system content under the role \(role.rawValue)"
        case .developerContentOutsideDeveloperMessage(let message, let role):
            "message \(message) has developer content under the role \(role.rawValue)"
        case .schemaTooDeep(let limit):
            "a schema nests deeper than \(limit) levels"
        case .invalidJSON(let path, let expected):
            "\(path) should be \(expected)"
        }
    }
}
