/// Why a grammar cannot be used. The descriptions are shown to users of the API.
package enum GrammarError: Error, Hashable, Sendable {
    /// What is asked for has no implementation; `path` is a JSON pointer into the schema, or empty.
    case unsupported(String, path: String)
    /// Nothing satisfies it; `path` is a JSON pointer into the schema, or empty.
    case impossible(String, path: String)
    /// It is not well-formed; `path` is a JSON pointer into the schema, or a position in the text.
    case malformed(String, path: String)
    case tooLarge(String, limit: Int, path: String)
}

extension GrammarError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unsupported(let what, let path): what + Self.place(path)
        case .impossible(let what, let path): what + Self.place(path)
        case .malformed(let what, let path): what + Self.place(path)
        case .tooLarge(let what, let limit, let path): "\(what): the limit is \(limit)" + Self.place(path)
        }
    }

    private static func place(_ path: String) -> String { path.isEmpty ? "" : " (at \(path))" }

    /// The same at another place, where none was known.
    func at(_ path: String) -> GrammarError {
        switch self {
        case .unsupported(let what, ""): .unsupported(what, path: path)
        case .impossible(let what, ""): .impossible(what, path: path)
        case .malformed(let what, ""): .malformed(what, path: path)
        case .tooLarge(let what, let limit, ""): .tooLarge(what, limit: limit, path: path)
        default: self
        }
    }
}
