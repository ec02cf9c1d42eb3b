import Foundation
import JSON
import OrderedCollections

/// JSON Schema (draft 2020-12) as it is written, without haste: what grammars are compared with. `oneOf` counts as `anyOf`.
struct ReferenceValidator {
    let root: JSONValue

    func isValid(_ value: JSONValue) -> Bool { isValid(value, root) }

    private func isValid(_ value: JSONValue, _ schema: JSONValue) -> Bool {
        if let isAny = schema.boolValue { return isAny }
        guard let schema = schema.objectValue else { return false }
        return schema.allSatisfy { keyword, argument in isValid(value, keyword, argument, schema) }
    }

    private func isValid(_ value: JSONValue, _ keyword: String, _ argument: JSONValue, _ schema: JSONObject) -> Bool {
        switch keyword {
        case "$ref": return isValid(value, target(argument.stringValue ?? ""))
        case "type": return (argument.arrayValue ?? [argument]).contains { isOf($0.stringValue ?? "", value) }
        case "enum": return (argument.arrayValue ?? []).contains { equal($0, value) }
        case "const": return equal(argument, value)
        case "anyOf", "oneOf": return (argument.arrayValue ?? []).contains { isValid(value, $0) }
        case "allOf": return (argument.arrayValue ?? []).allSatisfy { isValid(value, $0) }
        default: break
        }
        switch value {
        case .string(let text): return isValid(text, keyword, argument)
        case .array(let elements): return isValid(elements, keyword, argument, schema)
        case .object(let members): return isValid(members, keyword, argument, schema)
        default:
            guard let number = value.doubleValue, let bound = argument.doubleValue else { return true }
            switch keyword {
            case "minimum": return number >= bound
            case "maximum": return number <= bound
            case "exclusiveMinimum": return number > bound
            case "exclusiveMaximum": return number < bound
            case "multipleOf": return (number / bound).rounded() == number / bound
            default: return true
            }
        }
    }

    private func isValid(_ text: String, _ keyword: String, _ argument: JSONValue) -> Bool {
        switch keyword {
        case "minLength": text.unicodeScalars.count >= argument.intValue ?? 0
        case "maxLength": text.unicodeScalars.count <= argument.intValue ?? 0
        case "pattern": Self.contains(argument.stringValue ?? "", text)
        default: true
        }
    }

    private func isValid(_ elements: [JSONValue], _ keyword: String, _ argument: JSONValue, _ schema: JSONObject) -> Bool {
        switch keyword {
        case "minItems": return elements.count >= argument.intValue ?? 0
        case "maxItems": return elements.count <= argument.intValue ?? 0
        case "prefixItems": return zip(elements, argument.arrayValue ?? []).allSatisfy { isValid($0, $1) }
        case "items":
            let rest = elements.dropFirst(schema["prefixItems"]?.arrayValue?.count ?? 0)
            return rest.allSatisfy { isValid($0, argument) }
        default: return true
        }
    }

    private func isValid(_ members: JSONObject, _ keyword: String, _ argument: JSONValue, _ schema: JSONObject) -> Bool {
        let patterns = schema["patternProperties"]?.objectValue ?? [:]
        switch keyword {
        case "required": return (argument.arrayValue ?? []).allSatisfy { members[$0.stringValue ?? ""] != nil }
        case "minProperties": return members.count >= argument.intValue ?? 0
        case "maxProperties": return members.count <= argument.intValue ?? 0
        case "propertyNames": return members.keys.allSatisfy { isValid(.string($0), argument) }
        case "properties":
            return (argument.objectValue ?? [:]).allSatisfy { name, schema in members[name].map { isValid($0, schema) } ?? true }
        case "patternProperties":
            return members.allSatisfy { name, value in
                patterns.allSatisfy { !Self.contains($0.key, name) || isValid(value, $0.value) }
            }
        case "additionalProperties":
            return members.allSatisfy { name, value in
                schema["properties"]?[name] != nil || patterns.keys.contains { Self.contains($0, name) } || isValid(value, argument)
            }
        default: return true
        }
    }

    private func target(_ reference: String) -> JSONValue {
        reference.split(separator: "/").dropFirst().reduce(root) { $0[String($1)] ?? false }
    }

    private func isOf(_ type: String, _ value: JSONValue) -> Bool {
        switch value {
        case .null: type == "null"
        case .bool: type == "boolean"
        case .string: type == "string"
        case .array: type == "array"
        case .object: type == "object"
        default: type == "number" || (type == "integer" && value.doubleValue.map { $0 == $0.rounded() } == true)
        }
    }

    private func equal(_ left: JSONValue, _ right: JSONValue) -> Bool {
        switch (left, right) {
        case (.array(let left), .array(let right)): return left.count == right.count && zip(left, right).allSatisfy { equal($0, $1) }
        case (.object(let left), .object(let right)):
            return left.count == right.count && left.allSatisfy { name, value in right[name].map { equal(value, $0) } ?? false }
        default:
            guard let first = left.doubleValue, let second = right.doubleValue else { return left == right }
            return first == second
        }
    }

    /// To ICU `$` matches before a line end at the end too.
    private static func contains(_ pattern: String, _ text: String) -> Bool {
        let expression = try? NSRegularExpression(pattern: pattern.replacing("$", with: "\\z"))
        return expression?.firstMatch(in: text, range: NSRange(location: 0, length: text.utf16.count)) != nil
    }
}
