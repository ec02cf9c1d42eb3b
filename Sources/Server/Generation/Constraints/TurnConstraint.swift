package import Grammar
package import Harmony
package import OpenAI
import Sampling

/// Holds one turn to its grammar, and its reasoning to a number of tokens where a call is forced.
package struct TurnConstraint: TokenConstraint {
    private var matcher: Matcher
    private let afterReasoning: CompiledGrammar?
    private let end: Int32
    /// Tokens until the reasoning is closed.
    private var budget: Int

    /// The most tokens that a turn may reason before a call that is forced.
    private static let largestBudget = 2048

    /// `nil` where the request leaves the turn free.
    ///
    /// - Parameter maximumTokens: of the turn. Reasoning before a forced call may take half of them, 2,048 at most.
    /// - Throws: 400 where the request is not `enforceable`.
    package init?(
        _ request: ValidatedRequest, maximumTokens: Int, vocabulary: HarmonyVocabulary, compiler: GrammarCompiler
    ) throws(APIError) {
        let turn = TurnGrammar(vocabulary: vocabulary, request: request)
        guard turn.isNeeded else { return nil }
        do {
            matcher = Matcher(try compiler.grammar(turn.turn))
            afterReasoning = turn.isCallForced ? try compiler.grammar(turn.afterReasoning) : nil
        } catch {
            throw .invalid("The request's grammar cannot be used: \(error).", param: nil)
        }
        end = vocabulary.end
        budget = min(maximumTokens / 2, Self.largestBudget)
    }

    /// Whether the message that is being written has to end.
    private var hasToEnd: Bool { afterReasoning != nil && budget <= 0 && matcher.allows(special: end) }

    package mutating func mask(into words: UnsafeMutableBufferPointer<UInt64>) {
        if hasToEnd {
            words[Int(end) >> 6] |= 1 << UInt64(end & 63)
        } else {
            matcher.mask(into: words)
        }
    }

    package mutating func advance(_ token: Int32) {
        let isOver = hasToEnd
        budget -= 1
        _ = matcher.advance(token: token)
        if isOver, token == end, let afterReasoning { matcher = Matcher(afterReasoning) }
    }

    package mutating func takeForced(limit: Int) -> [Int32] {
        guard !hasToEnd else { return [] }
        let taken = matcher.takeForced(limit: limit)
        budget -= taken.count
        return taken
    }
}
