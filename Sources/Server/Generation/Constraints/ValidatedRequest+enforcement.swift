import Grammar
import Harmony
import JSON
import OpenAI
import OrderedCollections

extension ValidatedRequest {
    /// The request with what the model can be held to: a schema that is not strict and asks for more is left to the model, with a warning.
    ///
    /// - Throws: 400 with the parameter whose schema or grammar cannot be held to, and the place in it.
    func enforceable(_ vocabulary: HarmonyVocabulary, by compiler: GrammarCompiler) throws(APIError) -> ValidatedRequest {
        let turn = TurnGrammar(vocabulary: vocabulary, request: self)
        // All of it at once, which is kept for the generation; its parts only to find the one at fault.
        guard turn.isNeeded, Self.fault(in: turn.turn, compiler) != nil else { return self }
        var request = self
        if let source = answerFormat.source, let fault = Self.fault(in: .source(source), compiler) {
            guard case .jsonSchema(var format, isStrict: false) = answerFormat, fault.isBeyondUs else {
                throw Self.refusal(fault, param: answerFormatParam)
            }
            format.schema = .object(format.schema.objectValue?.filter { $0.key == "type" } ?? [:])
            request.answerFormat = .jsonSchema(format, isStrict: false)
            request.warnings.notHeld(to: answerFormatParam, "\(fault)")
        }
        for (index, function) in declarations.enumerated() where function.strictness != .none {
            guard let fault = Self.fault(in: turn.arguments(of: function), compiler) else { continue }
            guard function.strictness == .wherePossible, fault.isBeyondUs else { throw Self.refusal(fault, param: function.param) }
            request.declarations[index].strictness = .none
            request.warnings.notHeld(to: function.param, "\(fault)")
        }
        if let fault = Self.fault(in: TurnGrammar(vocabulary: vocabulary, request: request).turn, compiler) {
            throw .invalid("The request's schemas are too much together: \(fault).", param: nil)
        }
        return request
    }

    private static func fault(in expression: GrammarExpression, _ compiler: GrammarCompiler) -> GrammarError? {
        do {
            _ = try compiler.grammar(expression)
            return nil
        } catch {
            return error
        }
    }

    private static func refusal(_ fault: GrammarError, param: String) -> APIError {
        .invalid("Invalid '\(param)': \(fault).", param: param)
    }
}

extension GrammarError {
    /// Whether there is nothing wrong with what was asked.
    fileprivate var isBeyondUs: Bool {
        switch self {
        case .unsupported, .tooLarge: true
        case .malformed, .impossible: false
        }
    }
}
