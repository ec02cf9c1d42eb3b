package import JSON

/// A grammar as a value: what is compiled, and what compiled grammars are remembered by.
package indirect enum GrammarExpression: Hashable, Sendable {
    case pattern(Pattern)
    /// A special token.
    case token(Int32)
    case sequence([GrammarExpression])
    case choice([GrammarExpression])
    case repetition(GrammarExpression, minimum: Int, maximum: Int?)
    case source(GrammarSource)

    /// Any ordinary tokens.
    package static let anyText = GrammarExpression.pattern(.any(.byte(.all)))

    package static func text(_ text: String) -> GrammarExpression { .pattern(.text(text)) }
}

/// A grammar as clients write it.
package enum GrammarSource: Hashable, Sendable {
    /// JSON that follows a schema of draft 2020-12; see `SchemaCompiler` for what of it.
    case jsonSchema(JSONValue)
    /// Any JSON object.
    case jsonObject
    /// The whole text matches.
    case regularExpression(String)
    /// One of these texts.
    case choice([String])
    /// llama.cpp's notation.
    case gbnf(String)
    /// Lark's notation; see `LarkParser` for what of it.
    case lark(String)
    /// The same for the content of a JSON string: without its quotes, with its escapes.
    case larkInJSON(String)
}

extension NetworkBuilder {
    /// The rule of an expression.
    mutating func add(_ expression: GrammarExpression) throws(GrammarError) -> Rule {
        if case .source(let source) = expression { return try add(source) }
        let rule = try addRule()
        try add(expression, from: start(rule), to: end(rule), in: rule)
        return rule
    }

    private mutating func add(
        _ expression: GrammarExpression, from: State, to: State, in rule: Rule
    ) throws(GrammarError) {
        switch expression {
        case .pattern(let pattern): try connect(from, pattern, to)
        case .token(let token): connect(from, token: token, to)
        case .source(let source): connect(from, try add(source), to)
        case .sequence(let parts):
            var current = from
            for part in parts {
                let next = try addState(rule)
                try add(part, from: current, to: next, in: rule)
                current = next
            }
            connect(current, to)
        case .choice(let parts):
            for part in parts {
                let first = try addState(rule)
                connect(from, first)
                try add(part, from: first, to: to, in: rule)
            }
        case .repetition(let part, let minimum, let maximum):
            // The part is a rule of its own, so that counting does not multiply it.
            let body = try add(part)
            try addRepetition(from: from, to: to, in: rule, minimum: minimum, maximum: maximum) { builder, first, last in
                builder.connect(first, body, last)
            }
        }
    }

    /// A chain of `maximum` parts, or `minimum` and a loop.
    mutating func addRepetition(
        from: State, to: State, in rule: Rule, minimum: Int, maximum: Int?,
        part: (inout NetworkBuilder, State, State) throws(GrammarError) -> Void
    ) throws(GrammarError) {
        guard max(minimum, maximum ?? 0) <= limits.repetitions else {
            throw .tooLarge("a bound of a repetition", limit: limits.repetitions, path: "")
        }
        var current = from
        for _ in 0..<minimum {
            let next = try addState(rule)
            try part(&self, current, next)
            current = next
        }
        if let maximum {
            connect(current, to)
            for _ in minimum..<max(minimum, maximum) {
                let next = try addState(rule)
                try part(&self, current, next)
                connect(next, to)
                current = next
            }
        } else {
            let hub = try addState(rule)
            connect(current, hub)
            let next = try addState(rule)
            try part(&self, hub, next)
            connect(next, hub)
            connect(hub, to)
        }
    }

    private mutating func add(_ source: GrammarSource) throws(GrammarError) -> Rule {
        switch source {
        case .jsonSchema(let schema):
            var compiler = SchemaCompiler(schema, builder: self)
            defer { self = compiler.builder }
            return try compiler.compile()
        case .jsonObject:
            var compiler = SchemaCompiler(["type": "object"], builder: self)
            defer { self = compiler.builder }
            return try compiler.compile()
        case .regularExpression(let text):
            return try add(.pattern(RegularExpression.pattern(text, encoding: .utf8, isSearch: false, limits: limits)))
        case .choice(let texts):
            guard texts.count <= limits.enumValues else { throw .tooLarge("too many choices", limit: limits.enumValues, path: "") }
            return try add(.pattern(.choice(texts.map { .text($0) })))
        case .gbnf(let text):
            return try addGrammar(GBNFParser.parse(text, limits: limits), root: "root")
        case .lark(let text):
            return try addGrammar(LarkParser.parse(text, encoding: .utf8, limits: limits), root: "start")
        case .larkInJSON(let text):
            return try addGrammar(LarkParser.parse(text, encoding: .json, limits: limits), root: "start")
        }
    }
}
