/// Named rules as GBNF and Lark have them.
indirect enum RuleExpression {
    case pattern(Pattern)
    case reference(String)
    case sequence([RuleExpression])
    case choice([RuleExpression])
    case repetition(RuleExpression, minimum: Int, maximum: Int?)
}

struct GrammarRules {
    var rules: [String: RuleExpression] = [:]
    /// In the order of definition.
    var names: [String] = []

    mutating func define(_ name: String, _ expression: RuleExpression) throws(GrammarError) {
        guard rules.updateValue(expression, forKey: name) == nil else { throw .malformed("the rule '\(name)' is defined twice", path: "") }
        names.append(name)
    }
}

extension NetworkBuilder {
    /// Adds rules that may call one another. What is regular becomes one automaton where it is small.
    mutating func addGrammar(_ grammar: GrammarRules, root: String) throws(GrammarError) -> Rule {
        guard grammar.rules[root] != nil else { throw .malformed("the grammar has no rule '\(root)'", path: "") }
        var numbers: [String: Rule] = [:]
        for name in grammar.names { numbers[name] = try addRule() }
        for name in grammar.names {
            guard let rule = numbers[name], let expression = grammar.rules[name] else { continue }
            try add(expression, from: start(rule), to: end(rule), in: rule, numbers: numbers)
        }
        guard let rule = numbers[root] else { throw .malformed("the grammar has no rule '\(root)'", path: "") }
        return rule
    }

    private mutating func add(
        _ expression: RuleExpression, from: State, to: State, in rule: Rule, numbers: [String: Rule]
    ) throws(GrammarError) {
        if let pattern = Self.regular(expression) {
            try connect(from, pattern, to)
            return
        }
        switch expression {
        case .pattern: break
        case .reference(let name):
            guard let called = numbers[name] else { throw .malformed("the rule '\(name)' is not defined", path: "") }
            connect(from, called, to)
        case .sequence(let parts):
            var current = from
            for part in Self.grouped(parts) {
                let next = try addState(rule)
                try add(part, from: current, to: next, in: rule, numbers: numbers)
                current = next
            }
            connect(current, to)
        case .choice(let parts):
            for part in parts {
                let first = try addState(rule)
                connect(from, first)
                try add(part, from: first, to: to, in: rule, numbers: numbers)
            }
        case .repetition(let part, let minimum, let maximum):
            let body = try addRule()
            try add(part, from: start(body), to: end(body), in: body, numbers: numbers)
            try addRepetition(from: from, to: to, in: rule, minimum: minimum, maximum: maximum) { builder, first, last in
                builder.connect(first, body, last)
            }
        }
    }

    /// Neighbours without references as one pattern.
    private static func grouped(_ parts: [RuleExpression]) -> [RuleExpression] {
        var result: [RuleExpression] = []
        var run: [Pattern] = []
        for part in parts {
            if let pattern = regular(part) {
                run.append(pattern)
                continue
            }
            if !run.isEmpty { result.append(.pattern(.sequence(run))) }
            run = []
            result.append(part)
        }
        if !run.isEmpty { result.append(.pattern(.sequence(run))) }
        return result
    }

    /// The pattern of an expression without references.
    private static func regular(_ expression: RuleExpression) -> Pattern? {
        switch expression {
        case .pattern(let pattern): return pattern
        case .reference: return nil
        case .sequence(let parts):
            let patterns = parts.compactMap(regular)
            return patterns.count == parts.count ? .sequence(patterns) : nil
        case .choice(let parts):
            let patterns = parts.compactMap(regular)
            return patterns.count == parts.count ? .choice(patterns) : nil
        case .repetition(let part, let minimum, let maximum):
            return regular(part).map { .repetition($0, minimum: minimum, maximum: maximum) }
        }
    }
}
