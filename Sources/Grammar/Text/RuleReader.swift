/// What GBNF and Lark have in common: rules as alternatives of sequences, in lines with comments.
protocol RuleReader {
    var scanner: RuleScanner { get set }
    var limits: GrammarLimits { get }
    /// Whether alternatives go on in the next line behind a `|` at a line's end.
    static var barJoinsLines: Bool { get }

    static func isNameCharacter(_ scalar: Unicode.Scalar) -> Bool
    /// Whether a comment begins here; it goes to the line's end.
    var isAtComment: Bool { get }
    /// The next part of a sequence, which begins with `scalar`; `nil` where the sequence ends before it.
    mutating func part(_ scalar: Unicode.Scalar, depth: Int) throws(GrammarError) -> RuleExpression?
    /// The part, repeated as often as what follows says.
    mutating func repeated(_ part: RuleExpression) throws(GrammarError) -> RuleExpression
}

extension RuleReader {
    mutating func name() -> String { scanner.takeWhile(Self.isNameCharacter) }

    /// Passes over spaces and comments.
    mutating func skip(acrossLines: Bool) {
        while let scalar = scanner.next {
            if isAtComment {
                _ = scanner.takeWhile { $0 != "\n" }
            } else if " \t\r".unicodeScalars.contains(scalar) || (scalar == "\n" && acrossLines) {
                _ = scanner.take()
            } else {
                return
            }
        }
    }

    mutating func alternatives(depth: Int) throws(GrammarError) -> RuleExpression {
        guard depth <= limits.depth else { throw .tooLarge("groups nest too deep", limit: limits.depth, path: "") }
        var parts = [try sequence(depth: depth)]
        while true {
            // A line that begins with '|' goes on with the rule.
            let before = scanner
            skip(acrossLines: true)
            guard scanner.take("|") else {
                if depth == 0 { scanner = before }
                return parts.count == 1 ? parts[0] : .choice(parts)
            }
            if Self.barJoinsLines { skip(acrossLines: true) }
            parts.append(try sequence(depth: depth))
        }
    }

    private mutating func sequence(depth: Int) throws(GrammarError) -> RuleExpression {
        var parts: [RuleExpression] = []
        while true {
            skip(acrossLines: depth > 0)
            guard let scalar = scanner.next, let part = try part(scalar, depth: depth) else { return .sequence(parts) }
            parts.append(try repeated(part))
        }
    }

    /// A group, whose opening character is the next.
    mutating func group(closedBy end: String, depth: Int) throws(GrammarError) -> RuleExpression {
        _ = scanner.take()
        let body = try alternatives(depth: depth + 1)
        skip(acrossLines: true)
        guard scanner.take(end) else { throw scanner.malformed("a missing '\(end)'") }
        return body
    }

    mutating func reference() throws(GrammarError) -> RuleExpression {
        let name = name()
        guard !name.isEmpty else {
            throw scanner.malformed("an unexpected '\(scanner.next.map { String($0) } ?? "end")'")
        }
        return .reference(name)
    }

    /// The characters of a literal, whose quote is the next.
    mutating func literal() throws(GrammarError) -> [Unicode.Scalar] {
        _ = scanner.take()
        var text: [Unicode.Scalar] = []
        while let scalar = scanner.take() {
            if scalar == "\"" { return text }
            let value = scalar == "\\" ? try scanner.escape() : scalar.value
            if let character = Unicode.Scalar(value) { text.append(character) }
        }
        throw scanner.malformed("a literal does not end")
    }

    mutating func number() throws(GrammarError) -> Int {
        guard let number = scanner.number() else { throw scanner.malformed("a number was expected") }
        return number
    }

    func repetition(_ part: RuleExpression, _ minimum: Int, _ maximum: Int?) throws(GrammarError) -> RuleExpression {
        guard max(minimum, maximum ?? 0) <= limits.repetitions else {
            throw .tooLarge("a bound of a repetition", limit: limits.repetitions, path: "")
        }
        guard maximum ?? minimum >= minimum else { throw scanner.malformed("bounds in the wrong order") }
        return .repetition(part, minimum: minimum, maximum: maximum)
    }

    /// `*`, `+` and `?`.
    mutating func sign(behind part: RuleExpression) -> RuleExpression? {
        if scanner.take("*") { return .repetition(part, minimum: 0, maximum: nil) }
        if scanner.take("+") { return .repetition(part, minimum: 1, maximum: nil) }
        return scanner.take("?") ? .repetition(part, minimum: 0, maximum: 1) : nil
    }

    /// Adds a rule, as long as there are not too many.
    func define(_ name: String, _ expression: RuleExpression, in rules: inout GrammarRules) throws(GrammarError) {
        try rules.define(name, expression)
        guard rules.names.count <= limits.nodes else {
            throw .tooLarge("the grammar has too many rules", limit: limits.nodes, path: "")
        }
    }
}
