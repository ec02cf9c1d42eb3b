package import JSON
import OrderedCollections

/// Writes a JSON schema as the TypeScript type that gpt-oss was trained to read.
///
/// It reproduces openai-harmony's `json_schema_to_typescript` to the byte, flaws included, because the model knows no
/// better text: `anyOf`, `allOf`, `$ref` and integer enums are lost, an object's description is written twice where
/// it is a property, arrays of unions have no parentheses.
package struct TypeScriptSchema {
    /// Levels of schemas within schemas that are followed; a request's JSON cannot nest as deep.
    package static let maximumDepth = 128

    let schema: JSONValue
    /// White space before each line.
    let indent: String
    let depth: Int

    package static func type(of schema: JSONValue) throws(HarmonyError) -> String {
        try TypeScriptSchema(schema: schema, indent: "", depth: 0).type()
    }

    /// The schema of a part, its lines further in by so many spaces.
    func nested(_ part: JSONValue, indentedBy spaces: Int = 0) -> TypeScriptSchema {
        TypeScriptSchema(schema: part, indent: indent + String(repeating: " ", count: spaces), depth: depth + 1)
    }

    func type() throws(HarmonyError) -> String {
        guard depth <= Self.maximumDepth else { throw .schemaTooDeep(limit: Self.maximumDepth) }
        if let variants = schema["oneOf"]?.arrayValue { return try union(of: variants) }
        if let types = schema["type"]?.arrayValue { return Self.union(ofTypes: types) }
        switch schema["type"]?.stringValue {
        case "object": return try objectType()
        case "string": return stringType
        case "number", "integer": return "number"
        case "boolean": return "boolean"
        case "array":
            guard let items = schema["items"] else { return "Array<any>" }
            return try nested(items).type() + "[]"
        default: return "any"
        }
    }

    /// The type, with ` | null` where the schema is nullable and the text does not say null somewhere already.
    func nullableType() throws(HarmonyError) -> String {
        let type = try type()
        return schema["nullable"]?.boolValue == true && !type.utf8.contains("null".utf8) ? type + " | null" : type
    }

    private func union(of variants: [JSONValue]) throws(HarmonyError) -> String {
        var text = ""
        for variant in variants {
            let part = nested(variant, indentedBy: 3)
            let comment = [part.description, part.defaultText(quotingEnums: true)].compactMap(\.self)
            text += "\n\(indent) | \(try part.nullableType())"
            if !comment.isEmpty { text += " // \(comment.joined(separator: " "))" }
        }
        return text
    }

    private static func union(ofTypes types: [JSONValue]) -> String {
        let names = types.compactMap(\.stringValue).map { $0 == "integer" ? "number" : $0 }
        return names.isEmpty ? "any" : names.joined(separator: " | ")
    }

    private var stringType: String {
        let values = schema["enum"]?.arrayValue?.compactMap(\.stringValue) ?? []
        return values.isEmpty ? "string" : values.map { "\"\($0)\"" }.joined(separator: " | ")
    }

    private func objectType() throws(HarmonyError) -> String {
        var text = ""
        if let description { text += "\(indent)// \(description)\n" }
        text += "{\n"
        let required = Set(schema["required"]?.arrayValue?.compactMap(\.stringValue) ?? [])
        for (name, property) in schema["properties"]?.objectValue ?? [:] {
            text += try self.property(name, property, isRequired: required.contains(name))
        }
        return text + "\(indent)}"
    }
}

extension TypeScriptSchema {
    var description: String? { schema["description"]?.stringValue }

    /// `default: …`, or `nil` without a default. A string is written raw, in quotes unless an enum lists it.
    ///
    /// - Parameter quotingEnums: writes a string among an enum's as JSON.
    func defaultText(quotingEnums: Bool = false) -> String? {
        guard let value = schema["default"] else { return nil }
        guard let string = value.stringValue else { return "default: \(value.serialized)" }
        if schema["enum"]?.arrayValue?.isEmpty ?? true { return "default: \"\(string)\"" }
        return "default: \(quotingEnums ? value.serialized : string)"
    }
}
