import Engine
import Grammar
import Harmony
import JSON
import OpenAI
import OrderedCollections

/// The same grammar for engines that run elsewhere, for a turn that has one call at most: between several there are stop tokens, of which their
/// notations know no more than that they end a generation. Nor has any of them the turn's last token.
extension TurnGrammar {
    /// `nil` where the turn is free, or has a part that the notation has not.
    func text(in notation: FormatNotation?, by compiler: GrammarCompiler) throws(APIError) -> String? {
        guard let notation, isNeeded, !request.makesParallelToolCalls else { return nil }
        switch notation {
        case .structuralTag: return structuralTag
        case .gbnf:
            do {
                return try compiler.grammar(turn).gbnf(ends: vocabulary.generationStops)
            } catch {
                throw .invalid("The request's grammar cannot be used: \(error).", param: nil)
            }
        }
    }

    /// A structural tag of xgrammar (structural_tag.py), JSON text.
    private var structuralTag: String? {
        Self.format(turn, excluding: [vocabulary.channel, vocabulary.start, vocabulary.message], isLast: true)
            .map { JSONValue.object(["type": "structural_tag", "format": $0]).serialized }
    }

    /// - Parameters:
    ///   - excluded: special tokens that text has none of.
    ///   - isLast: whether the turn ends with it.
    private static func format(_ expression: GrammarExpression, excluding excluded: [Int32], isLast: Bool) -> JSONValue? {
        switch expression {
        case .anyText: return .object(["type": "any_tokens", "exclude_tokens": .array(excluded.map { .integer(Int($0)) })])
        case .pattern(let pattern): return format(pattern)
        case .token(let id): return .object(["type": "token", "token": .integer(Int(id))])
        case .sequence(var parts):
            if isLast, case .token = parts.last { parts.removeLast() }
            return elements("sequence", parts.enumerated().map { format($1, excluding: excluded, isLast: isLast && $0 == parts.count - 1) })
        case .choice(let choices):
            return elements("or", choices.map { format($0, excluding: excluded, isLast: isLast) })
        case .repetition(let part, let minimum, let maximum):
            return repetition(format(part, excluding: excluded, isLast: false), minimum, maximum)
        case .source(let source): return format(source)
        }
    }

    private static func format(_ pattern: Pattern) -> JSONValue? {
        switch pattern {
        case .literal(let bytes): constant(String(decoding: bytes, as: UTF8.self))
        case .sequence(let parts): elements("sequence", parts.map(format))
        case .choice(let choices): elements("or", choices.map(format))
        case .repetition(let part, let minimum, let maximum): repetition(format(part), minimum, maximum)
        case .nothing, .byte: nil
        }
    }

    private static func constant(_ text: String) -> JSONValue { .object(["type": "const_string", "value": .string(text)]) }

    private static func repetition(_ content: JSONValue?, _ minimum: Int, _ maximum: Int?) -> JSONValue? {
        content.map { .object(["type": "repeat", "min": .integer(minimum), "max": .integer(maximum ?? -1), "content": $0]) }
    }

    private static func elements(_ type: String, _ parts: [JSONValue?]) -> JSONValue? {
        let known = parts.compactMap(\.self)
        guard known.count == parts.count else { return nil }
        return known.count == 1 ? known[0] : .object(["type": .string(type), "elements": .array(known)])
    }

    private static func format(_ source: GrammarSource) -> JSONValue? {
        switch source {
        case .jsonSchema(let schema): .object(["type": "json_schema", "json_schema": schema])
        case .jsonObject: .object(["type": "json_schema", "json_schema": ["type": "object"]])
        case .regularExpression(let pattern): .object(["type": "regex", "pattern": .string(pattern)])
        case .choice(let texts):
            .object(["type": "or", "elements": .array(texts.map(constant))])
        case .gbnf(let text): .object(["type": "grammar", "grammar": .string(text)])
        case .lark, .larkInJSON: nil
        }
    }
}
