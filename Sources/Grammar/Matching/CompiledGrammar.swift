/// A grammar ready to be matched over one vocabulary. Shared by all who use it; each has a `Matcher` of its own.
package final class CompiledGrammar: Sendable {
    let network: Network
    package let trie: TokenTrie
    let limits: GrammarLimits
    /// States from which nothing but their rule's end comes: calls that would return there need not come back.
    let isFinal: [Bool]

    init(_ network: Network, trie: TokenTrie, limits: GrammarLimits) {
        self.network = network
        self.trie = trie
        self.limits = limits
        var isFinal = [Bool](repeating: false, count: network.stateCount)
        for rule in network.rules where network.edgeRange(rule.end).isEmpty { isFinal[Int(rule.end)] = true }
        // Empty moves lead to states with higher numbers or to an end, but for loops, which are not final.
        for state in (0..<network.stateCount).reversed() where !isFinal[state] {
            let edges = network.edgeRange(Int32(state))
            guard edges.count == 1, case .empty = network.edges[edges.lowerBound].move else { continue }
            isFinal[state] = isFinal[Int(network.edges[edges.lowerBound].target)]
        }
        self.isFinal = isFinal
    }

    /// What keeping it costs, about; the masks that it has worked out are not counted.
    package var byteCount: Int { network.byteCount + isFinal.count + 1024 }
}
