import Grammar
import JSON
import Tokenization

/// What holds of schemas, expressions and grammars whatever they say: they are refused, or written by exactly what their mask allows.
enum GrammarProperty {
    private static let compiler = Result { try Vocabularies.compiler(limits: limits) }

    /// What the fuzzer can reach with its short inputs, so that it reaches it.
    private static var limits: GrammarLimits {
        var limits = GrammarLimits()
        limits.repetitions = 100
        limits.automatonStates = 2000
        limits.totalStates = 20_000
        limits.tableBytes = 4 << 20
        limits.configurations = 256
        return limits
    }

    /// - Parameter input: a letter for the kind, then the text.
    static func violation(_ input: [UInt8]) -> String? {
        guard let kind = input.first, let text = String(validating: input.dropFirst(), as: UTF8.self) else { return nil }
        let source: GrammarSource
        switch kind {
        case UInt8(ascii: "s"):
            guard let schema = try? JSONValue(parsing: text) else { return nil }
            source = .jsonSchema(schema)
        case UInt8(ascii: "r"): source = .regularExpression(text)
        case UInt8(ascii: "g"): source = .gbnf(text)
        case UInt8(ascii: "l"): source = .lark(text)
        default: return nil
        }
        do {
            return violation(of: try compiler.get().compile(.source(source)), isJSON: kind == UInt8(ascii: "s"), seed: input)
        } catch {
            return error is GrammarError ? nil : "\(error)"
        }
    }

    private static func violation(of grammar: CompiledGrammar, isJSON: Bool, seed: [UInt8]) -> String? {
        let tokenizer = grammar.trie.tokenizer
        var generator = SplitMix64(state: seed.reduce(0) { $0 &* 31 &+ UInt64($1) })
        for _ in 0..<4 {
            var matcher = Matcher(grammar)
            var text: [UInt8] = []
            for step in 0..<40 {
                let allowed = matcher.allowedTokens()
                if step.isMultiple(of: 8) {
                    for id in 0..<Int32(tokenizer.vocabularySize) where tokenizer.name(ofSpecial: id) == nil {
                        var probe = matcher
                        let isRead = probe.advance(token: id) && !probe.isExhausted
                        if isRead != allowed.contains(id), !matcher.isExhausted { return "the mask is wrong for token \(id)" }
                    }
                }
                guard let token = allowed.sorted().randomElement(using: &generator) else { break }
                guard matcher.advance(token: token) else { return "a token that is allowed is refused" }
                text += tokenizer.bytes(of: token) ?? []
                for forced in matcher.takeForced(limit: 20) { text += tokenizer.bytes(of: forced) ?? [] }
            }
            if matcher.isAtEnd, !matcher.isExhausted, !matcher.isAccepting { return "a dead end" }
            guard isJSON, matcher.isAccepting else { continue }
            do { _ = try JSONValue(parsing: text) } catch {
                if case .duplicateName = error {} else { return "\(error)" }
            }
        }
        return nil
    }
}
