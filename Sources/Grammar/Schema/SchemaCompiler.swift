import JSON
import OrderedCollections

/// Writes the grammar of a JSON schema (draft 2020-12, as structured outputs use it).
///
/// Objects have their properties in the schema's order, required ones always, then additional ones; `oneOf` counts as `anyOf`. A keyword
/// that would change what is valid and is not supported is an error, never passed over; names that JSON Schema does not know, and
/// formats that are only notes, say nothing.
struct SchemaCompiler {
    let root: JSONValue
    var builder: NetworkBuilder
    var limits: GrammarLimits { builder.limits }
    private var rules: [Conjunction: NetworkBuilder.Rule] = [:]
    /// Terminals of constraints that were met before.
    var stringTerminals: [StringConstraints: Automaton] = [:]
    var keyTerminals: [String: Automaton] = [:]
    var numberTerminals: [NumberConstraints: [Automaton]] = [:]
    /// Rules that have yet to be written.
    private var pending: [(Conjunction, SchemaConstraints, NetworkBuilder.Rule)] = []
    /// Rules of schemas with an alternative chosen: lists that hold together multiply.
    private var combinations = 0
    private static let combinationLimit = 1000
    private var anyValues: [NetworkBuilder.Rule] = []
    /// The first place where nothing is possible, for the message.
    private var impossible: String?

    /// Nesting of values about which the schema says nothing.
    private static let freeDepth = 32

    init(_ schema: JSONValue, builder: NetworkBuilder) {
        root = schema
        self.builder = builder
    }

    mutating func compile() throws(GrammarError) -> NetworkBuilder.Rule {
        var nodes = 0
        try measure(root, depth: 0, nodes: &nodes)
        let rule = try self.rule(for: Conjunction([SchemaLocation(pointer: "", schema: root)]))
        while let (value, constraints, rule) = pending.popLast() { try write(value, constraints, rule) }
        builder.demand(rule, orBlame: impossible ?? "")
        return rule
    }

    private func measure(_ value: JSONValue, depth: Int, nodes: inout Int) throws(GrammarError) {
        nodes += 1
        guard nodes <= limits.nodes else { throw .tooLarge("the schema has too many values", limit: limits.nodes, path: "") }
        guard depth <= limits.depth * 2 else { throw .tooLarge("the schema nests too deep", limit: limits.depth, path: "") }
        for element in value.arrayValue ?? [] { try measure(element, depth: depth + 1, nodes: &nodes) }
        for (_, member) in value.objectValue ?? [:] { try measure(member, depth: depth + 1, nodes: &nodes) }
    }

    // MARK: Values

    /// Reads a value between two states: a scalar by its terminals, anything else by its rule.
    mutating func connect(
        _ from: NetworkBuilder.State, _ value: Conjunction, _ to: NetworkBuilder.State, in rule: NetworkBuilder.Rule
    ) throws(GrammarError) {
        var known: SchemaConstraints?
        if rules[value] == nil {
            let constraints = try SchemaReader.read(value, root: root, limits: limits, budget: builder.budget)
            let isScalar = constraints.types.map { !$0.contains(.object) && !$0.contains(.array) } ?? (constraints.values != nil)
            if constraints.lists.isEmpty, isScalar || constraints.isImpossible {
                try addValue(constraints, from: from, to: to, in: rule)
                return
            }
            known = constraints
        }
        builder.connect(from, try self.rule(for: value, known), to)
    }

    /// The rule of a value; one for each conjunction, so that schemas may refer to themselves.
    private mutating func rule(
        for value: Conjunction, _ constraints: SchemaConstraints? = nil
    ) throws(GrammarError) -> NetworkBuilder.Rule {
        if let known = rules[value] { return known }
        let constraints =
            if let constraints { constraints } else { try SchemaReader.read(value, root: root, limits: limits, budget: builder.budget) }
        if constraints.isTrivial, constraints.lists.isEmpty { return try anyValue(depth: Self.freeDepth) }
        combinations += value.resolved.isEmpty ? 0 : 1
        guard rules.count <= limits.nodes, combinations <= Self.combinationLimit else {
            throw .tooLarge("the schema has too many combinations", limit: Self.combinationLimit, path: constraints.location)
        }
        let rule = try builder.addRule()
        rules[value] = rule
        pending.append((value, constraints, rule))
        return rule
    }

    /// Writes a rule's alternatives; what they refer to is written later, so that nesting costs no stack.
    private mutating func write(
        _ value: Conjunction, _ constraints: SchemaConstraints, _ rule: NetworkBuilder.Rule
    ) throws(GrammarError) {
        let (start, end) = (builder.start(rule), builder.end(rule))
        guard let list = constraints.lists.first else {
            try addValue(constraints, from: start, to: end, in: rule)
            return
        }
        for alternative in list.alternatives {
            let isAlone = constraints.isTrivial && constraints.lists.count == 1
            let chosen = isAlone ? Conjunction([alternative]) : value.choosing(alternative, from: list.pointer)
            let first = try builder.addState(rule)
            builder.connect(start, first)
            try connect(first, chosen, end, in: rule)
        }
    }

    private mutating func addValue(
        _ constraints: SchemaConstraints, from: NetworkBuilder.State, to: NetworkBuilder.State, in rule: NetworkBuilder.Rule
    ) throws(GrammarError) {
        guard !constraints.isImpossible else { return noteImpossible(constraints.location) }
        if let values = constraints.values {
            try addValues(values, constraints, from: from, to: to, in: rule)
            return
        }
        if constraints.types?.isEmpty == true { noteImpossible(constraints.location) }
        if constraints.allows(.null) { try builder.connect(from, builder.json.null, to) }
        if constraints.allows(.boolean) { try builder.connect(from, builder.json.boolean, to) }
        if constraints.allows(.number) || constraints.allows(.integer) {
            for automaton in try numbers(constraints.numbers, isInteger: !constraints.allows(.number), path: constraints.location) {
                try builder.connect(from, automaton, to)
            }
        }
        if constraints.allows(.string) {
            if let lengths = try lengths(constraints.strings, path: constraints.location) {
                try builder.connect(from, stringOf: lengths, to)
            } else {
                try builder.connect(from, strings(constraints.strings, path: constraints.location), to)
            }
        }
        if constraints.allows(.array) { try addArray(constraints, from: from, to: to, in: rule) }
        if constraints.allows(.object) { try addObject(constraints, from: from, to: to, in: rule) }
    }

    /// Nothing is an error by itself that an alternative may do without.
    mutating func noteImpossible(_ path: String) {
        if impossible == nil { impossible = path }
    }

    /// Any value, to a depth: beyond it, scalars only.
    private mutating func anyValue(depth: Int) throws(GrammarError) -> NetworkBuilder.Rule {
        while anyValues.count <= depth {
            let rule = try builder.addRule()
            let (start, end) = (builder.start(rule), builder.end(rule))
            let json = builder.json
            for scalar in [json.null, json.boolean, json.number, json.anyString] { try builder.connect(start, scalar, end) }
            if let inner = anyValues.last {
                try addFreeArray(of: inner, from: start, to: end, in: rule)
                try addFreeObject(of: inner, from: start, to: end, in: rule)
            }
            anyValues.append(rule)
        }
        return anyValues[depth]
    }

    private mutating func addFreeArray(
        of inner: NetworkBuilder.Rule, from: NetworkBuilder.State, to: NetworkBuilder.State, in rule: NetworkBuilder.Rule
    ) throws(GrammarError) {
        let (opened, item, read) = (try builder.addState(rule), try builder.addState(rule), try builder.addState(rule))
        try builder.connect(from, builder.json.openArray, opened)
        builder.connect(opened, item)
        builder.connect(item, inner, read)
        try builder.connect(read, builder.json.comma, item)
        try builder.connect(read, builder.json.closeArray, to)
        try builder.connect(opened, builder.json.endArray, to)
    }

    private mutating func addFreeObject(
        of inner: NetworkBuilder.Rule, from: NetworkBuilder.State, to: NetworkBuilder.State, in rule: NetworkBuilder.Rule
    ) throws(GrammarError) {
        let (opened, name, colon, read) = (
            try builder.addState(rule), try builder.addState(rule), try builder.addState(rule), try builder.addState(rule)
        )
        let value = try builder.addState(rule)
        try builder.connect(from, builder.json.openObject, opened)
        builder.connect(opened, name)
        try builder.connect(name, builder.json.anyString, colon)
        try builder.connect(colon, builder.json.colon, value)
        builder.connect(value, inner, read)
        try builder.connect(read, builder.json.comma, name)
        try builder.connect(read, builder.json.closeObject, to)
        try builder.connect(opened, builder.json.endObject, to)
    }
}
