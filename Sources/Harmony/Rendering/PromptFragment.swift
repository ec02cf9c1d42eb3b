/// A piece of a rendered conversation. Each text is encoded on its own and ordinarily, so that no content becomes a special token.
package enum PromptFragment: Sendable, Hashable {
    case special(SpecialToken)
    case text(String)
    /// Tokens that a model wrote, with the text that they say.
    case written([Int32], text: String)

    /// What the fragment looks like in a transcript.
    package var text: String {
        switch self {
        case .special(let token): token.rawValue
        case .text(let text), .written(_, let text): text
        }
    }
}
