import Harmony
import JSON

/// `thinking` and `output_config` of a message request.
struct MessagesThinking: Sendable, Hashable {
    private enum Kind: String, CaseIterable {
        case enabled, adaptive, disabled
    }

    let decision: EffortDecision
    var effort: RequestedEffort { decision.effort }
    /// Whether the answer has the reasoning.
    var isIncluded: Bool
    /// Tokens.
    var budget: Int?
    /// What the answer is held to, and where the request says it.
    private(set) var format = AnswerFormat.text
    private(set) var formatParam = "output_config.format.schema"

    /// - Parameter inputBytes: of the request's text.
    init(_ reader: inout RequestReader, in context: RequestContext, inputBytes: Int, warnings: inout Warnings) throws(APIError) {
        var effort = context.profile.defaultEffort
        isIncluded = false
        if var thinking = try reader.object("thinking") {
            let kind: Kind? = try thinking.choice("type")
            switch kind {
            case nil: throw .missing(thinking.path("type"))
            case .enabled:
                isIncluded = true
                budget = try thinking.integer("budget_tokens", in: 0 ... .max)
            case .adaptive: isIncluded = try thinking.string("display") != "omitted"
            case .disabled: effort = .low
            }
            warnings.addUnread(of: thinking)
        }
        if var output = try reader.object("output_config") {
            effort = try output.choice("effort") ?? effort
            if var format = try output.object("format") {
                (self.format, formatParam) = try Self.read(&format, in: context, warnings: &warnings)
            }
            warnings.addUnread(of: output)
        }
        // As it was called before.
        if var format = try reader.object("output_format") {
            (self.format, formatParam) = try Self.read(&format, in: context, warnings: &warnings)
        }
        decision = context.forecast.decide(effort, within: nil, inputBytes: inputBytes)
    }

    private static func read(
        _ reader: inout RequestReader, in context: RequestContext, warnings: inout Warnings
    ) throws(APIError) -> (AnswerFormat, param: String) {
        let type = try reader.requiredString("type")
        guard type == "json_schema" else { throw .notAmong(["json_schema"], value: type, param: reader.path("type")) }
        let schema = try reader.required("schema")
        guard schema.objectValue != nil else {
            throw .wrongType(reader.path("schema"), expected: "an object", found: schema.kindName)
        }
        if !context.capabilities.enforcesFormats { warnings.notEnforced(reader.path) }
        warnings.addUnread(of: reader)
        return (.jsonSchema(ResponseFormat(name: "answer", schema: schema), isStrict: true), reader.path("schema"))
    }
}
