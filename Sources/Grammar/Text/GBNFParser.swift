/// Reads llama.cpp's GBNF (grammars/README.md there): `name ::= …` with literals, classes, `.`, groups, `|`, `* + ?`, `{m,n}`, `#` comments.
///
/// Left recursion, which llama.cpp refuses, is no difficulty here.
struct GBNFParser {
    private var scanner: RuleScanner
    private let limits: GrammarLimits

    static func parse(_ text: String, limits: GrammarLimits) throws(GrammarError) -> GrammarRules {
        guard text.utf8.count <= limits.bytes else { throw .tooLarge("the grammar's bytes", limit: limits.bytes, path: "") }
        var parser = GBNFParser(scanner: RuleScanner(text), limits: limits)
        var rules = GrammarRules()
        while true {
            parser.skip(acrossLines: true)
            guard parser.scanner.next != nil else { return rules }
            let name = parser.name()
            guard !name.isEmpty else { throw parser.scanner.malformed("a rule's name was expected") }
            parser.skip(acrossLines: false)
            guard parser.scanner.take("::=") else { throw parser.scanner.malformed("'::=' was expected") }
            parser.skip(acrossLines: true)
            try rules.define(name, try parser.alternatives(depth: 0))
            guard rules.names.count <= limits.nodes else {
                throw .tooLarge("the grammar has too many rules", limit: limits.nodes, path: "")
            }
            guard parser.scanner.next == nil || parser.scanner.next == "\n" else { throw parser.scanner.malformed("the rule does not end") }
        }
    }

    private mutating func name() -> String {
        scanner.takeWhile { $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "-" || $0 == "_") }
    }

    private mutating func skip(acrossLines: Bool) {
        while let scalar = scanner.next {
            switch scalar {
            case " ", "\t", "\r": _ = scanner.take()
            case "\n" where acrossLines: _ = scanner.take()
            case "#": _ = scanner.takeWhile { $0 != "\n" }
            default: return
            }
        }
    }

    private mutating func alternatives(depth: Int) throws(GrammarError) -> RuleExpression {
        guard depth <= limits.depth else { throw .tooLarge("groups nest too deep", limit: limits.depth, path: "") }
        var parts = [try sequence(depth: depth)]
        while true {
            // A line that begins with '|' goes on with the rule.
            let before = scanner
            skip(acrossLines: true)
            guard scanner.take("|") else {
                if depth == 0 { scanner = before }
                break
            }
            skip(acrossLines: true)
            parts.append(try sequence(depth: depth))
        }
        return parts.count == 1 ? parts[0] : .choice(parts)
    }

    private mutating func sequence(depth: Int) throws(GrammarError) -> RuleExpression {
        var parts: [RuleExpression] = []
        while true {
            skip(acrossLines: depth > 0)
            guard let scalar = scanner.next else { break }
            let part: RuleExpression
            switch scalar {
            case "|", ")", "\n": return .sequence(parts)
            case "\"": part = .pattern(try literal())
            case "[": part = .pattern(try set())
            case ".":
                _ = scanner.take()
                part = .pattern(TextEncoding.utf8.pattern(.all))
            case "(":
                _ = scanner.take()
                part = try alternatives(depth: depth + 1)
                skip(acrossLines: true)
                guard scanner.take(")") else { throw scanner.malformed("a missing ')'") }
            default:
                let name = name()
                guard !name.isEmpty else { throw scanner.malformed("an unexpected '\(scalar)'") }
                part = .reference(name)
            }
            parts.append(try repeated(part))
        }
        return .sequence(parts)
    }

    private mutating func repeated(_ part: RuleExpression) throws(GrammarError) -> RuleExpression {
        switch scanner.next {
        case "*":
            _ = scanner.take()
            return .repetition(part, minimum: 0, maximum: nil)
        case "+":
            _ = scanner.take()
            return .repetition(part, minimum: 1, maximum: nil)
        case "?":
            _ = scanner.take()
            return .repetition(part, minimum: 0, maximum: 1)
        case "{":
            _ = scanner.take()
            guard let minimum = scanner.number() else { throw scanner.malformed("a number was expected") }
            var maximum: Int? = minimum
            if scanner.take(",") { maximum = scanner.number() }
            guard scanner.take("}") else { throw scanner.malformed("a missing '}'") }
            guard max(minimum, maximum ?? 0) <= limits.repetitions else {
                throw .tooLarge("a bound of a repetition", limit: limits.repetitions, path: "")
            }
            guard maximum ?? minimum >= minimum else { throw scanner.malformed("bounds in the wrong order") }
            return .repetition(part, minimum: minimum, maximum: maximum)
        default: return part
        }
    }

    private mutating func literal() throws(GrammarError) -> Pattern {
        _ = scanner.take()
        var text = String.UnicodeScalarView()
        while let scalar = scanner.take() {
            if scalar == "\"" { return .text(String(text)) }
            let value = scalar == "\\" ? try scanner.escape() : scalar.value
            if let character = Unicode.Scalar(value) { text.append(character) }
        }
        throw scanner.malformed("a literal does not end")
    }

    private mutating func set() throws(GrammarError) -> Pattern {
        _ = scanner.take()
        let isNegated = scanner.take("^")
        var ranges: [ClosedRange<UInt32>] = []
        while let scalar = scanner.take() {
            if scalar == "]" {
                let set = ScalarSet(ranges)
                return TextEncoding.utf8.pattern(isNegated ? set.complement : set.intersection(.all))
            }
            let low = scalar == "\\" ? try scanner.escape() : scalar.value
            var high = low
            if scanner.next == "-", scanner.peek(1) != "]", scanner.peek(1) != nil {
                _ = scanner.take()
                let end = scanner.take() ?? "-"
                high = end == "\\" ? try scanner.escape() : end.value
            }
            guard low <= high else { throw scanner.malformed("a range in the wrong order") }
            ranges.append(low...high)
        }
        throw scanner.malformed("a class does not end")
    }
}
