extension SchemaCompiler {
    /// `[`, the elements, `]`. A state for each element up to the last whose place matters; then a loop, or the end.
    mutating func addArray(
        _ constraints: SchemaConstraints, from: NetworkBuilder.State, to: NetworkBuilder.State, in rule: NetworkBuilder.Rule
    ) throws(GrammarError) {
        let minimum = constraints.minimumItems
        let maximum = constraints.maximumItems
        if let place = constraints.uniqueItems, maximum ?? 2 > 1 {
            throw .unsupported("the keyword 'uniqueItems' is not supported", path: place)
        }
        guard max(minimum, maximum ?? 0) <= limits.repetitions else {
            throw .tooLarge("a bound of an array's length", limit: limits.repetitions, path: constraints.location)
        }
        guard minimum <= maximum ?? minimum else {
            noteImpossible(constraints.location)
            return
        }
        let prefix = constraints.arrays.map(\.prefix.count).max() ?? 0
        let places = maximum ?? max(prefix, minimum)
        let opened = try builder.addState(rule)
        try builder.connect(from, builder.json.openArray, opened)
        if minimum == 0 { try builder.connect(opened, builder.json.endArray, to) }
        // A state of its own, since a comma may lead to it, behind which the array cannot end.
        var before = try builder.addState(rule)
        builder.connect(opened, before)
        for index in 0..<places {
            let read = try builder.addState(rule)
            try connect(before, item(index, constraints), read, in: rule)
            if index + 1 >= minimum { try builder.connect(read, builder.json.closeArray, to) }
            if index + 1 < places || maximum == nil {
                before = try builder.addState(rule)
                try builder.connect(read, builder.json.comma, before)
            }
        }
        guard maximum == nil else { return }
        let read = try builder.addState(rule)
        try connect(before, item(places, constraints), read, in: rule)
        try builder.connect(read, builder.json.comma, before)
        try builder.connect(read, builder.json.closeArray, to)
    }

    private func item(_ index: Int, _ constraints: SchemaConstraints) -> Conjunction {
        Conjunction(
            constraints.arrays.compactMap { part in
                index < part.prefix.count ? part.prefix[index] : part.items
            })
    }
}
