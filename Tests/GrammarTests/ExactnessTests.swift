import Grammar
import JSON
import Testing
import Tokenization

/// The mask admits exactly what the schema does: whatever it lets be written is valid, and what is valid can be written.
struct ExactnessTests {
    private static let compiler = Result { try Vocabularies.compiler() }
    private static let closing = Set("\"]},:0".utf8)

    /// What a model writes that knows nothing, a little in a hurry to end; `nil` where it has not ended in time.
    private func text(of grammar: CompiledGrammar, _ random: inout RandomSchemas, limit: Int = 300) -> String? {
        let tokenizer = grammar.trie.tokenizer
        var matcher = Matcher(grammar)
        var bytes: [UInt8] = []
        for _ in 0..<limit {
            let allowed = matcher.allowedTokens().sorted()
            guard !allowed.isEmpty else {
                #expect(matcher.isAccepting, "a dead end behind \(String(decoding: bytes, as: UTF8.self))")
                return String(validating: bytes, as: UTF8.self)
            }
            if matcher.isAccepting, random.chance(0.5) { return String(validating: bytes, as: UTF8.self) }
            let enders = allowed.filter { tokenizer.bytes(of: $0)?.contains(where: Self.closing.contains) == true }
            let token = random.pick(enders.isEmpty || random.chance(0.4) ? allowed : enders)
            guard matcher.advance(token: token) else {
                Issue.record("a token that the mask allows is refused")
                return nil
            }
            bytes += tokenizer.bytes(of: token) ?? []
        }
        return nil
    }

    /// `nil` where a free name stands twice in an object, which no grammar can tell.
    private static func value(of text: String) throws -> JSONValue? {
        do {
            return try JSONValue(parsing: text)
        } catch JSONError.duplicateName {
            return nil
        }
    }

    @Test(arguments: 0..<8) func textsAreWrittenExactlyWhereTheyAreValid(seed: UInt64) throws {
        var random = RandomSchemas(seed: seed)
        var (written, valid, invalid) = (0, 0, 0)
        while written < 150 {
            let schema = random.schema()
            let validator = ReferenceValidator(root: schema)
            let grammar: CompiledGrammar
            do {
                grammar = try Self.compiler.get().compile(.source(.jsonSchema(schema)))
            } catch {
                switch error as? GrammarError {
                case .impossible, .unsupported: continue
                default: throw error
                }
            }
            for _ in 0..<4 {
                guard let text = text(of: grammar, &random) else { continue }
                guard var value = try Self.value(of: text) else { continue }
                #expect(validator.isValid(value), "\(text) by \(schema.serialized)")
                written += 1
                for _ in 0..<6 {
                    value = random.mutated(value)
                    let isValid = validator.isValid(value)
                    let isWritten = value.orders.contains { grammar.matches($0.serialized) }
                    #expect(isWritten == isValid, "\(value.serialized) by \(schema.serialized)")
                    if isValid { valid += 1 } else { invalid += 1 }
                }
            }
        }
        #expect(valid > 50 && invalid > 50)
    }
}
