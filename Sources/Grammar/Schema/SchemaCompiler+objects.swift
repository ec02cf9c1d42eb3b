import JSON
import OrderedCollections

extension SchemaCompiler {
    /// A property that the schema names, or a kind of those that it does not.
    private struct Property {
        var name: Automaton
        var value: Conjunction
        var isRequired = false
    }

    /// `{`, the named properties in order, the additional ones, `}`.
    ///
    /// `places[i]` is where a property has to come, the `i`th or a later one; skipping one that may be missing is an empty move. Behind a
    /// property, a comma leads to the next place, or the object ends where none that is required is left.
    mutating func addObject(
        _ constraints: SchemaConstraints, from: NetworkBuilder.State, to: NetworkBuilder.State, in rule: NetworkBuilder.Rule
    ) throws(GrammarError) {
        let allowed = try names(constraints)
        let named = try namedProperties(constraints, allowed)
        if named.contains(where: { $0.1.isRequired && $0.1.name.isEmpty }) { return noteImpossible(constraints.location) }
        var others = try otherProperties(constraints, except: OrderedSet(named.map(\.0)), allowed)
        try checkCounts(constraints, named: named.map(\.1), hasOthers: !others.isEmpty)
        if let maximum = constraints.maximumProperties, maximum <= constraints.required.count { others = [] }
        let properties = named.map(\.1).filter { property in
            property.isRequired || constraints.maximumProperties.map { $0 > constraints.required.count } ?? true
        }
        let lastRequired = properties.lastIndex(where: \.isRequired) ?? -1
        var places: [NetworkBuilder.State] = []
        for _ in 0...properties.count { places.append(try builder.addState(rule)) }
        let opened = try builder.addState(rule)
        try builder.connect(from, builder.json.openObject, opened)
        builder.connect(opened, places[0])
        if lastRequired < 0, constraints.minimumProperties == 0 { try builder.connect(opened, builder.json.endObject, to) }
        for (index, property) in properties.enumerated() {
            let read = try builder.addState(rule)
            try add(property, from: places[index], to: read, in: rule)
            if !property.isRequired { builder.connect(places[index], places[index + 1]) }
            if index >= lastRequired { try builder.connect(read, builder.json.closeObject, to) }
            if index + 1 < properties.count || !others.isEmpty { try builder.connect(read, builder.json.comma, places[index + 1]) }
        }
        for other in others {
            let read = try builder.addState(rule)
            try add(other, from: places[properties.count], to: read, in: rule)
            try builder.connect(read, builder.json.comma, places[properties.count])
            try builder.connect(read, builder.json.closeObject, to)
        }
    }

    private mutating func add(
        _ property: Property, from: NetworkBuilder.State, to: NetworkBuilder.State, in rule: NetworkBuilder.Rule
    ) throws(GrammarError) {
        let (colon, value) = (try builder.addState(rule), try builder.addState(rule))
        try builder.connect(from, property.name, colon)
        try builder.connect(colon, builder.json.colon, value)
        try connect(value, property.value, to, in: rule)
    }

    /// The names that `propertyNames` allows, written in one way; `nil` where it says nothing.
    private mutating func names(_ constraints: SchemaConstraints) throws(GrammarError) -> Automaton? {
        guard !constraints.names.isEmpty else { return nil }
        let names = try SchemaReader.read(Conjunction(constraints.names), root: root, limits: limits, budget: builder.budget)
        guard names.lists.isEmpty else {
            throw .unsupported("alternatives in 'propertyNames' are not supported", path: names.location)
        }
        guard names.allows(.string), !names.isImpossible else { return try builder.automaton(.nothing) }
        var result = builder.json.canonicalString
        if let values = names.values {
            result = try builder.automaton(.choice(values.compactMap(\.stringValue).map { JSONText.string($0) }))
        }
        guard names.strings != StringConstraints() else { return result }
        return try result.intersection(strings(names.strings, path: names.location), budget: builder.budget)
    }

    /// In the schema's order; names that are only required come last.
    private mutating func namedProperties(
        _ constraints: SchemaConstraints, _ allowed: Automaton?
    ) throws(GrammarError) -> [(String, Property)] {
        var names: OrderedSet<String> = []
        for part in constraints.objects { names.formUnion(part.properties.keys) }
        names.formUnion(constraints.required)
        var result: [(String, Property)] = []
        for name in names {
            var schemas: [SchemaLocation] = []
            for part in constraints.objects { schemas += try self.schemas(of: name, in: part) }
            let isAllowed = allowed?.matches(JSONText.bytes(of: name)) ?? true
            result.append(
                (
                    name,
                    Property(
                        name: try builder.automaton(isAllowed ? JSONText.string(name) : .nothing), value: Conjunction(schemas),
                        isRequired: constraints.required.contains(name))
                ))
        }
        return result
    }

    /// Properties by pattern, then any others.
    private mutating func otherProperties(
        _ constraints: SchemaConstraints, except names: OrderedSet<String>, _ allowed: Automaton?
    ) throws(GrammarError) -> [Property] {
        let isClosed = constraints.objects.contains { $0.additional?.schema == false }
        if isClosed, constraints.objects.allSatisfy(\.patterns.isEmpty) { return [] }
        var free = allowed ?? builder.json.canonicalString
        if !names.isEmpty {
            free = try free.subtracting(builder.automaton(.choice(names.map { JSONText.string($0) })), budget: builder.budget)
        }
        var result: [Property] = []
        let patterned = constraints.objects.filter { !$0.patterns.isEmpty }
        guard patterned.count <= 1 else {
            throw .unsupported("'patternProperties' in several schemas that hold together is not supported", path: constraints.location)
        }
        var rest = free
        for (text, schema) in patterned.first?.patterns ?? [] {
            let keys = try keys(text, schema)
            let matching = try rest.intersection(keys, budget: builder.budget)
            guard try free.intersection(keys, budget: builder.budget).subtracting(matching, budget: builder.budget).isEmpty else {
                throw .unsupported("'patternProperties' that overlap are not supported", path: schema.pointer)
            }
            rest = try rest.subtracting(keys, budget: builder.budget)
            let alsoHolding = constraints.objects.filter(\.patterns.isEmpty).compactMap(\.additional)
            if schema.schema != false, !matching.isEmpty {
                result.append(Property(name: matching, value: Conjunction([schema] + alsoHolding)))
            }
        }
        let additional = constraints.objects.compactMap(\.additional)
        if !isClosed, !rest.isEmpty {
            result.append(Property(name: rest, value: Conjunction(additional)))
        }
        return result
    }

    /// Properties are not counted: only bounds that hold by themselves, or need no counting, are supported.
    private func checkCounts(_ constraints: SchemaConstraints, named: [Property], hasOthers: Bool) throws(GrammarError) {
        let required = constraints.required.count
        if constraints.minimumProperties > max(required, 1) {
            throw .unsupported("'minProperties' above 1 and the number of required properties is not supported", path: constraints.location)
        }
        guard let maximum = constraints.maximumProperties else { return }
        let most = hasOthers ? Int.max : named.count
        guard maximum >= most || maximum <= required else {
            throw .unsupported(
                "'maxProperties' between the numbers of required and of possible properties is not supported", path: constraints.location)
        }
        guard maximum >= required, constraints.minimumProperties <= maximum else {
            throw .impossible("'maxProperties' is below what is required", path: constraints.location)
        }
    }

    /// What a part says of a property: its own schema and those of patterns, or what it says of all others.
    private mutating func schemas(
        of name: String, in part: SchemaConstraints.ObjectPart
    ) throws(GrammarError) -> [SchemaLocation] {
        var result: [SchemaLocation] = []
        if let own = part.properties[name] { result.append(own) }
        for (text, schema) in part.patterns {
            try builder.budget.spend(100 + name.utf8.count)
            if try keys(text, schema).matches(JSONText.bytes(of: name)) { result.append(schema) }
        }
        if result.isEmpty, let additional = part.additional { result.append(additional) }
        return result
    }

    /// The names, in quotes, in which something matches an expression of `patternProperties`.
    private mutating func keys(_ text: String, _ schema: SchemaLocation) throws(GrammarError) -> Automaton {
        if let known = keyTerminals[text] { return known }
        do throws(GrammarError) {
            let expression = try RegularExpression.pattern(text, encoding: .json, isSearch: true, limits: limits)
            let made = try builder.automaton(.sequence([.text("\""), expression, .text("\"")]))
            keyTerminals[text] = made
            return made
        } catch {
            throw error.at(schema.pointer)
        }
    }
}
