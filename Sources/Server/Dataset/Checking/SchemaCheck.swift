import JSON
import OrderedCollections

/// Says where a value breaks a JSON Schema (draft 2020-12), as far as the keywords that functions use go: `type`, `enum`, `const`, `properties`,
/// `required`, `additionalProperties`, `items`, `prefixItems`, `anyOf`, `oneOf`, `allOf`, `$ref` within the document, and bounds of numbers,
/// texts and arrays. It does **not** know the others, and so finds nothing wrong with them.
struct SchemaCheck {
    private let root: JSONValue
    /// References that may be followed one within the other.
    private static let depthLimit = 64

    init(_ schema: JSONValue) {
        root = schema
    }

    /// The first problem, with the place in the value; `nil` where there is none.
    func problem(with value: JSONValue) -> String? { problem(value, root, "arguments", depth: 0) }

    private func problem(_ value: JSONValue, _ schema: JSONValue, _ path: String, depth: Int) -> String? {
        if schema == false { return "\(path) may not be there" }
        guard let keywords = schema.objectValue, depth < Self.depthLimit else { return nil }
        if let reference = keywords["$ref"]?.stringValue, let target = resolve(reference) {
            if let problem = problem(value, target, path, depth: depth + 1) { return problem }
        }
        if let type = keywords["type"], !Self.types(type).contains(where: { Self.isOf($0, value) }) {
            return "\(path) should be of type \(Self.types(type).joined(separator: " or "))"
        }
        if let choices = keywords["enum"]?.arrayValue, !choices.contains(where: { Self.areEqual($0, value) }) {
            return "\(path) should be one of \(JSONValue.array(choices).serialized)"
        }
        if let constant = keywords["const"], !Self.areEqual(constant, value) { return "\(path) should be \(constant.serialized)" }
        return ofParts(value, keywords, path, depth) ?? ofBounds(value, keywords, path) ?? ofCombinations(value, keywords, path, depth)
    }

    private func ofParts(_ value: JSONValue, _ keywords: JSONObject, _ path: String, _ depth: Int) -> String? {
        if let members = value.objectValue {
            for name in keywords["required"]?.arrayValue?.compactMap(\.stringValue) ?? [] where members[name] == nil {
                return "\(path).\(name) is missing"
            }
            let properties = keywords["properties"]?.objectValue ?? [:]
            for (name, member) in members {
                if let schema = properties[name] {
                    if let problem = problem(member, schema, "\(path).\(name)", depth: depth + 1) { return problem }
                } else if let others = keywords["additionalProperties"], keywords["patternProperties"] == nil {
                    if let problem = problem(member, others, "\(path).\(name)", depth: depth + 1) { return problem }
                }
            }
        }
        if let elements = value.arrayValue {
            let prefix = keywords["prefixItems"]?.arrayValue ?? []
            for (index, element) in elements.enumerated() {
                guard let schema = index < prefix.count ? prefix[index] : keywords["items"] else { continue }
                if let problem = problem(element, schema, "\(path)[\(index)]", depth: depth + 1) { return problem }
            }
        }
        return nil
    }

    private func ofBounds(_ value: JSONValue, _ keywords: JSONObject, _ path: String) -> String? {
        if let number = value.doubleValue {
            if let least = keywords["minimum"]?.doubleValue, number < least { return "\(path) should be at least \(least)" }
            if let most = keywords["maximum"]?.doubleValue, number > most { return "\(path) should be at most \(most)" }
            if let bound = keywords["exclusiveMinimum"]?.doubleValue, number <= bound { return "\(path) should be more than \(bound)" }
            if let bound = keywords["exclusiveMaximum"]?.doubleValue, number >= bound { return "\(path) should be less than \(bound)" }
        }
        let count = value.stringValue?.unicodeScalars.count ?? value.arrayValue?.count
        let names = value.stringValue == nil ? ("minItems", "maxItems") : ("minLength", "maxLength")
        if let count {
            if let least = keywords[names.0]?.intValue, count < least { return "\(path) is too short" }
            if let most = keywords[names.1]?.intValue, count > most { return "\(path) is too long" }
        }
        return nil
    }

    private func ofCombinations(_ value: JSONValue, _ keywords: JSONObject, _ path: String, _ depth: Int) -> String? {
        for schema in keywords["allOf"]?.arrayValue ?? [] {
            if let problem = problem(value, schema, path, depth: depth + 1) { return problem }
        }
        for name in ["anyOf", "oneOf"] {
            guard let schemas = keywords[name]?.arrayValue, !schemas.isEmpty else { continue }
            let fits = schemas.contains { problem(value, $0, path, depth: depth + 1) == nil }
            if !fits { return "\(path) fits none of \(name)" }
        }
        return nil
    }

    /// `#/$defs/name` and other pointers into the document (RFC 6901).
    private func resolve(_ reference: String) -> JSONValue? {
        guard reference.hasPrefix("#") else { return nil }
        var value: JSONValue? = root
        for part in reference.dropFirst().split(separator: "/") {
            let name = String(part).replacing("~1", with: "/").replacing("~0", with: "~")
            value = value?[name] ?? Int(name).flatMap { value?[$0] }
        }
        return value
    }

    private static func types(_ value: JSONValue) -> [String] {
        value.stringValue.map { [$0] } ?? value.arrayValue?.compactMap(\.stringValue) ?? []
    }

    private static func isOf(_ type: String, _ value: JSONValue) -> Bool {
        switch type {
        case "null": value.isNull
        case "boolean": value.boolValue != nil
        case "string": value.stringValue != nil
        case "array": value.arrayValue != nil
        case "object": value.objectValue != nil
        case "integer": value.doubleValue.map { $0 == $0.rounded() } ?? false
        case "number": value.doubleValue != nil
        default: true
        }
    }

    /// Numbers are equal by value, objects whatever their order.
    private static func areEqual(_ one: JSONValue, _ other: JSONValue) -> Bool {
        if let one = one.doubleValue, let other = other.doubleValue { return one == other }
        if let one = one.objectValue, let other = other.objectValue {
            return one.count == other.count && one.allSatisfy { name, value in other[name].map { areEqual(value, $0) } ?? false }
        }
        return one == other
    }
}
