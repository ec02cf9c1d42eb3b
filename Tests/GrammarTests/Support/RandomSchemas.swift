import JSON
import OrderedCollections

/// Schemas of all kinds that are supported, and values that are near to following them.
struct RandomSchemas {
    var generator: SplitMix64

    static let names = ["a", "b", "ab", "name", "x y", "é", "q\"", "n\n", "x-1"]
    static let words = ["", "a", "ab", "abc", "Zürich", "日本", "😀", "say \"hi\"", "tab\t", "back\\", "\u{1}", "x-9", "12", "/"]
    static let patterns = ["^a", "b$", "^[a-z]+$", "^\\S{2,4}$", "[0-9]", "^(ab|cd)?e*$", "^x-\\d+$", "é|\\.", "^[^a-c]*$"]

    init(seed: UInt64) {
        generator = SplitMix64(state: seed)
    }

    mutating func number(_ range: Range<Int>) -> Int { .random(in: range, using: &generator) }
    mutating func chance(_ share: Double) -> Bool { .random(in: 0..<1, using: &generator) < share }

    mutating func pick<Element>(_ list: [Element]) -> Element { list[number(0..<list.count)] }

    mutating func some<Element>(_ list: [Element], _ count: Int) -> [Element] { Array(list.shuffled(using: &generator).prefix(count)) }

    /// With definitions that refer to one another.
    mutating func schema() -> JSONValue {
        let definitions = some(["one", "two"], number(0..<3))
        var members = JSONObject()
        for name in definitions {
            let next: JSONValue = ["anyOf": [["type": "null"], ["$ref": .string("#/$defs/" + pick(definitions))]]]
            members[name] = [
                "type": "object", "properties": ["next": next, "v": schema(1, [])], "required": ["next"], "additionalProperties": false,
            ]
        }
        guard case .object(var root) = schema(3, definitions) else { return true }
        if !members.isEmpty { root["$defs"] = .object(members) }
        return .object(root)
    }

    private mutating func schema(_ depth: Int, _ definitions: [String]) -> JSONValue {
        switch number(0..<(depth > 0 ? 16 : 7)) {
        case 0: return strings()
        case 1, 2: return numbers()
        case 3: return ["type": .string(pick(["boolean", "null", "string", "integer"]))]
        case 4: return ["enum": .array(some(["a", "b c", "é\"", 1, -2, 3.5, true, nil, [1, "x"], ["k": 1], 4.0], number(1..<5)))]
        case 5: return ["const": pick(["a", 0, nil, [], [:], [1, 2], ["a": ["b": []]]])]
        case 6: return ["type": .array(some(["string", "number", "null", "boolean"], 2)), "maxLength": 3, "minimum": 2]
        case 7, 8, 9: return objects(depth, definitions)
        case 10, 11: return arrays(depth, definitions)
        case 12, 13:
            return .object([pick(["anyOf", "oneOf"]): .array((0..<number(1..<4)).map { _ in schema(depth - 1, definitions) })])
        case 14:
            let more: [JSONValue] = [["type": "object"], ["minLength": 1], ["minimum": 1], ["minItems": 1], true, ["required": ["a"]]]
            return ["allOf": [schema(depth - 1, definitions), pick(more)]]
        default: return definitions.isEmpty ? true : ["$ref": .string("#/$defs/" + pick(definitions))]
        }
    }

    private mutating func strings() -> JSONValue {
        var result: JSONObject = ["type": "string"]
        if chance(0.6) {
            let least = number(0..<3)
            result["minLength"] = .integer(least)
            result["maxLength"] = .integer(least + number(0..<6))
        }
        if chance(0.4) {
            result["pattern"] = .string(pick(Self.patterns))
            result["minLength"] = nil
        }
        return .object(result)
    }

    private mutating func numbers() -> JSONValue {
        var result: JSONObject = ["type": .string(pick(["integer", "number"]))]
        let least: JSONValue = pick([-100, -12, -1, 0, 1, 7, 0.5, -2.25])
        if chance(0.6) { result[pick(["minimum", "exclusiveMinimum"])] = least }
        if chance(0.5) { result[pick(["maximum", "exclusiveMaximum"])] = .double((least.doubleValue ?? 0) + pick([1, 3, 10.5, 250])) }
        if chance(0.2) { result["multipleOf"] = pick([2, 3, 7, 10]) }
        return .object(result)
    }

    private mutating func objects(_ depth: Int, _ definitions: [String]) -> JSONValue {
        let names = some(Self.names, number(0..<5))
        var properties = JSONObject()
        for name in names { properties[name] = schema(depth - 1, definitions) }
        var result: JSONObject = ["type": "object", "properties": .object(properties)]
        result["required"] = .array(names.filter { _ in chance(0.5) }.map { .string($0) })
        switch number(0..<5) {
        case 0, 1: result["additionalProperties"] = false
        case 2: result["additionalProperties"] = schema(0, definitions)
        case 3: result["patternProperties"] = ["^x-": schema(0, definitions)]
        default: break
        }
        if chance(0.2) {
            result["propertyNames"] = pick([["maxLength": 4], ["pattern": "^[a-z]"], ["enum": ["a", "b", "name", "é"]], true])
        }
        return .object(result)
    }

    private mutating func arrays(_ depth: Int, _ definitions: [String]) -> JSONValue {
        var result: JSONObject = ["type": "array"]
        if chance(0.8) { result["items"] = schema(depth - 1, definitions) }
        if chance(0.3) { result["prefixItems"] = .array((0..<number(1..<3)).map { _ in schema(0, definitions) }) }
        let least = number(0..<3)
        if chance(0.5) { result["minItems"] = .integer(least) }
        if chance(0.5) { result["maxItems"] = .integer(least + number(0..<3)) }
        return .object(result)
    }

    /// The value but for one place.
    mutating func mutated(_ value: JSONValue) -> JSONValue {
        let other = pick([nil, true, 0, -1, 7, 2.5, "", "a", "zz", [], [:], [1], ["a": 1]] as [JSONValue])
        guard chance(0.8) else { return other }
        switch value {
        case .array(var elements) where !elements.isEmpty:
            let index = number(0..<elements.count)
            switch number(0..<3) {
            case 0: elements.remove(at: index)
            case 1: elements.insert(other, at: index)
            default: elements[index] = mutated(elements[index])
            }
            return .array(elements)
        case .object(var members):
            guard chance(0.7), !members.isEmpty else {
                members[pick(Self.names + ["x-2", "zz"])] = other
                return .object(members)
            }
            let index = number(0..<members.count)
            let (name, inner) = members.elements[index]
            members[name] = chance(0.3) ? nil : mutated(inner)
            return .object(members)
        case .string(let text): return .string(chance(0.5) ? String(text.dropLast()) : text + pick(["a", "é", "0", "\"", "\\"]))
        default:
            guard let number = value.doubleValue, abs(number) < 1e9 else { return pick([other, .string(pick(Self.words))]) }
            return .double(number + pick([-100, -1, -0.5, 0.25, 1, 2, 1000]))
        }
    }
}

extension JSONValue {
    /// The value with its properties in every order, up to some, and whole numbers written as such.
    var orders: [JSONValue] {
        switch self {
        case .double(let number) where number == number.rounded() && abs(number) < 1e17: return [.integer(Int(number))]
        case .array(let elements):
            return elements.reduce([[]]) { lists, element in
                Array(lists.flatMap { list in element.orders.map { list + [$0] } }.prefix(500))
            }.map { .array($0) }
        case .object(let members):
            let inner = members.reduce([JSONObject()]) { objects, member in
                Array(objects.flatMap { object in member.value.orders.map { object.merging([member.key: $0]) { $1 } } }.prefix(500))
            }
            return Self.permutations(Array(members.keys)).flatMap { keys in
                inner.map { object in .object(JSONObject(uniqueKeysWithValues: keys.compactMap { key in object[key].map { (key, $0) } })) }
            }
        default: return [self]
        }
    }

    private static func permutations(_ keys: [String]) -> [[String]] {
        guard keys.count > 1, keys.count < 7 else { return [keys] }
        return keys.indices.flatMap { index in
            var rest = keys
            let first = rest.remove(at: index)
            return permutations(rest).map { [first] + $0 }
        }
    }
}
