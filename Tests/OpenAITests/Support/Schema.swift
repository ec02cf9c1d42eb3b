import Foundation
import JSON
import OrderedCollections

/// The published schemas, and as much of JSON Schema as they use.
///
/// `oneOf` is read as `anyOf`: the published alternatives overlap. Beyond validity it finds members that no schema knows.
struct Schema: Sendable {
    private static let file = {
        let package = (0..<4).reduce(URL(filePath: #filePath)) { path, _ in path.deletingLastPathComponent() }
        return package.deletingLastPathComponent().appending(path: "shared/openapi/openai-subset.json").path
    }()

    /// Whether the published schemas lie beside the package.
    static let isAvailable = FileManager.default.fileExists(atPath: file)

    /// The published schemas.
    static let published = Result {
        let text = try String(contentsOfFile: file, encoding: .utf8)
        // The limits of 64 bits, rounded there to what fits a double.
        let exact = text.replacingOccurrences(of: "9223372036854776000", with: "9223372036854775807")
        return Schema(try JSONValue(parsing: exact)["components"]?["schemas"] ?? [:])
    }

    private let schemas: JSONValue

    private init(_ schemas: JSONValue) {
        self.schemas = schemas
    }

    /// What is wrong with the value, each with its path; unknown members included, but for those allowed.
    func problems(of value: JSONValue, as name: String, allowing extras: Set<String> = []) -> [String] {
        guard let schema = schemas[name] else { return ["no schema \(name)"] }
        let errors = check(value, schema, "$")
        return errors.isEmpty ? unknown(value, schema, "$").filter { !extras.contains($0) } : errors
    }

    /// The names of an object's members, those of the schemas that it is made of included.
    func properties(of name: String) -> [String] {
        schemas[name].map(properties) ?? []
    }

    private func properties(_ schema: JSONValue) -> [String] {
        let schema = resolved(schema)
        let own = (schema["properties"]?.objectValue ?? [:]).keys
        return own + (schema["allOf"]?.arrayValue ?? []).flatMap(properties)
    }

    private func resolved(_ schema: JSONValue) -> JSONValue {
        guard let reference = schema["$ref"]?.stringValue, let name = reference.split(separator: "/").last else { return schema }
        return schemas[String(name)].map(resolved) ?? ["type": "missing"]
    }

    private func check(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> [String] {
        if value == .null, schema["nullable"] == true { return [] }
        let schema = resolved(schema)
        if value == .null, schema["nullable"] == true { return [] }
        var errors: [String] = []
        for part in schema["allOf"]?.arrayValue ?? [] { errors += check(value, part, path) }
        if let options = (schema["anyOf"] ?? schema["oneOf"])?.arrayValue { errors += checkAny(value, options, path) }
        if let type = schema["type"], !types(type).contains(where: { matches(value, $0) }) {
            errors.append("\(path): expected \(type.serialized), found \(value.serialized.prefix(60))")
        }
        if let allowed = schema["enum"]?.arrayValue, !allowed.contains(value) {
            errors.append("\(path): \(value.serialized) is not allowed")
        }
        errors += checkRange(value, schema, path)
        if let members = value.objectValue { errors += checkMembers(members, schema, path) }
        if let elements = value.arrayValue, let items = schema["items"] {
            for (index, element) in elements.enumerated() { errors += check(element, items, "\(path)[\(index)]") }
        }
        return errors
    }

    /// With a discriminating `type`, the errors of the option that it names; else those of the nearest.
    private func checkAny(_ value: JSONValue, _ options: [JSONValue], _ path: String) -> [String] {
        var nearest: [String]?
        for option in options {
            let errors = check(value, option, path)
            if errors.isEmpty { return [] }
            let isNamed = value["type"].map { resolved(option)["properties"]?["type"]?["enum"]?.arrayValue?.contains($0) == true } ?? false
            if isNamed || nearest == nil { nearest = errors }
        }
        return nearest ?? []
    }

    private func checkMembers(_ members: JSONObject, _ schema: JSONValue, _ path: String) -> [String] {
        var errors: [String] = []
        for name in schema["required"]?.arrayValue?.compactMap(\.stringValue) ?? [] where members[name] == nil {
            errors.append("\(path).\(name): missing")
        }
        for (name, value) in members {
            if let property = schema["properties"]?[name] {
                errors += check(value, property, "\(path).\(name)")
            } else if let additional = schema["additionalProperties"], additional.objectValue != nil {
                errors += check(value, additional, "\(path).\(name)")
            }
        }
        return errors
    }

    private func checkRange(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> [String] {
        guard let number = value.doubleValue else { return [] }
        var errors: [String] = []
        if let minimum = schema["minimum"]?.doubleValue, number < minimum { errors.append("\(path): below \(minimum)") }
        if let maximum = schema["maximum"]?.doubleValue, number > maximum { errors.append("\(path): above \(maximum)") }
        return errors
    }

    private func types(_ type: JSONValue) -> [String] {
        type.stringValue.map { [$0] } ?? type.arrayValue?.compactMap(\.stringValue) ?? []
    }

    private func matches(_ value: JSONValue, _ type: String) -> Bool {
        switch type {
        case "null": value == .null
        case "boolean": value.boolValue != nil
        case "integer": value.intValue != nil
        case "number": value.doubleValue != nil
        case "string": value.stringValue != nil
        case "array": value.arrayValue != nil
        case "object": value.objectValue != nil
        default: false
        }
    }

    // MARK: Unknown members

    private func unknown(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> [String] {
        let alternatives = options(for: value, schema)
        if let members = value.objectValue {
            guard !alternatives.contains(where: { $0["properties"] == nil && $0["items"] == nil }) else { return [] }
            return members.flatMap { name, value in
                let properties = alternatives.compactMap { $0["properties"]?[name] }
                guard !properties.isEmpty else {
                    return alternatives.contains { ($0["additionalProperties"] ?? false) != false } ? [] : ["\(path).\(name)"]
                }
                return properties.map { unknown(value, $0, "\(path).\(name)") }.min { $0.count < $1.count } ?? []
            }
        }
        guard let elements = value.arrayValue, let items = alternatives.compactMap({ $0["items"] }).first else { return [] }
        return elements.flatMap { unknown($0, items, "\(path)[]") }
    }

    /// The plain schemas that together describe the value: parts of `allOf`, and of alternatives the first that it fulfils.
    private func options(for value: JSONValue, _ schema: JSONValue) -> [JSONValue] {
        let schema = resolved(schema)
        if let parts = schema["allOf"]?.arrayValue { return parts.flatMap { options(for: value, $0) } }
        if let alternatives = (schema["anyOf"] ?? schema["oneOf"])?.arrayValue {
            let fitting = alternatives.first { check(value, $0, "$").isEmpty }
            return fitting.map { options(for: value, $0) } ?? []
        }
        return [schema]
    }
}
