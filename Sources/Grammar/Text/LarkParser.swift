/// Reads a useful part of Lark's EBNF: rules and terminals, literals (with `i`), `/regular expressions/` (with `i`), ranges `"a".."z"`,
/// groups, `[optional]`, `|`, `* + ?`, `~ n`, `~ m..n`, aliases, `%ignore`, and `%import common.` of a few names.
///
/// Terminals match as if they were rules: there is no lexer that takes the longest. `%ignore` may stand behind each terminal and at the beginning. It
/// does **not** have templates, priorities, `%declare`, `%override` and `%extend`.
struct LarkParser: RuleReader {
    var scanner: RuleScanner
    let limits: GrammarLimits
    /// How the texts that match are written.
    let encoding: TextEncoding
    private var ignored: [RuleExpression] = []
    static let barJoinsLines = false

    private static let ignoredName = "%ignored"
    /// Of Lark's `common` grammar.
    private static let common: [String: String] = [
        "DIGIT": "[0-9]", "HEXDIGIT": "[0-9a-fA-F]", "INT": "[0-9]+", "SIGNED_INT": "[+-]?[0-9]+", "LETTER": "[a-zA-Z]",
        "LCASE_LETTER": "[a-z]", "UCASE_LETTER": "[A-Z]", "WORD": "[a-zA-Z]+", "CNAME": "[_a-zA-Z][_a-zA-Z0-9]*",
        "DECIMAL": "[0-9]+\\.[0-9]*|\\.[0-9]+", "NUMBER": "[0-9]+(\\.[0-9]*)?([eE][+-]?[0-9]+)?|\\.[0-9]+([eE][+-]?[0-9]+)?",
        "SIGNED_NUMBER": "[+-]?([0-9]+(\\.[0-9]*)?([eE][+-]?[0-9]+)?|\\.[0-9]+([eE][+-]?[0-9]+)?)",
        "FLOAT": "([0-9]+\\.[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+",
        "ESCAPED_STRING": "\"([^\"\\\\\\n]|\\\\.)*\"", "WS": "[ \\t\\f\\r\\n]+", "WS_INLINE": "[ \\t]+", "NEWLINE": "(\\r?\\n)+",
        "CR": "\\r", "LF": "\\n",
    ]

    static func parse(_ text: String, encoding: TextEncoding, limits: GrammarLimits) throws(GrammarError) -> GrammarRules {
        guard text.utf8.count <= limits.bytes else { throw .tooLarge("the grammar's bytes", limit: limits.bytes, path: "") }
        var parser = LarkParser(scanner: RuleScanner(text), limits: limits, encoding: encoding)
        var rules = GrammarRules()
        try parser.statements(into: &rules)
        try parser.applyIgnored(to: &rules)
        return rules
    }

    private mutating func statements(into rules: inout GrammarRules) throws(GrammarError) {
        while true {
            skip(acrossLines: true)
            guard scanner.next != nil else { return }
            if scanner.take("%ignore") {
                skip(acrossLines: false)
                ignored.append(try alternatives(depth: 0))
            } else if scanner.take("%import") {
                try importCommon(into: &rules)
            } else if scanner.next == "%" {
                throw .unsupported("only '%ignore' and '%import common' are supported", path: "")
            } else {
                _ = scanner.take("?") || scanner.take("!")
                let name = name()
                guard !name.isEmpty else { throw scanner.malformed("a rule's name was expected") }
                if scanner.next == "." || scanner.next == "{" { throw .unsupported("priorities and templates are not supported", path: "") }
                skip(acrossLines: false)
                guard scanner.take(":") else { throw scanner.malformed("':' was expected") }
                try define(name, try alternatives(depth: 0), in: &rules)
            }
        }
    }

    private mutating func importCommon(into rules: inout GrammarRules) throws(GrammarError) {
        skip(acrossLines: false)
        guard scanner.take("common.") else { throw .unsupported("only 'common' can be imported", path: "") }
        let imported = name()
        guard let text = Self.common[imported] else { throw .unsupported("'common.\(imported)' is not supported", path: "") }
        skip(acrossLines: false)
        var alias = imported
        if scanner.take("->") {
            skip(acrossLines: false)
            alias = name()
        }
        try define(alias, .pattern(RegularExpression.pattern(text, encoding: encoding, isSearch: false, limits: limits)), in: &rules)
    }

    /// Puts what is ignored behind each terminal that stands in a rule, and before the whole.
    private func applyIgnored(to rules: inout GrammarRules) throws(GrammarError) {
        guard !ignored.isEmpty else { return }
        let skipped = RuleExpression.repetition(.reference(Self.ignoredName), minimum: 0, maximum: nil)
        for name in rules.names where !Self.isTerminal(name) {
            guard let body = rules.rules[name] else { continue }
            rules.rules[name] = Self.following(body, with: skipped)
        }
        if let start = rules.rules["start"] { rules.rules["start"] = .sequence([skipped, start]) }
        try rules.define(Self.ignoredName, .choice(ignored))
    }

    private static func isTerminal(_ name: String) -> Bool {
        guard let first = name.unicodeScalars.first(where: { $0 != "_" }) else { return false }
        return ("A"..."Z").contains(first)
    }

    private static func following(_ expression: RuleExpression, with skipped: RuleExpression) -> RuleExpression {
        switch expression {
        case .pattern: .sequence([expression, skipped])
        case .reference(let name): isTerminal(name) ? .sequence([expression, skipped]) : expression
        case .sequence(let parts): .sequence(parts.map { following($0, with: skipped) })
        case .choice(let parts): .choice(parts.map { following($0, with: skipped) })
        case .repetition(let part, let minimum, let maximum):
            .repetition(following(part, with: skipped), minimum: minimum, maximum: maximum)
        }
    }

    static func isNameCharacter(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
    }

    var isAtComment: Bool { scanner.next == "#" || (scanner.next == "/" && scanner.peek(1) == "/") }

    mutating func part(_ scalar: Unicode.Scalar, depth: Int) throws(GrammarError) -> RuleExpression? {
        if scanner.take("->") {
            skip(acrossLines: false)
            _ = name()
            return .sequence([])
        }
        switch scalar {
        case "|", ")", "]", "\n": return nil
        case "\"": return try literalOrRange()
        case "/": return .pattern(try expression())
        case "(": return try group(closedBy: ")", depth: depth)
        case "[": return .repetition(try group(closedBy: "]", depth: depth), minimum: 0, maximum: 1)
        default: return try reference()
        }
    }

    mutating func repeated(_ part: RuleExpression) throws(GrammarError) -> RuleExpression {
        if let repeated = sign(behind: part) { return repeated }
        skip(acrossLines: false)
        guard scanner.take("~") else { return part }
        skip(acrossLines: false)
        let minimum = try number()
        return try repetition(part, minimum, scanner.take("..") ? try number() : minimum)
    }

    private mutating func literalOrRange() throws(GrammarError) -> RuleExpression {
        let first = try literal()
        if scanner.next == ".", scanner.peek(1) == "." {
            _ = scanner.take("..")
            guard scanner.next == "\"" else { throw scanner.malformed("a literal was expected") }
            let last = try literal()
            guard first.count == 1, last.count == 1, first[0].value <= last[0].value else { throw scanner.malformed("a bad range") }
            return .pattern(encoding.pattern(ScalarSet([first[0].value...last[0].value])))
        }
        guard scanner.next == "i" else { return .pattern(encoding.pattern(String(String.UnicodeScalarView(first)))) }
        _ = scanner.take()
        return .pattern(.sequence(first.map { encoding.pattern(ScalarSet($0.value).ignoringCase) }))
    }

    private mutating func expression() throws(GrammarError) -> Pattern {
        _ = scanner.take()
        var text = String.UnicodeScalarView()
        while let scalar = scanner.take(), scalar != "/" {
            text.append(scalar)
            if scalar == "\\", let escaped = scanner.take() { text.append(escaped) }
        }
        let flags = scanner.takeWhile { "imslux".unicodeScalars.contains($0) }
        guard flags.allSatisfy({ $0 == "i" || $0 == "u" }) else { throw .unsupported("the flags '\(flags)' are not supported", path: "") }
        return try RegularExpression.pattern(
            String(text), encoding: encoding, isSearch: false, ignoresCase: flags.contains("i"), limits: limits)
    }
}
