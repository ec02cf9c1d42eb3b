/// Writes a network in llama.cpp's notation (grammars/README.md there), for an engine that runs elsewhere.
///
/// What is written lets pass all that the network does, and a little more: bytes beyond ASCII stand there as whole characters, of which any may
/// come where the network has some, and lengths of strings are not told.
struct GBNFWriter {
    private let network: Network
    /// Tokens that end a generation there, whatever a grammar says of them. Each stands behind others.
    private let ends: Set<Int32>
    /// Bytes of the text.
    private let limit: Int
    private let ruleEnds: Set<Int32>
    private var text = ""
    private var written: Set<Symbol> = []
    private var pending: [Symbol] = []
    /// What each rule may begin with: no way round may come back to where it began.
    private var beginnings: [Symbol: [Symbol]] = [:]

    private enum Symbol: Hashable {
        /// From a state to its rule's end.
        case state(Int32)
        /// From an automaton's state to its matches.
        case terminal(Int32, state: Int32)
        /// Tokens but for one.
        case anything(before: Int32?)

        var name: String {
            switch self {
            case .state(let state): "n\(state)"
            case .terminal(let number, let state): "t\(number)-\(state)"
            case .anything(let token): token.map { "any-\($0)" } ?? "any"
            }
        }
    }

    init(_ network: Network, ends: Set<Int32>, limit: Int) {
        self.network = network
        self.ends = ends
        self.limit = limit
        ruleEnds = Set(network.rules.map(\.end))
    }

    /// `nil` where the text would be too long, or have a rule that begins with itself, which llama.cpp refuses.
    mutating func write() -> String? {
        text = "root ::= \(reference(.state(network.rules[Int(network.root)].start)))\n"
        while let symbol = pending.popLast() {
            let alternatives = self.alternatives(symbol)
            text += "\(symbol.name) ::= \(alternatives.isEmpty ? "\"\"" : alternatives.joined(separator: " | "))\n"
            guard text.utf8.count <= limit else { return nil }
        }
        return beginsWithItself ? nil : text
    }

    private mutating func reference(_ symbol: Symbol) -> String {
        if written.insert(symbol).inserted { pending.append(symbol) }
        return symbol.name
    }

    private mutating func alternatives(_ symbol: Symbol) -> [String] {
        switch symbol {
        case .state(let state):
            return network.edgeRange(state).map { alternative(network.edges[$0], of: symbol) } + (ruleEnds.contains(state) ? ["\"\""] : [])
        case .terminal(let number, let state):
            return alternatives(network.terminals[Int(number)].automaton, state) { Symbol.terminal(number, state: $0) }
        case .anything(let token):
            return ["\(token.map { "!<[\($0)]>" } ?? "[^\\x00]") \(reference(symbol))", "\"\""]
        }
    }

    private mutating func alternative(_ edge: Network.Edge, of symbol: Symbol) -> String {
        let next = Symbol.state(edge.target)
        switch edge.move {
        case .empty: return first([], next, in: symbol)
        case .token(let token) where ends.contains(token): return first([], next, in: symbol)
        case .token(let token): return "<[\(token)]> \(reference(next))"
        case .rule(let number):
            let rule = network.rules[Int(number)]
            return first([(.state(rule.start), rule.isNullable)], next, in: symbol)
        case .terminal(let number):
            let automaton = network.terminals[Int(number)].automaton
            if automaton.takesAnything { return first([(.anything(before: token(after: edge.target)), true)], next, in: symbol) }
            return first([(.terminal(number, state: 0), automaton.acceptsEmpty)], next, in: symbol)
        }
    }

    /// Symbols, with whether they may be empty, one after the other.
    private mutating func first(_ parts: [(Symbol, isNullable: Bool)], _ next: Symbol, in symbol: Symbol) -> String {
        var mayGoOn = true
        for (part, isNullable) in parts + [(next, true)] where mayGoOn {
            beginnings[symbol, default: []].append(part)
            mayGoOn = isNullable
        }
        return (parts.map(\.0) + [next]).map { reference($0) }.joined(separator: " ")
    }

    /// The special token that comes next at a state, where there is one.
    private func token(after state: Int32) -> Int32? {
        for index in network.edgeRange(state) {
            switch network.edges[index].move {
            case .token(let token) where !ends.contains(token): return token
            case .empty: if let token = token(after: network.edges[index].target) { return token }
            case .token, .terminal, .rule: break
            }
        }
        return nil
    }

    // MARK: Terminals

    private mutating func alternatives(_ automaton: Automaton, _ state: Int32, _ symbol: (Int32) -> Symbol) -> [String] {
        var ranges: [Int32: String] = [:]
        var byte = 1
        while byte < 0x80 {
            let target = automaton.next(state, UInt8(byte))
            var last = byte
            while last + 1 < 0x80, automaton.next(state, UInt8(last + 1)) == target { last += 1 }
            if target >= 0 { ranges[target, default: ""] += Self.escaped(byte) + (last > byte ? "-" + Self.escaped(last) : "") }
            byte = last + 1
        }
        for target in automaton.targetsOfCharacters(from: state) { ranges[target, default: ""] += "\\x80-\\U0010FFFF" }
        let moves = ranges.sorted { $0.key < $1.key }.map { "[\($0.value)] \(reference(symbol($0.key)))" }
        return moves + (automaton.accepting[Int(state)] ? ["\"\""] : [])
    }

    private static func escaped(_ byte: Int) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return "\\x" + (digits.count < 2 ? "0" : "") + digits
    }

    // MARK: Rules that begin with themselves

    private var beginsWithItself: Bool {
        var finished: Set<Symbol> = []
        for symbol in beginnings.keys where !finished.contains(symbol) {
            var open: Set<Symbol> = [symbol]
            var path: [(symbol: Symbol, next: Int)] = [(symbol, 0)]
            while let (current, next) = path.last {
                let first = beginnings[current] ?? []
                guard next < first.count else {
                    open.remove(current)
                    finished.insert(current)
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next += 1
                if open.contains(first[next]) { return true }
                guard !finished.contains(first[next]) else { continue }
                open.insert(first[next])
                path.append((first[next], 0))
            }
        }
        return false
    }
}

extension CompiledGrammar {
    /// The grammar in llama.cpp's notation, for an engine that runs elsewhere. It lets a little more pass than this one.
    ///
    /// - Parameters:
    ///   - ends: tokens that end a generation there, which its grammars do not tell.
    ///   - limit: bytes.
    /// - Returns: `nil` where it would be longer, or the notation cannot tell it.
    package func gbnf(ends: Set<Int32>, limit: Int = 256 << 10) -> String? {
        var writer = GBNFWriter(network, ends: ends, limit: limit)
        return writer.write()
    }
}

extension Automaton {
    /// Whether every string matches.
    fileprivate var takesAnything: Bool { stateCount == 1 && acceptsEmpty && moves[0] == .all }

    /// Where whole characters of more than one byte lead.
    fileprivate func targetsOfCharacters(from state: Int32) -> [Int32] {
        var found: Set<Int32> = []
        for (leads, count) in [(UInt8(0xC2)...0xDF, 1), (0xE0...0xEF, 2), (0xF0...0xF4, 3)] {
            var states = targets(of: [state], leads)
            for _ in 0..<count { states = targets(of: states, 0x80...0xBF) }
            found.formUnion(states)
        }
        return found.sorted()
    }

    private func targets(of states: Set<Int32>, _ bytes: ClosedRange<UInt8>) -> Set<Int32> {
        var targets: Set<Int32> = []
        for state in states {
            for byte in bytes {
                let target = next(state, byte)
                if target >= 0 { targets.insert(target) }
            }
        }
        return targets
    }
}
