extension Matcher {
    /// Sets the bit of every token that may come next; the mask has `grammar.trie.maskWords` words, all zero before.
    package mutating func mask(into mask: UnsafeMutableBufferPointer<UInt64>) {
        let network = grammar.network
        let trie = grammar.trie
        maskSteps = 0
        defer { if maskSteps > grammar.limits.maskSteps { exhaust(clearing: mask) } }
        for index in current where maskSteps <= grammar.limits.maskSteps {
            let configuration = configurations[index]
            maskSteps += 50
            switch network.edges[Int(configuration.edge)].move {
            case .token(let token): mask[Int(token) >> 6] |= 1 << UInt64(token & 63)
            case .terminal(let number):
                let terminal = network.terminals[Int(number)]
                if let lengths = terminal.lengths {
                    let reach = terminal.automaton.countedReach(from: configuration.state, content: terminal.content, in: trie)
                    reach.merge(into: mask, begun: configuration.count, lengths)
                    let hasRoom = lengths.maximum - configuration.count >= reach.mostCrossed && configuration.count >= lengths.minimum
                    var key = configuration
                    if hasRoom { key.count = -1 }
                    let found = tokens(crossingFrom: key) {
                        .rests(reach.rests(begun: configuration.count, lengths, startingWith: $0, in: trie))
                    }
                    set(found, in: mask)
                } else {
                    let reach = terminal.automaton.reach(from: configuration.state, in: trie, steps: &maskSteps)
                    reach.merge(into: mask)
                    guard !reach.crossings.isEmpty else { continue }
                    set(tokens(crossingFrom: configuration) { reach.crossings(startingWith: $0, in: trie) }, in: mask)
                }
            case .rule, .empty: break
            }
        }
    }

    /// Gives up: the text has too many readings to tell in time what may follow.
    private mutating func exhaust(clearing mask: UnsafeMutableBufferPointer<UInt64>) {
        mask.update(repeating: 0)
        isExhausted = true
        isAccepting = false
        current = 0..<0
    }

    private func set(_ tokens: [Int32], in mask: UnsafeMutableBufferPointer<UInt64>) {
        for token in tokens { mask[Int(token) >> 6] |= 1 << UInt64(token & 63) }
    }

    /// The tokens that begin in this configuration and end beyond its terminal. Remembered: a string goes on in the same configuration.
    private mutating func tokens(
        crossingFrom configuration: Configuration, crossings: (ByteSet) -> TokenCrossings
    ) -> [Int32] {
        if let known = crossingTokens[configuration] { return known }
        var found: [Int32] = []
        let mark = self.mark
        let (wasAccepting, wasExhausted) = (isAccepting, isExhausted)
        beginStep()
        close(over: grammar.network.edges[Int(configuration.edge)].target, frame: configuration.frame)
        let following = endStep()
        let first = moves(of: following)
        if !first.isEmpty {
            switch crossings(first) {
            case .rests(let list):
                for rests in list { walk(rests, nodes: 0..<rests.bytes.count, following, moves: first, into: &found) }
            case .nodes(let nodes):
                for node in nodes {
                    let children = Int(node) + 1..<Int(grammar.trie.ends[Int(node)])
                    walk(grammar.trie, nodes: children, following, moves: first, into: &found)
                }
            }
        }
        rewind(to: mark)
        (isAccepting, isExhausted) = (wasAccepting, wasExhausted)
        crossingTokens[configuration] = found
        return found
    }

    private mutating func walk(
        _ rests: TokenRests, nodes: Range<Int>, _ range: Range<Int>, moves: ByteSet, into found: inout [Int32]
    ) {
        var node = nodes.lowerBound
        while node < nodes.upperBound, maskSteps <= grammar.limits.maskSteps {
            let end = Int(rests.ends[node])
            if moves.contains(rests.bytes[node]) {
                let mark = self.mark
                if let next = step(range, rests.bytes[node]) {
                    found.append(contentsOf: rests.tokens[Int(rests.firstToken[node])..<Int(rests.firstToken[node + 1])])
                    if end > node + 1 { walk(rests, nodes: node + 1..<end, next, moves: self.moves(of: next), into: &found) }
                    rewind(to: mark)
                }
            }
            node = end
        }
    }

    private mutating func walk(
        _ trie: TokenTrie, nodes: Range<Int>, _ range: Range<Int>, moves: ByteSet, into found: inout [Int32]
    ) {
        var node = nodes.lowerBound
        while node < nodes.upperBound, maskSteps <= grammar.limits.maskSteps {
            let end = Int(trie.ends[node])
            if moves.contains(trie.bytes[node]) {
                let mark = self.mark
                if let next = step(range, trie.bytes[node]) {
                    if trie.tokens[node] >= 0 {
                        found.append(trie.tokens[node])
                        if !trie.others.isEmpty { found.append(contentsOf: trie.others[Int32(node)] ?? []) }
                    }
                    if end > node + 1 { walk(trie, nodes: node + 1..<end, next, moves: self.moves(of: next), into: &found) }
                    rewind(to: mark)
                }
            }
            node = end
        }
    }

    /// The bytes that may come next.
    func moves(of range: Range<Int>) -> ByteSet {
        var result = ByteSet()
        for index in range where configurations[index].state >= 0 {
            guard case .terminal(let number) = grammar.network.edges[Int(configurations[index].edge)].move else { continue }
            result.formUnion(grammar.network.terminals[Int(number)].moves(configurations[index]))
        }
        return result
    }
}
