import Grammar
import Harmony
import JSON
import OpenAI

/// What the model may write in one turn: Harmony's messages with headers that are right, calls of declared functions only, and a
/// content for each channel.
///
/// A turn is reasoning and preambles, free, then a call or the final message; where the request makes parallel calls, any number of them.
/// It begins behind the prompt's `<|start|>assistant`.
struct TurnGrammar {
    let vocabulary: HarmonyVocabulary
    let request: ValidatedRequest

    /// Whether anything is asked of this request's turn.
    var isNeeded: Bool {
        !request.declarations.isEmpty || request.answerFormat != .text
    }

    /// Whether the turn has to be a call.
    var isCallForced: Bool {
        switch request.toolChoice {
        case .required, .function: true
        case .auto, .none: false
        }
    }

    var turn: GrammarExpression {
        let ending = self.ending
        guard request.effort != .none else { return ending }
        // Clients read what is said before an answer as part of it: there is none before one that has a format.
        let channels = request.answerFormat == .text ? [Channel.analysis, Channel.commentary] : [Channel.analysis]
        let free = GrammarExpression.sequence([
            .token(vocabulary.channel), .choice(channels.map { .text($0) }), .token(vocabulary.message), .anyText, .token(vocabulary.end),
            nextMessage,
        ])
        return .sequence([.repetition(free, minimum: 0, maximum: nil), ending])
    }

    /// From the `<|start|>` after the last reasoning: for a turn that may reason no more.
    var afterReasoning: GrammarExpression {
        .sequence([nextMessage, ending])
    }

    private var nextMessage: GrammarExpression { .sequence([.token(vocabulary.start), .text(Role.assistant.rawValue)]) }

    private var ending: GrammarExpression {
        var alternatives = calls
        if request.makesParallelToolCalls, !calls.isEmpty { alternatives = [severalCalls] }
        if !isCallForced { alternatives.append(final) }
        return .choice(alternatives)
    }

    /// Calls until the model begins something else, which whoever reads it takes for the turn's end: nothing that is trained follows a
    /// call's `<|call|>` but its result, so what the model would say next is asked by the header that it begins.
    private var severalCalls: GrammarExpression {
        let other = GrammarExpression.sequence([
            .token(vocabulary.channel), .choice(Channel.trained.map { .text($0) }), .token(vocabulary.message), .anyText,
            .token(vocabulary.return),
        ])
        return .sequence([.repetition(.sequence([.choice(calls), nextMessage]), minimum: 1, maximum: nil), other])
    }

    private var calls: [GrammarExpression] {
        request.declarations.compactMap { function in
            if case .function(let name) = request.toolChoice, name != function.name { return nil }
            let recipient = " to=\(FunctionSet.recipient(function.name))"
            let json: [GrammarExpression] = [.token(vocabulary.constrain), .text("json")]
            // The recipient behind the channel, as models write it, or behind the role, as histories have it.
            let behindChannel: GrammarExpression = .sequence(
                [.token(vocabulary.channel), .text(Channel.commentary + recipient + " ")] + json)
            let behindRole: GrammarExpression = .sequence(
                [.text(recipient), .token(vocabulary.channel), .text(Channel.commentary + " ")] + json)
            return .sequence([
                .choice([behindChannel, behindRole]), .token(vocabulary.message), arguments(of: function), .token(vocabulary.call),
            ])
        }
    }

    /// A strict function's schema, or any object; of a custom tool always its one text.
    func arguments(of function: FunctionDeclaration) -> GrammarExpression {
        if let lark = function.inputGrammar, function.strictness != .none {
            return .sequence([
                .source(.regularExpression(#"\{ ?"input" ?: ?""#)), .source(.larkInJSON(lark)), .source(.regularExpression(#"" ?\}"#)),
            ])
        }
        guard function.strictness != .none || function.tool.isCustom else { return .source(.jsonObject) }
        return .source(.jsonSchema(function.parameters ?? ["type": "object", "additionalProperties": false]))
    }

    private var final: GrammarExpression {
        var header: [GrammarExpression] = [.token(vocabulary.channel), .text(Channel.final)]
        if request.answerFormat.isJSON {
            let json = GrammarExpression.sequence([.pattern(.optional(.text(" "))), .token(vocabulary.constrain), .text("json")])
            header.append(.repetition(json, minimum: 0, maximum: 1))
        }
        let content = request.answerFormat.source.map { GrammarExpression.source($0) } ?? .anyText
        return .sequence(header + [.token(vocabulary.message), content, .token(vocabulary.return)])
    }
}

extension AnswerFormat {
    fileprivate var isJSON: Bool {
        switch self {
        case .jsonObject, .jsonSchema: true
        case .text, .grammar: false
        }
    }

    /// The final message's grammar; `nil` for any text.
    var source: GrammarSource? {
        switch self {
        case .text: nil
        case .jsonObject: .jsonObject
        case .jsonSchema(let format, _): .jsonSchema(format.schema)
        case .grammar(.regularExpression(let text)): .regularExpression(text)
        case .grammar(.choice(let texts)): .choice(texts)
        case .grammar(.grammar(let text)): text.contains("::=") ? .gbnf(text) : .lark(text)
        }
    }
}
