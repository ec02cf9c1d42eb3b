import Tokenization

/// Where a text stands in a grammar: a value, advanced byte by byte or token by token.
///
/// All ways to read the text so far are followed at once, as a generalised LL parser does (Scott and Johnstone 2010): a
/// configuration is a state in a terminal, and the frame of the rule around it; a rule that is entered at one place has one frame
/// there, however many ways lead to it, and knows all places to return to. So the work for a byte is bounded by the number of
/// configurations, which only an ambiguous grammar makes large, and recursion costs no stack.
package struct Matcher: Sendable {
    /// In the edge's terminal; a state of -1 waits for the edge's special token.
    struct Configuration: BitwiseCopyable, Hashable {
        var edge: Int32
        var state: Int32
        var frame: Int32
        /// Characters begun, in a string whose length is bounded.
        var count: Int32 = 0
    }

    struct Frame: BitwiseCopyable {
        var rule: Int32
        /// The newest place to return to, in `returns`, or -1.
        var firstReturn: Int32
    }

    struct Return: BitwiseCopyable {
        var state: Int32
        var frame: Int32
        var next: Int32
    }

    package let grammar: CompiledGrammar
    /// The live configurations are `configurations[current]`; while a mask is worked out, those of longer texts lie behind.
    var configurations: [Configuration] = []
    var current = 0..<0
    var frames: [Frame] = []
    var returns: [Return] = []
    /// Whether the text so far is complete.
    package internal(set) var isAccepting = false
    /// Whether it had more readings at once than are followed; then nothing may follow.
    package internal(set) var isExhausted = false
    var scratch = ClosureScratch()
    /// Moves since the mask was begun.
    var maskSteps = 0
    /// Tokens that end beyond a terminal, by the configuration in which they begin.
    var crossingTokens: [Configuration: [Int32]] = [:]
    /// Beyond so many, frames are looked through for those still in use.
    var frameThreshold = 1024

    package init(_ grammar: CompiledGrammar) {
        self.grammar = grammar
        frames.append(Frame(rule: grammar.network.root, firstReturn: -1))
        beginStep()
        close(over: grammar.network.rules[Int(grammar.network.root)].start, frame: 0)
        current = endStep()
    }

    /// Whether no text may follow.
    package var isAtEnd: Bool { current.isEmpty }

    /// Rules entered and not left, as far as they are told apart.
    package var frameCount: Int { frames.count }

    /// Whether a special token may come next.
    package func allows(special token: Int32) -> Bool {
        configurations[current].contains { configuration in
            guard configuration.state < 0, case .token(token) = grammar.network.edges[Int(configuration.edge)].move else { return false }
            return true
        }
    }

    /// Reads a byte; false, with nothing changed, where it may not come.
    package mutating func advance(_ byte: UInt8) -> Bool {
        guard let next = step(current, byte) else { return false }
        current = next
        settle()
        return true
    }

    /// Reads a token, special or not; false, with nothing changed, where it may not come.
    package mutating func advance(token: Int32) -> Bool {
        if grammar.trie.tokenizer.name(ofSpecial: token) != nil { return advance(special: token) }
        guard let bytes = grammar.trie.tokenizer.bytes(of: token), !bytes.isEmpty else { return false }
        let mark = self.mark
        let wasAccepting = isAccepting
        var range = current
        for byte in bytes {
            guard let next = step(range, byte) else {
                rewind(to: mark)
                isAccepting = wasAccepting
                return false
            }
            range = next
        }
        current = range
        settle()
        return true
    }

    private mutating func advance(special token: Int32) -> Bool {
        let edges = grammar.network.edges
        let targets = configurations[current].filter { configuration in
            guard configuration.state < 0, case .token(token) = edges[Int(configuration.edge)].move else { return false }
            return true
        }
        guard !targets.isEmpty else { return false }
        beginStep()
        for configuration in targets { close(over: edges[Int(configuration.edge)].target, frame: configuration.frame) }
        current = endStep()
        settle()
        return true
    }
}

/// Working memory of a closure, kept between steps.
struct ClosureScratch: Sendable {
    struct Item: BitwiseCopyable, Hashable {
        var state: Int32
        var frame: Int32
    }

    var visited: [Item] = []
    var visitedSet: Set<Item> = []
    var known: Set<Matcher.Configuration> = []
    /// Where the step's configurations and frames begin.
    var firstConfiguration = 0
    var firstFrame = 0
    var accepts = false
}
