import JSON
import OrderedCollections

/// Gathers what schemas say, following `$ref` and `allOf`.
struct SchemaReader {
    let root: JSONValue
    let limits: GrammarLimits
    let budget: GrammarBudget
    private let resolved: Set<String>
    private(set) var constraints = SchemaConstraints()
    private var visited: Set<String> = []
    private var stack: [String] = []
    private var isInChosen = false

    /// Keywords that would change what is valid and cannot be held to.
    private static let unsupported: Set<String> = [
        "not", "if", "dependentSchemas", "dependentRequired", "dependencies", "contains", "unevaluatedProperties",
        "unevaluatedItems", "$dynamicRef", "$recursiveRef",
    ]

    /// - Throws: with the pointer to the keyword that is not well-formed, not supported, or contradicts another.
    static func read(
        _ conjunction: Conjunction, root: JSONValue, limits: GrammarLimits, budget: GrammarBudget
    ) throws(GrammarError) -> SchemaConstraints {
        var reader = SchemaReader(root: root, limits: limits, budget: budget, resolved: Set(conjunction.resolved))
        reader.constraints.location = conjunction.schemas.first?.pointer ?? ""
        let chosen = Set(conjunction.chosen)
        for schema in conjunction.schemas where !chosen.contains(schema.pointer) { try reader.add(schema) }
        reader.isInChosen = true
        for schema in conjunction.schemas where chosen.contains(schema.pointer) { try reader.add(schema) }
        return reader.constraints
    }

    private init(root: JSONValue, limits: GrammarLimits, budget: GrammarBudget, resolved: Set<String>) {
        self.root = root
        self.limits = limits
        self.budget = budget
        self.resolved = resolved
    }

    private mutating func add(_ location: SchemaLocation) throws(GrammarError) {
        guard !stack.contains(location.pointer) else {
            throw .malformed("the schema refers to itself without a value between", path: location.pointer)
        }
        guard visited.insert(location.pointer).inserted else {
            // An alternative that means its own list again adds nothing to it.
            if isInChosen, resolved.contains(location.pointer + "/anyOf") || resolved.contains(location.pointer + "/oneOf") {
                constraints.isImpossible = true
            }
            return
        }
        try budget.spend(200)
        switch location.schema {
        case .bool(true): return
        case .bool(false): constraints.isImpossible = true
        case .object(let members):
            stack.append(location.pointer)
            for (keyword, value) in members { try add(keyword, value, of: location, members) }
            try addObject(members, location)
            try addArray(members, location)
            stack.removeLast()
        default: throw .malformed("a schema is an object or a boolean", path: location.pointer)
        }
    }

    private mutating func add(
        _ keyword: String, _ value: JSONValue, of location: SchemaLocation, _ members: JSONObject
    ) throws(GrammarError) {
        let place = location.child(keyword, value)
        switch keyword {
        case "$ref": try add(try target(of: place))
        case "allOf": for part in try list(place) { try add(part) }
        case "anyOf", "oneOf":
            let alternatives = try list(place)
            if !resolved.contains(place.pointer) {
                constraints.lists.append(SchemaConstraints.AlternativeList(pointer: place.pointer, alternatives: alternatives))
            }
        case "type": constraints.restrict(to: try types(place))
        case "enum":
            guard let values = value.arrayValue else { throw .malformed("'enum' is an array", path: place.pointer) }
            guard values.count <= limits.enumValues else {
                throw .tooLarge("'enum' has \(values.count) values", limit: limits.enumValues, path: place.pointer)
            }
            try budget.spend(values.count * (constraints.values?.count ?? 1) * 10)
            constraints.restrict(to: values)
        case "const": constraints.restrict(to: [value])
        case "minLength": constraints.strings.minimumLength = max(constraints.strings.minimumLength, try count(place))
        case "maxLength": constraints.strings.maximumLength = min(constraints.strings.maximumLength ?? .max, try count(place))
        case "pattern":
            constraints.strings.patterns.append(StringConstraints.Expression(text: try string(place), pointer: place.pointer))
        case "format": constraints.strings.formats.append(try string(place))
        case "minimum": constraints.numbers.raiseMinimum(to: NumberConstraints.Bound(value: try number(place), isExclusive: false))
        case "maximum": constraints.numbers.lowerMaximum(to: NumberConstraints.Bound(value: try number(place), isExclusive: false))
        case "exclusiveMinimum":
            constraints.numbers.raiseMinimum(to: NumberConstraints.Bound(value: try number(place), isExclusive: true))
        case "exclusiveMaximum":
            constraints.numbers.lowerMaximum(to: NumberConstraints.Bound(value: try number(place), isExclusive: true))
        case "multipleOf": constraints.numbers.multiples.append(try number(place))
        case "required":
            try budget.spend((value.arrayValue?.count ?? 0) * 10)
            for name in value.arrayValue ?? [] {
                guard let name = name.stringValue else { throw .malformed("'required' is an array of strings", path: place.pointer) }
                constraints.required.append(name)
            }
        case "propertyNames": constraints.names.append(place)
        case "minProperties": constraints.minimumProperties = max(constraints.minimumProperties, try count(place))
        case "maxProperties": constraints.maximumProperties = min(constraints.maximumProperties ?? .max, try count(place))
        case "minItems": constraints.minimumItems = max(constraints.minimumItems, try count(place))
        case "maxItems": constraints.maximumItems = min(constraints.maximumItems ?? .max, try count(place))
        case "uniqueItems": if value != false { constraints.uniqueItems = place.pointer }
        case "properties", "patternProperties":
            guard value.objectValue != nil else { throw .malformed("'\(keyword)' is an object", path: place.pointer) }
        case _ where Self.unsupported.contains(keyword):
            throw .unsupported("the keyword '\(keyword)' is not supported", path: place.pointer)
        default: break  // annotations, and names that JSON Schema does not know
        }
    }

    private mutating func addObject(_ members: JSONObject, _ location: SchemaLocation) throws(GrammarError) {
        guard ["properties", "patternProperties", "additionalProperties"].contains(where: { members[$0] != nil }) else { return }
        var part = SchemaConstraints.ObjectPart()
        if let properties = members["properties"]?.objectValue {
            let place = location.child("properties", .null)
            try budget.spend(properties.count * 100)
            for (name, schema) in properties { part.properties[name] = place.child(name, schema) }
        }
        if let patterns = members["patternProperties"]?.objectValue {
            let place = location.child("patternProperties", .null)
            for (text, schema) in patterns { part.patterns.append((text, place.child(text, schema))) }
        }
        part.additional = members["additionalProperties"].map { location.child("additionalProperties", $0) }
        constraints.objects.append(part)
    }

    private mutating func addArray(_ members: JSONObject, _ location: SchemaLocation) throws(GrammarError) {
        var part = SchemaConstraints.ArrayPart()
        if let prefix = members["prefixItems"] { part.prefix = try list(location.child("prefixItems", prefix)) }
        if let items = members["items"] {
            // Before draft 2020-12 an array here was what `prefixItems` is now.
            if case .array = items {
                part.prefix = try list(location.child("items", items))
                part.items = members["additionalItems"].map { location.child("additionalItems", $0) }
            } else {
                part.items = location.child("items", items)
            }
        }
        if !part.prefix.isEmpty || part.items != nil { constraints.arrays.append(part) }
    }

    // MARK: Values of keywords

    private func list(_ place: SchemaLocation) throws(GrammarError) -> [SchemaLocation] {
        guard case .array(let values) = place.schema, !values.isEmpty else {
            throw .malformed("an array of schemas was expected", path: place.pointer)
        }
        return values.enumerated().map { SchemaLocation(pointer: "\(place.pointer)/\($0.offset)", schema: $0.element) }
    }

    private func types(_ place: SchemaLocation) throws(GrammarError) -> Set<JSONType> {
        var result: Set<JSONType> = []
        for value in place.schema.arrayValue ?? [place.schema] {
            guard let name = value.stringValue, let type = JSONType(rawValue: name) else {
                throw .malformed("'type' is the name of a type, or an array of them", path: place.pointer)
            }
            result.insert(type)
        }
        if result.contains(.number) { result.remove(.integer) }
        return result
    }

    private func count(_ place: SchemaLocation) throws(GrammarError) -> Int {
        guard let value = place.schema.intValue, value >= 0 else {
            throw .malformed("an integer of at least 0 was expected", path: place.pointer)
        }
        return value
    }

    private func string(_ place: SchemaLocation) throws(GrammarError) -> String {
        guard let value = place.schema.stringValue else { throw .malformed("a string was expected", path: place.pointer) }
        return value
    }

    private func number(_ place: SchemaLocation) throws(GrammarError) -> JSONValue {
        guard place.schema.doubleValue != nil else { throw .malformed("a number was expected", path: place.pointer) }
        return place.schema
    }

    /// `#`, or `#/…` within the document.
    private func target(of place: SchemaLocation) throws(GrammarError) -> SchemaLocation {
        let reference = try string(place)
        guard reference == "#" || reference.hasPrefix("#/") else {
            throw .unsupported("only references within the schema, '#/…', are supported", path: place.pointer)
        }
        var value = root
        var pointer = ""
        for part in reference.dropFirst(2).split(separator: "/", omittingEmptySubsequences: false) where reference.count > 1 {
            let name = Self.unescaped(part)
            let next = value[name] ?? Int(name).flatMap { value[$0] }
            guard let next else { throw .malformed("the reference '\(reference)' leads nowhere", path: place.pointer) }
            value = next
            pointer += "/" + part
        }
        return SchemaLocation(pointer: Self.normalised(pointer), schema: value)
    }

    /// The pointer as `SchemaLocation.child` writes it.
    private static func normalised(_ pointer: String) -> String {
        guard pointer.contains("%") else { return pointer }
        return pointer.split(separator: "/", omittingEmptySubsequences: false).map { part in
            unescaped(part).replacing("~", with: "~0").replacing("/", with: "~1")
        }.joined(separator: "/")
    }

    /// Percent-encoding of the fragment, then RFC 6901 §4.
    private static func unescaped(_ part: Substring) -> String {
        guard part.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "~") }) else { return String(part) }
        var bytes: [UInt8] = []
        var rest = Array(part.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2)
            if byte == UInt8(ascii: "%"), digits.count == 2, let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self).replacing("~1", with: "/").replacing("~0", with: "~")
    }
}
