/// Builds a network rule by rule, state by state; `build` drops what can never be completed.
struct NetworkBuilder {
    struct State: Hashable {
        let number: Int32
    }

    struct Rule: Hashable {
        let number: Int32
    }

    private struct TerminalKey: Hashable {
        let automaton: ObjectIdentifier
        let lengths: StringLengths?
    }

    let limits: GrammarLimits
    let budget: GrammarBudget
    private var heads: [[(move: Network.Move, target: Int32)]] = []
    private var owners: [Int32] = []
    private var rules: [(start: Int32, end: Int32)] = []
    private var terminals: [Network.Terminal] = []
    private var terminalNumbers: [TerminalKey: Int32] = [:]
    private var terminalStates = 0
    private var tableBytes = 0
    private var demanded: [(rule: Rule, path: String)] = []
    private let common: CommonTerminals
    /// JSON's own.
    var json: JSONTerminals { common.json }

    init(limits: GrammarLimits, common: CommonTerminals) {
        self.limits = limits
        budget = GrammarBudget(limits)
        self.common = common
    }

    /// A rule with a start and an end and nothing between.
    mutating func addRule() throws(GrammarError) -> Rule {
        let rule = Rule(number: Int32(rules.count))
        rules.append((0, 0))
        let start = try addState(rule)
        let end = try addState(rule)
        rules[Int(rule.number)] = (start.number, end.number)
        return rule
    }

    func start(_ rule: Rule) -> State { State(number: rules[Int(rule.number)].start) }
    func end(_ rule: Rule) -> State { State(number: rules[Int(rule.number)].end) }

    mutating func addState(_ rule: Rule) throws(GrammarError) -> State {
        try check(heads.count)
        heads.append([])
        owners.append(rule.number)
        return State(number: Int32(heads.count - 1))
    }

    private func check(_ count: Int) throws(GrammarError) {
        guard count + terminalStates < limits.totalStates else {
            throw .tooLarge("the grammar has too many states", limit: limits.totalStates, path: "")
        }
    }

    /// The automaton of a pattern; the same one for the same pattern.
    mutating func automaton(_ pattern: Pattern) throws(GrammarError) -> Automaton {
        if let known = common[pattern] { return known }
        let automaton = try Automaton(pattern, budget: budget)
        terminalStates += automaton.stateCount
        try check(heads.count)
        if automaton.stateCount <= 4096 { common.keep(automaton, for: pattern) }
        return automaton
    }

    mutating func connect(_ from: State, _ pattern: Pattern, _ to: State) throws(GrammarError) {
        try connect(from, automaton(pattern), to)
    }

    /// A JSON string of bounded length.
    mutating func connect(_ from: State, stringOf lengths: StringLengths, _ to: State) throws(GrammarError) {
        let automaton = json.canonicalString
        let content = automaton.next(0, UInt8(ascii: "\""))
        try connect(from, Network.Terminal(automaton: automaton, lengths: lengths, content: content), to)
    }

    mutating func connect(_ from: State, _ automaton: Automaton, _ to: State) throws(GrammarError) {
        try connect(from, Network.Terminal(automaton: automaton), to)
    }

    private mutating func connect(_ from: State, _ terminal: Network.Terminal, _ to: State) throws(GrammarError) {
        let automaton = terminal.automaton
        let key = TerminalKey(automaton: ObjectIdentifier(automaton), lengths: terminal.lengths)
        let number: Int32
        if let known = terminalNumbers[key] {
            number = known
        } else {
            terminalStates += automaton.stateCount
            tableBytes += automaton.table.count * MemoryLayout<Int32>.stride
            try check(heads.count)
            guard tableBytes <= limits.tableBytes else {
                throw .tooLarge("the grammar's tables have too many bytes", limit: limits.tableBytes, path: "")
            }
            number = Int32(terminals.count)
            terminals.append(terminal)
            terminalNumbers[key] = number
        }
        heads[Int(from.number)].append((.terminal(number), to.number))
    }

    mutating func connect(_ from: State, _ rule: Rule, _ to: State) {
        heads[Int(from.number)].append((.rule(rule.number), to.number))
    }

    mutating func connect(_ from: State, token: Int32, _ to: State) {
        heads[Int(from.number)].append((.token(token), to.number))
    }

    /// An empty move.
    mutating func connect(_ from: State, _ to: State) {
        if from != to { heads[Int(from.number)].append((.empty, to.number)) }
    }

    /// Makes it an error of `build` that nothing matches a rule.
    mutating func demand(_ rule: Rule, orBlame path: String) { demanded.append((rule, path)) }

    /// The network from `root`, without the moves from which its rule's end cannot be reached.
    ///
    /// - Throws: `impossible` where nothing matches at all.
    consuming func build(root: Rule) throws(GrammarError) -> Network {
        let completable = completableStates()
        let isPossible = rules.map { completable[Int($0.start)] }
        for (rule, path) in demanded where !isPossible[Int(rule.number)] {
            throw .impossible("nothing satisfies the schema", path: path)
        }
        guard isPossible[Int(root.number)] else { throw .impossible("nothing can satisfy it", path: "") }
        var network = Network()
        network.root = root.number
        network.terminals = terminals
        let nullable = nullableRules()
        for (index, rule) in rules.enumerated() {
            network.rules.append(Network.Rule(start: rule.start, end: rule.end, isNullable: nullable[index]))
        }
        for (state, moves) in heads.enumerated() {
            network.firstEdge.append(Int32(network.edges.count))
            for (move, target) in moves where completable[Int(target)] {
                switch move {
                case .rule(let rule) where !isPossible[Int(rule)]: continue
                case .terminal(let terminal) where terminals[Int(terminal)].automaton.isEmpty: continue
                default: network.edges.append(Network.Edge(move: move, target: target, rule: owners[state]))
                }
            }
        }
        network.firstEdge.append(Int32(network.edges.count))
        return network
    }

    /// States from which the end of their rule can be reached: the least solution, by working backwards.
    private func completableStates() -> [Bool] {
        solve { terminal in
            !terminals[Int(terminal)].automaton.isEmpty
        } token: {
            true
        }
    }

    /// Rules that match the empty string.
    private func nullableRules() -> [Bool] {
        let reaches = solve { terminal in
            terminals[Int(terminal)].automaton.acceptsEmpty
        } token: {
            false
        }
        return rules.map { reaches[Int($0.start)] }
    }

    /// States from which their rule's end is reached through moves that may be made; a rule may be gone through where its start is
    /// such a state. Works backwards from the ends, over each move once.
    private func solve(terminal: (Int32) -> Bool, token: () -> Bool) -> [Bool] {
        var result = [Bool](repeating: false, count: heads.count)
        /// Moves by their targets, and calls by their rules, as linked lists.
        var links: [(source: Int32, target: Int32, rule: Int32, nextAtTarget: Int32, nextOfRule: Int32)] = []
        var lastAtTarget = [Int32](repeating: -1, count: heads.count)
        var lastOfRule = [Int32](repeating: -1, count: rules.count)
        for (state, moves) in heads.enumerated() {
            for (move, target) in moves {
                var called: Int32 = -1
                switch move {
                case .terminal(let number): guard terminal(number) else { continue }
                case .token: guard token() else { continue }
                case .empty: break
                case .rule(let rule): called = rule
                }
                links.append((Int32(state), target, called, lastAtTarget[Int(target)], called < 0 ? -1 : lastOfRule[Int(called)]))
                lastAtTarget[Int(target)] = Int32(links.count - 1)
                if called >= 0 { lastOfRule[Int(called)] = Int32(links.count - 1) }
            }
        }
        var pending = rules.map(\.end)
        for state in pending { result[Int(state)] = true }
        while let state = pending.popLast() {
            func mark(_ other: Int32) {
                guard !result[Int(other)] else { return }
                result[Int(other)] = true
                pending.append(other)
            }
            var link = lastAtTarget[Int(state)]
            while link >= 0 {
                let move = links[Int(link)]
                if move.rule < 0 || result[Int(rules[Int(move.rule)].start)] { mark(move.source) }
                link = move.nextAtTarget
            }
            let owner = owners[Int(state)]
            guard state == rules[Int(owner)].start else { continue }
            link = lastOfRule[Int(owner)]
            while link >= 0 {
                if result[Int(links[Int(link)].target)] { mark(links[Int(link)].source) }
                link = links[Int(link)].nextOfRule
            }
        }
        return result
    }
}
