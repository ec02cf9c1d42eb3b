import JSON
import OrderedCollections

/// What the input of a custom tool must look like.
enum CustomFormat: Sendable, Hashable {
    case text
    case grammar(Syntax, String)

    enum Syntax: String, CaseIterable {
        case lark, regex
    }

    private enum Kind: String, CaseIterable {
        case text, grammar
    }

    /// Reads `format`.
    ///
    /// - Returns: also the path of the definition, for errors.
    static func read(
        _ reader: inout RequestReader, style: FunctionDeclaration.Style, warnings: inout Warnings
    ) throws(APIError) -> (CustomFormat, param: String) {
        guard var format = try reader.object("format") else { return (.text, reader.path) }
        let kind: Kind? = try format.choice("type")
        switch kind {
        case nil: throw .missing(format.path("type"))
        case .text:
            warnings.addUnread(of: format)
            return (.text, format.path)
        case .grammar:
            var inner = style == .chat ? try format.requiredObject("grammar") : format
            let syntax: Syntax? = try inner.choice("syntax")
            guard let syntax else { throw .missing(inner.path("syntax")) }
            let definition = try inner.requiredString("definition")
            warnings.addUnread(of: inner)
            return (.grammar(syntax, definition), inner.path("definition"))
        }
    }

    /// The schema of the function that the model knows: one text, held to a regular expression where there is one.
    var parameters: JSONValue {
        var input: JSONObject = ["type": "string", "description": "The whole input, as plain text."]
        if case .grammar(.regex, let pattern) = self { input["pattern"] = .string("^(?:\(pattern))$") }
        return [
            "type": "object", "properties": ["input": .object(input)], "required": ["input"], "additionalProperties": false,
        ]
    }

    /// The Lark grammar that the input is held to, which no schema can say.
    var lark: String? {
        if case .grammar(.lark, let definition) = self { definition } else { nil }
    }

    /// What the model is told of the format.
    var hint: String? {
        switch self {
        case .text: nil
        case .grammar(.regex, let definition): "The input matches this regular expression:\n\(definition)"
        case .grammar(.lark, let definition): "The input follows this Lark grammar:\n\(definition)"
        }
    }

    /// As a response repeats it.
    var responseJSON: JSONValue {
        switch self {
        case .text: ["type": "text"]
        case .grammar(let syntax, let definition):
            ["type": "grammar", "syntax": .string(syntax.rawValue), "definition": .string(definition)]
        }
    }
}
