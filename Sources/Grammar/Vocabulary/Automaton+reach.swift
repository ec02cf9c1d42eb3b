import Synchronization

extension Automaton {
    /// Beyond so many tokens a mask is smaller than a list.
    private static let listLimit = 2048
    /// States whose reach is kept; beyond, all are forgotten and worked out again.
    private static let reachLimit = 1024

    /// What tokens do from a state.
    ///
    /// - Parameter steps: grows by an eighth of the nodes of the tree that had to be visited.
    func reach(from state: Int32, in trie: TokenTrie, steps: inout Int) -> TokenReach {
        if let known = reaches.withLock({ $0[state] }) { return known }
        let made = computeReach(from: state, in: trie, steps: &steps)
        reaches.withLock { reaches in
            if reaches.count >= Self.reachLimit { reaches.removeAll() }
            reaches[state] = made
        }
        return made
    }

    private func computeReach(from start: Int32, in trie: TokenTrie, steps: inout Int) -> TokenReach {
        var visited = 0
        defer { steps += visited / 8 }
        var words = [UInt64](repeating: 0, count: trie.maskWords)
        var count = 0
        var crossings: [Int32] = []
        words.withUnsafeMutableBufferPointer { words in
            trie.tokens.withUnsafeBufferPointer { ids in
                trie.ends.withUnsafeBufferPointer { ends in
                    accepting.withUnsafeBufferPointer { accepting in
                        walk(trie, from: start, counting: -1) { node, state, _ in
                            visited += 1
                            let id = ids[node]
                            if id >= 0 {
                                words[Int(id) >> 6] |= 1 << UInt64(id & 63)
                                count += 1
                            }
                            if accepting[Int(state)], Int(ends[node]) > node + 1 { crossings.append(Int32(node)) }
                        }
                    }
                }
            }
        }
        for (node, others) in trie.others where words.contains(token: trie.tokens[Int(node)]) {
            for other in others { words[Int(other) >> 6] |= 1 << UInt64(other & 63) }
            count += others.count
        }
        guard count <= Self.listLimit else { return TokenReach(tokens: [], words: words, crossings: crossings) }
        return TokenReach(tokens: words.members, words: [], crossings: crossings)
    }
}

extension [UInt64] {
    func contains(token: Int32) -> Bool { self[Int(token) >> 6] >> UInt64(token & 63) & 1 == 1 }

    /// The tokens of a mask, ascending.
    var members: [Int32] {
        var result: [Int32] = []
        for (index, word) in enumerated() where word != 0 {
            var rest = word
            while rest != 0 {
                result.append(Int32(index * 64 + rest.trailingZeroBitCount))
                rest &= rest - 1
            }
        }
        return result
    }
}
