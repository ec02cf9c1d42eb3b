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
    /// - Throws: 400 with the parameter whose schema or grammar cannot be held to, and the place in it.
    package init?(
        _ request: ValidatedRequest, maximumTokens: Int, vocabulary: HarmonyVocabulary, compiler: GrammarCompiler
    ) throws(APIError) {
        let turn = TurnGrammar(vocabulary: vocabulary, request: request)
        guard turn.isNeeded else { return nil }
        // Each part by itself first, so that an error names its parameter.
        if let source = request.answerFormat.source {
            _ = try Self.compile(.source(source), compiler, param: request.answerFormatParam)
        }
        for function in request.declarations where function.isStrict == true {
            _ = try Self.compile(.source(turn.arguments(of: function)), compiler, param: function.param)
        }
        matcher = Matcher(try Self.compile(turn.turn, compiler, param: nil))
        afterReasoning = turn.isCallForced ? try Self.compile(turn.afterReasoning, compiler, param: nil) : nil
        end = vocabulary.end
        budget = min(maximumTokens / 2, Self.largestBudget)
    }

    private static func compile(
        _ expression: GrammarExpression, _ compiler: GrammarCompiler, param: String?
    ) throws(APIError) -> CompiledGrammar {
        do {
            return try compiler.grammar(expression)
        } catch {
            throw .invalid(param.map { "Invalid '\($0)': \(error)." } ?? "The request's grammar cannot be used: \(error).", param: param)
        }
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
