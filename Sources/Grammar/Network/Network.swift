/// A grammar as a recursive transition network: rules are automata whose moves read a terminal or go through a rule.
///
/// States are numbered over all rules. Read-only; `Matcher` walks it.
struct Network: Sendable {
    enum Move: Sendable {
        /// Reads a string of the automaton; its start may be accepting, then it may read nothing.
        case terminal(Int32)
        /// Goes through a rule.
        case rule(Int32)
        /// Reads a special token, which is no bytes.
        case token(Int32)
        /// Reads nothing.
        case empty
    }

    struct Edge: Sendable {
        var move: Move
        var target: Int32
        /// The rule that both ends belong to.
        var rule: Int32
    }

    struct Terminal: Sendable {
        let automaton: Automaton
        /// Of a string whose length is bounded: then the automaton is `JSONTerminals.canonicalString`.
        var lengths: StringLengths?
        /// The automaton's state between the string's characters; -1 where there are no lengths.
        var content: Int32 = -1
    }

    struct Rule: Sendable {
        var start: Int32
        var end: Int32
        var isNullable = false
    }

    var edges: [Edge] = []
    /// By state: its edges are `edges[firstEdge[state]..<firstEdge[state + 1]]`.
    var firstEdge: [Int32] = []
    var rules: [Rule] = []
    var terminals: [Terminal] = []
    var root: Int32 = 0

    var stateCount: Int { firstEdge.count - 1 }

    @inline(__always)
    func edgeRange(_ state: Int32) -> Range<Int> { Int(firstEdge[Int(state)])..<Int(firstEdge[Int(state) + 1]) }

    /// Bytes that the tables take, about.
    var byteCount: Int {
        edges.count * MemoryLayout<Edge>.stride + firstEdge.count * 4
            + terminals.reduce(0) { $0 + $1.automaton.table.count * 4 + $1.automaton.stateCount * 40 + 512 }
    }
}
