/// What a compilation may still cost: the steps that all its parts take together, whatever becomes of them.
///
/// Sizes alone do not bound the time: of two automata whose product is empty nothing is left but the work.
final class GrammarBudget {
    /// Of one automaton.
    let automatonStates: Int
    private let limit: Int
    private var spent = 0

    init(_ limits: GrammarLimits = GrammarLimits()) {
        automatonStates = limits.automatonStates
        limit = limits.compilationSteps
    }

    func spend(_ steps: Int) throws(GrammarError) {
        spent += steps
        guard spent <= limit else { throw .tooLarge("the grammar needs too much work", limit: limit, path: "") }
    }
}
