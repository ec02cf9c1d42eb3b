import JSON
import OrderedCollections

/// What schemas that hold together ask of one value, keyword by keyword.
struct SchemaConstraints {
    /// `nil`: any.
    var types: Set<JSONType>?
    /// `enum` and `const`; `nil`: any.
    var values: [JSONValue]?
    var isImpossible = false
    var strings = StringConstraints()
    var numbers = NumberConstraints()
    var objects: [ObjectPart] = []
    var required: OrderedSet<String> = []
    /// What the names of properties have to follow, as strings.
    var names: [SchemaLocation] = []
    var minimumProperties = 0
    var maximumProperties: Int?
    var arrays: [ArrayPart] = []
    var minimumItems = 0
    var maximumItems: Int?
    /// `anyOf` and `oneOf`: of each list, one alternative holds.
    var lists: [AlternativeList] = []
    /// Where an array's elements have to differ.
    var uniqueItems: String?
    /// Where `minProperties` stands, for messages.
    var location = ""

    struct ObjectPart {
        var properties: OrderedDictionary<String, SchemaLocation> = [:]
        var patterns: [(text: String, schema: SchemaLocation)] = []
        var additional: SchemaLocation?
    }

    struct ArrayPart {
        var prefix: [SchemaLocation] = []
        var items: SchemaLocation?
    }

    struct AlternativeList {
        var pointer: String
        var alternatives: [SchemaLocation]
    }

    /// Whether any value will do, but for the lists of alternatives.
    var isTrivial: Bool {
        types == nil && values == nil && !isImpossible && strings == StringConstraints() && numbers == NumberConstraints()
            && objects.isEmpty && required.isEmpty && names.isEmpty && minimumProperties == 0 && maximumProperties == nil && arrays.isEmpty
            && minimumItems == 0 && maximumItems == nil && uniqueItems == nil
    }

    func allows(_ type: JSONType) -> Bool {
        guard let types else { return true }
        return types.contains(type) || (type == .integer && types.contains(.number))
    }

    mutating func restrict(to types: Set<JSONType>) {
        self.types = self.types.map { JSONType.intersection($0, types) } ?? types
    }

    mutating func restrict(to values: [JSONValue]) {
        self.values = self.values.map { $0.filter { old in values.contains { old.equalsInSchema($0) } } } ?? values
    }
}

struct StringConstraints: Hashable {
    var minimumLength = 0
    var maximumLength: Int?
    var patterns: [Expression] = []
    var formats: [String] = []

    /// The same wherever it stands.
    struct Expression: Hashable {
        let text: String
        let pointer: String

        static func == (left: Expression, right: Expression) -> Bool { left.text == right.text }
        func hash(into hasher: inout Hasher) { hasher.combine(text) }
    }
}

struct NumberConstraints: Hashable {
    struct Bound: Hashable {
        var value: JSONValue
        var isExclusive: Bool
    }

    var minimum: Bound?
    var maximum: Bound?
    var multiples: [JSONValue] = []
    /// Set where constraints are a key for what was made of them.
    var isInteger = false

    mutating func raiseMinimum(to bound: Bound) {
        guard let old = minimum, let left = old.value.doubleValue, let right = bound.value.doubleValue else {
            minimum = bound
            return
        }
        if right > left || (right == left && bound.isExclusive) { minimum = bound }
    }

    mutating func lowerMaximum(to bound: Bound) {
        guard let old = maximum, let left = old.value.doubleValue, let right = bound.value.doubleValue else {
            maximum = bound
            return
        }
        if right < left || (right == left && bound.isExclusive) { maximum = bound }
    }
}

extension JSONValue {
    /// Equality of JSON Schema: numbers by value, objects without order.
    func equalsInSchema(_ other: JSONValue) -> Bool {
        switch (self, other) {
        case (.array(let left), .array(let right)):
            return left.count == right.count && zip(left, right).allSatisfy { $0.equalsInSchema($1) }
        case (.object(let left), .object(let right)):
            return left.count == right.count
                && left.allSatisfy { member in right[member.key].map { member.value.equalsInSchema($0) } ?? false }
        default:
            if self == other { return true }
            guard let left = doubleValue, let right = other.doubleValue else { return false }
            if case .double = self { return left == right }
            if case .double = other { return left == right }
            return false
        }
    }

    var schemaType: JSONType {
        switch self {
        case .null: .null
        case .bool: .boolean
        case .object: .object
        case .array: .array
        case .string: .string
        default: intValue != nil || doubleValue.map { $0 == $0.rounded() } == true ? .integer : .number
        }
    }
}
