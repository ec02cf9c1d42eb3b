extension Automaton {
    /// The subset construction (Rabin and Scott 1959).
    ///
    /// - Throws: `tooLarge` beyond the budget, before it is spent.
    convenience init(_ pattern: Pattern, budget: GrammarBudget) throws(GrammarError) {
        if case .literal(let bytes) = pattern, bytes.count < budget.automatonStates {
            self.init(literal: bytes)
            return
        }
        let source = try Nondeterministic(pattern, limit: budget.automatonStates)
        let (classes, classCount) = Self.classes(of: source)
        var representatives = [UInt8](repeating: 0, count: classCount)
        for byte in (0..<256).reversed() { representatives[Int(classes[byte])] = UInt8(byte) }

        var builder = AutomatonBuilder(classes: classes, classCount: classCount, budget: budget)
        var subsets = Subsets(source)
        var numbers: [[Int32]: Int32] = [:]
        var pending: [[Int32]] = []
        let first = subsets.closure([source.start])
        numbers[first] = try builder.add(accepting: first.contains(source.end))
        pending.append(first)
        var index = 0
        while index < pending.count {
            let subset = pending[index]
            var targets = [[Int32]](repeating: [], count: classCount)
            for state in subset {
                try budget.spend(source.edges[Int(state)].count * classCount)
                for edge in source.edges[Int(state)] {
                    for column in 0..<classCount where edge.bytes.contains(representatives[column]) {
                        targets[column].append(edge.target)
                    }
                }
            }
            for column in 0..<classCount where !targets[column].isEmpty {
                let target = subsets.closure(targets[column])
                try budget.spend(target.count * 4)
                let number: Int32
                if let known = numbers[target] {
                    number = known
                } else {
                    number = try builder.add(accepting: target.contains(source.end))
                    numbers[target] = number
                    pending.append(target)
                }
                builder.connect(Int32(index), column, to: number)
            }
            index += 1
        }
        self.init(copying: builder.build())
    }

    /// The same by itself.
    package convenience init(_ pattern: Pattern) throws(GrammarError) { try self.init(pattern, budget: GrammarBudget()) }

    /// A chain.
    private convenience init(literal: [UInt8]) {
        var classes = [UInt8](repeating: 0, count: 256)
        var count = 1
        for byte in literal where classes[Int(byte)] == 0 && count < 256 {
            classes[Int(byte)] = UInt8(count)
            count += 1
        }
        var table = [Int32](repeating: -1, count: (literal.count + 1) * count)
        for (state, byte) in literal.enumerated() { table[state * count + Int(classes[Int(byte)])] = Int32(state + 1) }
        let accepting = (0...literal.count).map { $0 == literal.count }
        self.init(classes: classes, classCount: count, table: table, accepting: accepting)
    }

    private convenience init(copying other: Automaton) {
        self.init(classes: other.classes, classCount: other.classCount, table: other.table, accepting: other.accepting)
    }

    /// Bytes that are in the same sets everywhere.
    private static func classes(of source: Nondeterministic) -> ([UInt8], Int) {
        var sets = Set<ByteSet>()
        for edges in source.edges { for edge in edges { sets.insert(edge.bytes) } }
        return partition(sets)
    }

    static func partition(_ sets: Set<ByteSet>) -> ([UInt8], Int) {
        var classes = [UInt8](repeating: 0, count: 256)
        var count = 1
        for set in sets where count < 256 {
            var renamed = [Int](repeating: -1, count: count)
            var next = count
            var hasOutside = [Bool](repeating: false, count: count)
            for byte in 0..<256 where !set.contains(UInt8(byte)) { hasOutside[Int(classes[byte])] = true }
            for byte in 0..<256 where set.contains(UInt8(byte)) {
                let old = Int(classes[byte])
                guard hasOutside[old] else { continue }
                if renamed[old] < 0 {
                    renamed[old] = next
                    next += 1
                }
                classes[byte] = UInt8(truncatingIfNeeded: renamed[old])
            }
            count = next
        }
        return (classes, count)
    }
}

/// Sets of states, closed under empty moves, as sorted lists of those that matter: with edges, or the end.
private struct Subsets {
    let source: Nondeterministic
    private var marks: [Int32]
    private var generation: Int32 = 0

    init(_ source: Nondeterministic) {
        self.source = source
        marks = [Int32](repeating: 0, count: source.edges.count)
    }

    mutating func closure(_ states: [Int32]) -> [Int32] {
        generation += 1
        var pending = states
        var result: [Int32] = []
        while let state = pending.popLast() {
            guard marks[Int(state)] != generation else { continue }
            marks[Int(state)] = generation
            if !source.edges[Int(state)].isEmpty || state == source.end { result.append(state) }
            pending.append(contentsOf: source.empties[Int(state)])
        }
        result.sort()
        return result
    }
}
