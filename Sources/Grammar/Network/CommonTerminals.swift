import Synchronization

/// Automata by their patterns, shared by the grammars of one compiler: a schema's strings, numbers and punctuation are every other's
/// too. Small patterns only, and a bounded number of them.
final class CommonTerminals: Sendable {
    private static let limit = 2048
    private let automata = Mutex<[Pattern: Automaton]>([:])
    let json: JSONTerminals

    init(limits: GrammarLimits = GrammarLimits()) throws(GrammarError) {
        json = try JSONTerminals(limits: limits)
    }

    subscript(_ pattern: Pattern) -> Automaton? { automata.withLock { $0[pattern] } }

    func keep(_ automaton: Automaton, for pattern: Pattern) {
        automata.withLock { automata in
            if automata.count >= Self.limit { automata.removeAll() }
            automata[pattern] = automaton
        }
    }
}

/// The terminals that every schema's grammar has.
struct JSONTerminals: Sendable {
    let openObject: Automaton
    let openArray: Automaton
    let comma: Automaton
    let colon: Automaton
    let closeObject: Automaton
    let closeArray: Automaton
    /// Of objects and arrays without members.
    let endObject: Automaton
    let endArray: Automaton
    let null: Automaton
    let boolean: Automaton
    let integer: Automaton
    let number: Automaton
    let anyString: Automaton
    let canonicalString: Automaton

    init(limits: GrammarLimits) throws(GrammarError) {
        let budget = GrammarBudget(limits)
        func make(_ pattern: Pattern) throws(GrammarError) -> Automaton { try Automaton(pattern, budget: budget) }
        openObject = try make(.sequence([.text("{"), JSONText.space]))
        openArray = try make(.sequence([.text("["), JSONText.space]))
        comma = try make(.sequence([.text(","), JSONText.space]))
        colon = try make(.sequence([.text(":"), JSONText.space]))
        closeObject = try make(.sequence([JSONText.space, .text("}")]))
        closeArray = try make(.sequence([JSONText.space, .text("]")]))
        endObject = try make(.text("}"))
        endArray = try make(.text("]"))
        null = try make(.text("null"))
        boolean = try make(.choice([.text("true"), .text("false")]))
        integer = try make(JSONText.integer)
        number = try make(JSONText.number)
        anyString = try make(JSONText.anyString)
        canonicalString = try make(JSONText.canonicalString)
    }
}
