import JSON
import OrderedCollections

extension SchemaCompiler {
    /// `enum` and `const`: those of the values that the other keywords allow.
    mutating func addValues(
        _ values: [JSONValue], _ constraints: SchemaConstraints, from: NetworkBuilder.State, to: NetworkBuilder.State,
        in rule: NetworkBuilder.Rule
    ) throws(GrammarError) {
        var scalars: [Pattern] = []
        var isPossible = false
        for value in values where constraints.allows(value.schemaType) {
            switch value {
            case .array, .object:
                guard try admits(value, constraints) else { continue }
                isPossible = true
                try add(value, from: from, to: to, in: rule)
            default:
                guard try admits(value, constraints) else { continue }
                isPossible = true
                scalars.append(Self.text(of: value))
            }
        }
        if !isPossible { noteImpossible(constraints.location) }
        if !scalars.isEmpty { try builder.connect(from, .choice(scalars), to) }
    }

    private static func text(of value: JSONValue) -> Pattern {
        switch value {
        case .string(let text): JSONText.string(text)
        // A whole number with a fraction of 0 is the same number without.
        case .double:
            value.intValue.map { .choice([.literal(value.serializedBytes), .text(String($0))]) } ?? .literal(value.serializedBytes)
        default: .literal(value.serializedBytes)
        }
    }

    private mutating func admits(_ value: JSONValue, _ constraints: SchemaConstraints) throws(GrammarError) -> Bool {
        switch value {
        case .string(let text):
            guard constraints.strings != StringConstraints() else { return true }
            return try strings(constraints.strings, path: constraints.location).matches(JSONText.bytes(of: text))
        case .integer, .unsigned, .double:
            guard constraints.numbers != NumberConstraints() else { return true }
            return constraints.numbers.admits(value)
        case .array, .object:
            let count = value.arrayValue?.count ?? 0
            if value.arrayValue != nil {
                guard count >= constraints.minimumItems, count <= constraints.maximumItems ?? .max else { return false }
            } else if let members = value.objectValue {
                guard members.count >= constraints.minimumProperties, members.count <= constraints.maximumProperties ?? .max,
                    constraints.required.allSatisfy({ members[$0] != nil })
                else { return false }
            }
            guard value.objectValue == nil || constraints.objects.isEmpty && constraints.names.isEmpty,
                value.arrayValue == nil || constraints.arrays.isEmpty
            else {
                throw .unsupported(
                    "'enum' and 'const' of objects and arrays are not supported beside other keywords", path: constraints.location)
            }
            return true
        default: return true
        }
    }

    private mutating func addEmpty(
        _ opening: Automaton, _ ending: Automaton, from: NetworkBuilder.State, to: NetworkBuilder.State, in rule: NetworkBuilder.Rule
    ) throws(GrammarError) {
        let opened = try builder.addState(rule)
        try builder.connect(from, opening, opened)
        try builder.connect(opened, ending, to)
    }

    /// One value, with the usual freedom of white space.
    private mutating func add(
        _ value: JSONValue, from: NetworkBuilder.State, to: NetworkBuilder.State, in rule: NetworkBuilder.Rule
    ) throws(GrammarError) {
        switch value {
        case .array(let elements):
            guard !elements.isEmpty else {
                return try addEmpty(builder.json.openArray, builder.json.endArray, from: from, to: to, in: rule)
            }
            var current = from
            for (index, element) in elements.enumerated() {
                let (before, after) = (try builder.addState(rule), try builder.addState(rule))
                try builder.connect(current, index == 0 ? builder.json.openArray : builder.json.comma, before)
                try add(element, from: before, to: after, in: rule)
                current = after
            }
            try builder.connect(current, builder.json.closeArray, to)
        case .object(let members):
            guard !members.isEmpty else {
                return try addEmpty(builder.json.openObject, builder.json.endObject, from: from, to: to, in: rule)
            }
            var current = from
            for (index, member) in members.enumerated() {
                let (name, colon) = (try builder.addState(rule), try builder.addState(rule))
                let (before, after) = (try builder.addState(rule), try builder.addState(rule))
                try builder.connect(current, index == 0 ? builder.json.openObject : builder.json.comma, name)
                try builder.connect(name, JSONText.string(member.key), colon)
                try builder.connect(colon, builder.json.colon, before)
                try add(member.value, from: before, to: after, in: rule)
                current = after
            }
            try builder.connect(current, builder.json.closeObject, to)
        default: try builder.connect(from, Self.text(of: value), to)
        }
    }
}

extension NumberConstraints {
    /// For values of `enum`: by binary64.
    func admits(_ value: JSONValue) -> Bool {
        guard let number = value.doubleValue else { return false }
        if let bound = minimum, let least = bound.value.doubleValue, bound.isExclusive ? number <= least : number < least { return false }
        if let bound = maximum, let most = bound.value.doubleValue, bound.isExclusive ? number >= most : number > most { return false }
        return multiples.allSatisfy { multiple in
            guard let factor = multiple.doubleValue, factor > 0 else { return false }
            return (number / factor).rounded() == number / factor
        }
    }
}
