/// What a grammar may cost before it is refused. Everything that a client sends is measured against these.
package struct GrammarLimits: Hashable, Sendable {
    /// Of a schema's or grammar's text.
    package var bytes = 1 << 20
    /// Values in a schema, members and elements counted.
    package var nodes = 10_000
    /// Nesting of schemas, of groups in expressions.
    package var depth = 64
    /// Values of one `enum`.
    package var enumValues = 1000
    /// The largest bound that is counted: `{m,n}`, lengths, items.
    package var repetitions = 1000
    /// Bytes of one regular expression.
    package var patternBytes = 512
    /// States of one nondeterministic automaton before it is made deterministic, and of one deterministic.
    package var automatonStates = 16_384
    /// States of all automata and rules of a grammar.
    package var totalStates = 200_000
    /// Of the tables of all automata.
    package var tableBytes = 32 << 20
    /// Of a whole compilation, each some nanoseconds.
    package var compilationSteps = 50_000_000
    /// Of working out one mask: moves of live states, each some tens of nanoseconds, and eights of nodes visited in the tree of tokens.
    package var maskSteps = 4_000_000
    /// States of the grammar that are live at once: only an ambiguous grammar has many.
    package var configurations = 4096

    package init() {}
}
