package import JSON
import OrderedCollections

/// The body of `POST /tokenize`: a text, or a chat completion request whose prompt is wanted.
package struct TokenizationRequest: Sendable, Hashable {
    package enum Source: Sendable, Hashable {
        /// Plain or with special tokens in it.
        case text(String, parsesSpecial: Bool)
        case chat(ChatCompletionRequest)
    }

    package let source: Source
    /// Whether each token's text is wanted too.
    package let wantsTexts: Bool
    package private(set) var warnings = Warnings()

    /// - Parameter model: where the body names none.
    package init(_ json: JSONValue, model: String, in context: RequestContext) throws(APIError) {
        var reader = try RequestReader(json, path: "")
        let wantsStrings = try reader.bool("return_token_strs")
        let wantsPieces = try reader.bool("with_pieces")
        wantsTexts = wantsStrings ?? wantsPieces ?? false
        if reader.value("messages") != nil {
            var members = json.objectValue ?? [:]
            for name in ["return_token_strs", "with_pieces", "add_generation_prompt"] { members[name] = nil }
            if members["model"] == nil { members["model"] = .string(model) }
            let chat = try ChatCompletionRequest(.object(members), in: context)
            source = .chat(chat)
            warnings = chat.warnings
            return
        }
        let prompt = try reader.string("prompt")
        let content = try reader.string("content")
        guard let text = prompt ?? content else { throw .missing("prompt") }
        source = .text(text, parsesSpecial: try reader.bool("parse_special") ?? true)
        // These checkpoints have no token that begins every text.
        for name in ["model", "add_special_tokens", "add_special"] { _ = reader.value(name) }
        warnings.addUnread(of: reader)
    }

    /// The answer.
    ///
    /// - Parameter texts: of each token, where they are wanted.
    package static func answer(_ tokens: [Int32], texts: [String]?, contextLength: Int) -> JSONValue {
        [
            "count": .integer(tokens.count), "max_model_len": .integer(contextLength),
            "tokens": .array(tokens.map { .integer(Int($0)) }),
            "token_strs": texts.map { .array($0.map { .string($0) }) } ?? .null,
        ]
    }

    /// The ids in the body of `POST /detokenize`.
    package static func tokens(in json: JSONValue, context: RequestContext) throws(APIError) -> [Int32] {
        var reader = try RequestReader(json, path: "")
        let value = try reader.required("tokens")
        if value == [] { return [] }
        return try GenerationExtensions.tokens(value, path: "tokens", vocabularySize: context.capabilities.vocabularySize)
    }
}
