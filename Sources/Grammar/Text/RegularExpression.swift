/// A safe subset of ECMAScript's regular expressions, as JSON Schema and `guided_regex` use them: what a finite automaton can do.
///
/// Literals, `.`, classes, `\d \w \s` and their complements, groups, alternatives, `* + ? {m,n}` (greedy or lazy makes no difference to
/// what matches), `^` and `$` at the ends. It does **not** have back-references, look-around, `\b` and `\p`.
struct RegularExpression {
    let scalars: [Unicode.Scalar]
    private let encoding: TextEncoding
    private let limits: GrammarLimits
    private let ignoresCase: Bool
    var position = 0

    private init(_ text: String, _ encoding: TextEncoding, ignoresCase: Bool, limits: GrammarLimits) {
        scalars = Array(text.unicodeScalars)
        self.encoding = encoding
        self.ignoresCase = ignoresCase
        self.limits = limits
    }

    /// The texts that match as a whole (`isSearch` false), or in which something matches.
    ///
    /// - Throws: `malformed` with the position, `unsupported` where an automaton cannot do it, `tooLarge`.
    static func pattern(
        _ text: String, encoding: TextEncoding, isSearch: Bool, ignoresCase: Bool = false, limits: GrammarLimits
    ) throws(GrammarError) -> Pattern {
        guard text.utf8.count <= limits.patternBytes else {
            throw .tooLarge("a regular expression has \(text.utf8.count) bytes", limit: limits.patternBytes, path: "")
        }
        var parser = RegularExpression(text, encoding, ignoresCase: ignoresCase, limits: limits)
        let node = try parser.alternatives(depth: 0)
        guard parser.position == parser.scalars.count else { throw parser.malformed("an unmatched ')'") }
        let branches = try Self.anchored(node)
        let anything = encoding.anyText
        return .choice(
            branches.map { branch in
                .sequence(
                    (isSearch && !branch.isAnchoredAtStart ? [anything] : []) + [branch.body]
                        + (isSearch && !branch.isAnchoredAtEnd ? [anything] : []))
            })
    }

    // MARK: Anchors

    private indirect enum Node {
        case plain(Pattern)
        case start
        case end
        case sequence([Node])
        case choice([Node])
    }

    private struct Branch {
        var body: Pattern
        var isAnchoredAtStart = false
        var isAnchoredAtEnd = false
    }

    /// The alternatives of a whole expression with their anchors, which may stand at their ends only.
    private static func anchored(_ node: Node) throws(GrammarError) -> [Branch] {
        switch node {
        case .plain(let pattern): return [Branch(body: pattern)]
        case .start: return [Branch(body: .empty, isAnchoredAtStart: true)]
        case .end: return [Branch(body: .empty, isAnchoredAtEnd: true)]
        case .choice(let nodes):
            var result: [Branch] = []
            for node in nodes { result += try anchored(node) }
            return result
        case .sequence(let nodes):
            var branches = [Branch(body: .empty)]
            var isEmpty = true
            for node in nodes {
                let parts = try anchored(node)
                var next: [Branch] = []
                for branch in branches {
                    for part in parts {
                        if part.isAnchoredAtStart, !isEmpty, !branch.isAnchoredAtStart || branch.body != .empty {
                            throw .unsupported("'^' is supported at the beginning of a regular expression only", path: "")
                        }
                        if branch.isAnchoredAtEnd, part.body != .empty || part.isAnchoredAtStart {
                            throw .unsupported("'$' is supported at the end of a regular expression only", path: "")
                        }
                        next.append(
                            Branch(
                                body: branch.body == .empty ? part.body : .sequence([branch.body, part.body]),
                                isAnchoredAtStart: branch.isAnchoredAtStart || part.isAnchoredAtStart,
                                isAnchoredAtEnd: branch.isAnchoredAtEnd || part.isAnchoredAtEnd))
                    }
                }
                guard next.count <= 256 else { throw .unsupported("too many alternatives with anchors", path: "") }
                branches = next
                isEmpty = false
            }
            return branches
        }
    }

    /// One pattern where there are no anchors inside.
    private static func joined(_ node: Node) -> Node {
        switch node {
        case .sequence(let nodes):
            let patterns = nodes.compactMap { if case .plain(let pattern) = $0 { pattern } else { nil } }
            return patterns.count == nodes.count ? .plain(patterns.count == 1 ? patterns[0] : .sequence(patterns)) : node
        case .choice(let nodes):
            let patterns = nodes.compactMap { if case .plain(let pattern) = $0 { pattern } else { nil } }
            return patterns.count == nodes.count ? .plain(patterns.count == 1 ? patterns[0] : .choice(patterns)) : node
        default: return node
        }
    }

    // MARK: Parsing

    func malformed(_ what: String) -> GrammarError {
        .malformed("a regular expression is not well-formed: \(what) at character \(position + 1)", path: "")
    }

    var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    mutating func take() -> Unicode.Scalar? {
        guard let scalar = next else { return nil }
        position += 1
        return scalar
    }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        position += 1
        return true
    }

    private mutating func alternatives(depth: Int) throws(GrammarError) -> Node {
        guard depth <= limits.depth else { throw .tooLarge("groups nest too deep in a regular expression", limit: limits.depth, path: "") }
        var branches = [try sequence(depth: depth)]
        while take("|") { branches.append(try sequence(depth: depth)) }
        return branches.count == 1 ? branches[0] : Self.joined(.choice(branches))
    }

    private mutating func sequence(depth: Int) throws(GrammarError) -> Node {
        var parts: [Node] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            let part = try atom(depth: depth)
            parts.append(try quantified(part))
        }
        return parts.isEmpty ? .plain(.empty) : Self.joined(.sequence(parts))
    }

    private mutating func atom(depth: Int) throws(GrammarError) -> Node {
        guard let scalar = take() else { throw malformed("something missing") }
        switch scalar {
        case "^": return .start
        case "$": return .end
        case ".": return .plain(encoding.pattern(ScalarSet.lineEnds.complement))
        case "[": return .plain(encoding.pattern(try set()))
        case "\\": return .plain(encoding.pattern(folded(try escape(inClass: false))))
        case "(": return try group(depth: depth)
        case "*", "+", "?": throw malformed("nothing to repeat")
        default: return .plain(encoding.pattern(folded(ScalarSet(scalar.value))))
        }
    }

    func folded(_ set: ScalarSet) -> ScalarSet { ignoresCase ? set.ignoringCase : set }

    private mutating func group(depth: Int) throws(GrammarError) -> Node {
        if take("?") {
            if take("<") {
                guard let first = next, first != "=", first != "!" else {
                    throw .unsupported("look-behind is not supported in a regular expression", path: "")
                }
                while let scalar = take(), scalar != ">" {}
            } else if !take(":") {
                throw .unsupported("look-ahead and flags are not supported in a regular expression", path: "")
            }
        }
        let body = try alternatives(depth: depth + 1)
        guard take(")") else { throw malformed("a missing ')'") }
        return body
    }

    private mutating func quantified(_ node: Node) throws(GrammarError) -> Node {
        guard let bounds = try quantifier() else { return node }
        guard case .plain(let pattern) = node else {
            throw .unsupported("'^' and '$' cannot be repeated in a regular expression", path: "")
        }
        if let scalar = next, "*+?".unicodeScalars.contains(scalar) { throw malformed("nothing to repeat") }
        return .plain(.repetition(pattern, minimum: bounds.minimum, maximum: bounds.maximum))
    }

    private mutating func quantifier() throws(GrammarError) -> (minimum: Int, maximum: Int?)? {
        var bounds: (minimum: Int, maximum: Int?)
        switch next {
        case "*": bounds = (0, nil)
        case "+": bounds = (1, nil)
        case "?": bounds = (0, 1)
        case "{":
            // ECMAScript takes a brace that opens no quantifier as itself.
            let start = position
            position += 1
            guard let counted = try counts() else {
                position = start
                return nil
            }
            _ = take("?")
            return counted
        default: return nil
        }
        position += 1
        _ = take("?")
        if bounds.maximum == nil, bounds.minimum > limits.repetitions { bounds.minimum = limits.repetitions }
        return bounds
    }

    private mutating func counts() throws(GrammarError) -> (minimum: Int, maximum: Int?)? {
        guard let minimum = number() else { return nil }
        var maximum: Int? = minimum
        if take(",") { maximum = next == "}" ? nil : number() ?? -1 }
        guard maximum != -1, take("}") else { return nil }
        guard max(minimum, maximum ?? 0) <= limits.repetitions else {
            throw .tooLarge("a bound of a repetition in a regular expression", limit: limits.repetitions, path: "")
        }
        if let maximum, maximum < minimum { throw malformed("bounds in the wrong order") }
        return (minimum, maximum)
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let scalar = next, ("0"..."9").contains(scalar) {
            value = min((value ?? 0) * 10 + Int(scalar.value - 0x30), 1 << 30)
            position += 1
        }
        return value
    }
}
