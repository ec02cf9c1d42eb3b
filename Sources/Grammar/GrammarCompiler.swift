import Synchronization

/// Compiles grammars for one vocabulary, and keeps those used last, up to a number of bytes.
package final class GrammarCompiler: Sendable {
    package let trie: TokenTrie
    package let limits: GrammarLimits
    private let capacity: Int
    private let kept = Mutex(Kept())
    private let observe: @Sendable (GrammarLookup) -> Void
    /// Terminals that grammars have in common, so that what tokens do in them is worked out once.
    private let terminals: CommonTerminals

    fileprivate struct Kept {
        var grammars: [GrammarExpression: (grammar: CompiledGrammar, used: Int)] = [:]
        var bytes = 0
        var clock = 0
    }

    /// - Parameters:
    ///   - capacity: bytes of compiled grammars that are kept.
    ///   - observe: told of every grammar that is asked for.
    package init(
        _ trie: TokenTrie, limits: GrammarLimits = GrammarLimits(), capacity: Int = 64 << 20,
        observe: @escaping @Sendable (GrammarLookup) -> Void = { _ in }
    ) throws(GrammarError) {
        self.observe = observe
        self.trie = trie
        self.limits = limits
        self.capacity = capacity
        terminals = try CommonTerminals(limits: limits)
    }

    /// Works out what tokens do in free text and in the strings that every schema has, so that no request waits for it.
    package func warm() throws(GrammarError) {
        var builder = NetworkBuilder(limits: limits, common: terminals)
        var steps = 0
        if case .pattern(let text) = GrammarExpression.anyText { _ = try builder.automaton(text).reach(from: 0, in: trie, steps: &steps) }
        let json = terminals.json
        let quote = UInt8(ascii: "\"")
        for string in [json.anyString, json.canonicalString] { _ = string.reach(from: string.next(0, quote), in: trie, steps: &steps) }
        let content = json.canonicalString.next(0, quote)
        _ = json.canonicalString.countedReach(from: content, content: content, in: trie)
    }

    /// The grammar, from those kept or compiled now.
    package func grammar(_ expression: GrammarExpression) throws(GrammarError) -> CompiledGrammar {
        let known = kept.withLock { kept in
            kept.clock += 1
            kept.grammars[expression]?.used = kept.clock
            return kept.grammars[expression]?.grammar
        }
        if let known {
            observe(.kept)
            return known
        }
        let start = ContinuousClock.now
        let compiled = try compile(expression)
        observe(.compiled(.now - start))
        kept.withLock { $0.keep(compiled, for: expression, capacity: capacity) }
        return compiled
    }

    /// Compiles, whatever is kept.
    package func compile(_ expression: GrammarExpression) throws(GrammarError) -> CompiledGrammar {
        var builder = NetworkBuilder(limits: limits, common: terminals)
        let root = try builder.add(expression)
        return CompiledGrammar(try builder.build(root: root), trie: trie, limits: limits)
    }

    /// Bytes of the grammars that are kept.
    package var keptBytes: Int { kept.withLock { $0.bytes } }
}

/// How a grammar was come by.
package enum GrammarLookup: Sendable, Hashable {
    case kept
    case compiled(Duration)
}

extension GrammarCompiler.Kept {
    mutating func keep(_ grammar: CompiledGrammar, for expression: GrammarExpression, capacity: Int) {
        guard grammars[expression] == nil, grammar.byteCount <= capacity else { return }
        grammars[expression] = (grammar, clock)
        bytes += grammar.byteCount
        while bytes > capacity, let oldest = grammars.min(by: { $0.value.used < $1.value.used }) {
            grammars[oldest.key] = nil
            bytes -= oldest.value.grammar.byteCount
        }
    }
}
