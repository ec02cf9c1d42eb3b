/// Numbers states as they are found and writes their rows; then drops those from which nothing is accepted.
struct AutomatonBuilder {
    let classes: [UInt8]
    let classCount: Int
    let budget: GrammarBudget
    private(set) var table: [Int32] = []
    var accepting: [Bool] = []

    init(classes: [UInt8], classCount: Int, budget: GrammarBudget) {
        self.classes = classes
        self.classCount = classCount
        self.budget = budget
    }

    /// A new state without moves.
    mutating func add(accepting isAccepting: Bool) throws(GrammarError) -> Int32 {
        guard accepting.count < budget.automatonStates else {
            throw .tooLarge("a regular expression has too many states", limit: budget.automatonStates, path: "")
        }
        try budget.spend(classCount)
        accepting.append(isAccepting)
        table.append(contentsOf: repeatElement(-1, count: classCount))
        return Int32(accepting.count - 1)
    }

    mutating func connect(_ state: Int32, _ column: Int, to target: Int32) {
        table[Int(state) * classCount + column] = target
    }

    /// The automaton, trimmed. States that are reached first have the lowest numbers.
    func build() -> Automaton {
        let useful = usefulStates()
        var renamed = [Int32](repeating: -1, count: accepting.count)
        guard useful.first == true else { return Automaton(classes: classes, classCount: classCount, table: [], accepting: []) }
        var order: [Int] = [0]
        renamed[0] = 0
        var index = 0
        while index < order.count {
            for column in 0..<classCount {
                let target = Int(table[order[index] * classCount + column])
                guard target >= 0, useful[target], renamed[target] < 0 else { continue }
                renamed[target] = Int32(order.count)
                order.append(target)
            }
            index += 1
        }
        var rows: [Int32] = []
        rows.reserveCapacity(order.count * classCount)
        for state in order {
            for column in 0..<classCount {
                let target = Int(table[state * classCount + column])
                rows.append(target >= 0 ? renamed[target] : -1)
            }
        }
        return Automaton(classes: classes, classCount: classCount, table: rows, accepting: order.map { accepting[$0] })
    }

    /// Whether an accepting state can be reached, by state.
    private func usefulStates() -> [Bool] {
        var sources = [[Int32]](repeating: [], count: accepting.count)
        for state in accepting.indices {
            for column in 0..<classCount where table[state * classCount + column] >= 0 {
                let target = Int(table[state * classCount + column])
                if sources[target].last != Int32(state) { sources[target].append(Int32(state)) }
            }
        }
        var useful = accepting
        var pending = accepting.indices.filter { accepting[$0] }
        while let state = pending.popLast() {
            for source in sources[state] where !useful[Int(source)] {
                useful[Int(source)] = true
                pending.append(Int(source))
            }
        }
        return useful
    }
}
