import Harmony
import JSON

extension AnswerFormat {
    private enum FormatType: String, CaseIterable {
        case text
        case jsonObject = "json_object"
        case jsonSchema = "json_schema"
    }

    /// Reads `response_format` of a chat completion, whose schema stands in a member `json_schema`, or `text.format` of a
    /// response, where it stands beside the type.
    init(
        _ format: inout RequestReader, style: FunctionDeclaration.Style, isEnforced: Bool, warnings: inout Warnings
    ) throws(APIError) {
        let type: FormatType? = try format.choice("type")
        switch type {
        case nil: throw .missing(format.path("type"))
        case .text, .jsonObject:
            self = type == .text ? .text : .jsonObject
            warnings.addUnread(of: format)
        case .jsonSchema:
            var inner = style == .chat ? try format.requiredObject("json_schema") : format
            self = try Self.schema(&inner)
            warnings.addUnread(of: inner)
            if style == .chat { warnings.addUnread(of: format) }
        }
        if self != .text, !isEnforced { warnings.notEnforced(format.path) }
    }

    private static func schema(_ reader: inout RequestReader) throws(APIError) -> AnswerFormat {
        let name = try reader.requiredString("name")
        try FunctionName.check(format: name, param: reader.path("name"))
        let schema = reader.value("schema") ?? [:]
        guard schema.objectValue != nil else {
            throw .wrongType(reader.path("schema"), expected: "an object", found: schema.kindName)
        }
        let format = ResponseFormat(name: name, description: try reader.string("description"), schema: schema)
        return .jsonSchema(format, isStrict: try reader.bool("strict") ?? false)
    }
}
