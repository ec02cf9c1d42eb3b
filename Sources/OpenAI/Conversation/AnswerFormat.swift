package import Harmony
import JSON

/// What the final answer should look like.
package enum AnswerFormat: Sendable, Hashable {
    case text
    /// Any JSON object.
    case jsonObject
    /// JSON that follows a schema; where it is not strict, as far as that is possible.
    case jsonSchema(ResponseFormat, isStrict: Bool)
    /// Text that follows a grammar: an extension of local servers, of which the model is told nothing.
    case grammar(AnswerGrammar)

    /// The hint for the developer message's `# Response Formats`.
    var hint: ResponseFormat? {
        switch self {
        case .text, .grammar: nil
        case .jsonObject: ResponseFormat(name: "json_object", description: "Answer with one JSON object.", schema: ["type": "object"])
        case .jsonSchema(let format, _): format
        }
    }
}
