extension Automaton {
    /// The strings that both match.
    func intersection(_ other: Automaton, budget: GrammarBudget) throws(GrammarError) -> Automaton {
        try product(other, budget: budget, keepsWithoutOther: false) { $0 && $1 }
    }

    /// The strings that this matches and the other does not.
    func subtracting(_ other: Automaton, budget: GrammarBudget) throws(GrammarError) -> Automaton {
        try product(other, budget: budget, keepsWithoutOther: true) { $0 && !$1 }
    }

    private func product(
        _ other: Automaton, budget: GrammarBudget, keepsWithoutOther: Bool, accepts: (Bool, Bool) -> Bool
    ) throws(GrammarError) -> Automaton {
        guard !isEmpty else { return self }
        if other.isEmpty { return keepsWithoutOther ? self : other }
        // Columns of both: pairs of classes.
        var numbers: [Int: UInt8] = [:]
        var pairs: [(Int, Int)] = []
        let merged = (0..<256).map { byte in
            let (left, right) = (Int(classes[byte]), Int(other.classes[byte]))
            let key = left << 8 | right
            if let number = numbers[key] { return number }
            let number = UInt8(truncatingIfNeeded: pairs.count)
            numbers[key] = number
            pairs.append((left, right))
            return number
        }
        var builder = AutomatonBuilder(classes: merged, classCount: pairs.count, budget: budget)
        /// -1: the other has failed.
        var found: [(Int32, Int32)] = [(0, 0)]
        /// By left << 32 | right + 1.
        var known: [Int64: Int32] = [1: try builder.add(accepting: accepts(accepting[0], other.accepting[0]))]
        var index = 0
        while index < found.count {
            let (left, right) = found[index]
            for (column, pair) in pairs.enumerated() {
                let nextLeft = table[Int(left) * classCount + pair.0]
                let nextRight = right < 0 ? -1 : other.table[Int(right) * other.classCount + pair.1]
                guard nextLeft >= 0, nextRight >= 0 || keepsWithoutOther else { continue }
                let key = Int64(nextLeft) << 32 | Int64(nextRight + 1)
                let number: Int32
                if let old = known[key] {
                    number = old
                } else {
                    number = try builder.add(
                        accepting: accepts(accepting[Int(nextLeft)], nextRight >= 0 && other.accepting[Int(nextRight)]))
                    known[key] = number
                    found.append((nextLeft, nextRight))
                }
                builder.connect(Int32(index), column, to: number)
            }
            index += 1
        }
        return builder.build()
    }

    /// The same strings with a byte before each.
    func preceded(by byte: UInt8, budget: GrammarBudget) throws(GrammarError) -> Automaton {
        var classes = self.classes
        let count = classCount + 1
        // The byte gets a column of its own, a copy of the one that it had.
        let own = Int(classes[Int(byte)])
        classes[Int(byte)] = UInt8(truncatingIfNeeded: classCount)
        guard classCount < 256 else { throw .tooLarge("a regular expression has too many classes of bytes", limit: 256, path: "") }
        var builder = AutomatonBuilder(classes: classes, classCount: count, budget: budget)
        let start = try builder.add(accepting: false)
        for state in accepting.indices { _ = try builder.add(accepting: accepting[state]) }
        for state in accepting.indices {
            for column in 0..<count {
                let target = table[state * classCount + (column < classCount ? column : own)]
                if target >= 0 { builder.connect(Int32(state + 1), column, to: target + 1) }
            }
        }
        if !isEmpty { builder.connect(start, classCount, to: 1) }
        return builder.build()
    }
}
