import Tokenization

extension Matcher {
    /// The tokens that come next whatever the model would say: those of the bytes that have no alternative, as the tokenizer writes
    /// them, without the last, which what follows may change. Special tokens without alternative are among them.
    ///
    /// Reads them. Bounded by `limit` tokens.
    package mutating func takeForced(limit: Int) -> [Int32] {
        var result: [Int32] = []
        while result.count < limit {
            let taken = isAccepting ? [] : takeForcedText(limit: limit - result.count)
            guard !taken.isEmpty else { return result }
            result.append(contentsOf: taken)
        }
        return result
    }

    private mutating func takeForcedText(limit: Int) -> [Int32] {
        if let special = forcedSpecial {
            return advance(token: special) ? [special] : []
        }
        var probe = self
        var bytes: [UInt8] = []
        while bytes.count < 512, !probe.isAccepting, let byte = probe.forcedByte, probe.advance(byte) { bytes.append(byte) }
        guard bytes.count > 1 else { return [] }
        // A character that is not complete is not forced as text.
        var tokens = grammar.trie.tokenizer.encode(String(decoding: bytes, as: UTF8.self))
        // Nothing can merge with the last token where only a special one may follow.
        if probe.forcedSpecial == nil { tokens.removeLast(min(tokens.count, 1)) }
        tokens.removeLast(max(0, tokens.count - limit))
        var taken: [Int32] = []
        for token in tokens {
            guard advance(token: token) else { break }
            taken.append(token)
        }
        return taken
    }

    /// The only byte that may come next, where no special token may.
    private var forcedByte: UInt8? {
        for configuration in configurations[current] where configuration.state < 0 { return nil }
        return moves(of: current).single
    }

    /// The only special token that may come next, where no byte may.
    private var forcedSpecial: Int32? {
        guard moves(of: current).isEmpty else { return nil }
        var only: Int32?
        for configuration in configurations[current] {
            guard case .token(let token) = grammar.network.edges[Int(configuration.edge)].move else { continue }
            if let other = only, other != token { return nil }
            only = token
        }
        return only
    }
}
