/// Reads llama.cpp's GBNF (grammars/README.md there): `name ::= …` with literals, classes, `.`, groups, `|`, `* + ?`, `{m,n}`, `#` comments.
///
/// Left recursion, which llama.cpp refuses, is no difficulty here.
struct GBNFParser: RuleReader {
    var scanner: RuleScanner
    let limits: GrammarLimits
    static let barJoinsLines = true

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
            try parser.define(name, try parser.alternatives(depth: 0), in: &rules)
            guard parser.scanner.next == nil || parser.scanner.next == "\n" else { throw parser.scanner.malformed("the rule does not end") }
        }
    }

    static func isNameCharacter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "-" || scalar == "_")
    }

    var isAtComment: Bool { scanner.next == "#" }

    mutating func part(_ scalar: Unicode.Scalar, depth: Int) throws(GrammarError) -> RuleExpression? {
        switch scalar {
        case "|", ")", "\n": return nil
        case "\"": return .pattern(.text(String(String.UnicodeScalarView(try literal()))))
        case "[": return .pattern(try set())
        case ".":
            _ = scanner.take()
            return .pattern(TextEncoding.utf8.pattern(.all))
        case "(": return try group(closedBy: ")", depth: depth)
        default: return try reference()
        }
    }

    mutating func repeated(_ part: RuleExpression) throws(GrammarError) -> RuleExpression {
        if let repeated = sign(behind: part) { return repeated }
        guard scanner.take("{") else { return part }
        let minimum = try number()
        let maximum = scanner.take(",") ? scanner.number() : minimum
        guard scanner.take("}") else { throw scanner.malformed("a missing '}'") }
        return try repetition(part, minimum, maximum)
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
