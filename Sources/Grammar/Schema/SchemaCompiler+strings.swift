extension SchemaCompiler {
    /// A string with its quotes. Where nothing is asked of it, written in any way; otherwise in one way (`TextEncoding.json`).
    mutating func strings(_ constraints: StringConstraints, path: String) throws(GrammarError) -> Automaton {
        if constraints == StringConstraints() { return builder.json.anyString }
        if let known = stringTerminals[constraints] { return known }
        let made = try automaton(constraints, path: path)
        stringTerminals[constraints] = made
        return made
    }

    /// Where nothing but the length is bounded: then characters are counted as the string is read.
    mutating func lengths(_ constraints: StringConstraints, path: String) throws(GrammarError) -> StringLengths? {
        let (minimum, maximum) = (constraints.minimumLength, constraints.maximumLength)
        let hasFormat = constraints.formats.contains { StringFormat.expressions[$0] != nil }
        guard minimum > 0 || maximum != nil, constraints.patterns.isEmpty, !hasFormat, minimum <= maximum ?? minimum else { return nil }
        guard minimum < 1 << 24 else { throw .tooLarge("'minLength'", limit: 1 << 24, path: path) }
        return StringLengths(minimum: Int32(minimum), maximum: maximum.map { Int32(clamping: min($0, 1 << 24)) } ?? .max)
    }

    private func pattern(_ expression: StringConstraints.Expression) throws(GrammarError) -> Pattern {
        do {
            let pattern = try RegularExpression.pattern(expression.text, encoding: .json, isSearch: true, limits: limits)
            return .sequence([.text("\""), pattern, .text("\"")])
        } catch {
            throw error.at(expression.pointer)
        }
    }

    private mutating func automaton(_ constraints: StringConstraints, path: String) throws(GrammarError) -> Automaton {
        var result: Automaton?
        let minimum = constraints.minimumLength
        let maximum = constraints.maximumLength
        do throws(GrammarError) {
            var parts: [Pattern] = []
            for expression in constraints.patterns { parts.append(try pattern(expression)) }
            for format in constraints.formats {
                guard let text = StringFormat.expressions[format] else { continue }
                let pattern = try RegularExpression.pattern(text, encoding: .json, isSearch: false, limits: StringFormat.limits)
                parts.append(.sequence([.text("\""), pattern, .text("\"")]))
            }
            if minimum > 0 || maximum != nil {
                guard max(minimum, maximum ?? 0) <= limits.repetitions else {
                    throw GrammarError.tooLarge("a bound of a string's length", limit: limits.repetitions, path: path)
                }
                guard minimum <= maximum ?? minimum else {
                    noteImpossible(path)
                    return try builder.automaton(.nothing)
                }
                parts.append(
                    .sequence([.text("\""), .repetition(JSONText.character, minimum: minimum, maximum: maximum), .text("\"")]))
            }
            for part in parts {
                let automaton = try builder.automaton(part)
                result = try result?.intersection(automaton, budget: builder.budget) ?? automaton
            }
        } catch {
            throw error.at(path)
        }
        guard let result else { return builder.json.anyString }
        if result.isEmpty { noteImpossible(path) }
        return result
    }
}

/// The formats that are held to, as regular expressions.
enum StringFormat {
    /// Ours are longer than what clients may send.
    static let limits: GrammarLimits = {
        var limits = GrammarLimits()
        limits.patternBytes = 1 << 16
        return limits
    }()

    private static let year = "[0-9]{2}"
    private static let leapYear = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)"
    private static let commonYear = "(?:[0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)"
    private static let date =
        "(?:\(commonYear)-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))|\(leapYear)-02-29)"
    private static let time =
        "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]{1,9})?(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
    /// Up to 30 characters, of which the third and fourth are not both hyphens: what those say cannot be checked (RFC 5891 §4.2.3.1).
    private static let label: String = {
        let (end, inner) = ("[A-Za-z0-9]", "[A-Za-z0-9-]")
        return "\(end)(?:\(end)|\(inner)\(end)|\(inner){2}\(end)|\(inner)(?:\(end)\(inner)|-\(end))\(inner){0,25}\(end))?"
    }()
    /// At most 247 of the 253 that there may be.
    private static let hostname = "\(label)(?:\\.\(label)){0,7}"
    private static let atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,32}"
    private static let octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
    private static let ipv4 = "\(octet)\\.\(octet)\\.\(octet)\\.\(octet)"
    private static let group = "[0-9A-Fa-f]{1,4}"
    private static let ipv6: String = {
        let tail = "(?:\(group):\(group)|\(ipv4))"
        var parts = ["(?:\(group):){6}\(tail)", "::(?:\(group):){5}\(tail)"]
        for after in (0...4).reversed() {
            let before = 5 - after
            parts.append("(?:(?:\(group):){0,\(before - 1)}\(group))?::(?:\(group):){\(after)}\(tail)")
        }
        parts.append("(?:(?:\(group):){0,5}\(group))?::\(group)")
        parts.append("(?:(?:\(group):){0,6}\(group))?::")
        return "(?:" + parts.joined(separator: "|") + ")"
    }()
    private static let duration: String = {
        let clock = "T(?:[0-9]{1,9}H(?:[0-9]{1,9}M(?:[0-9]{1,9}S)?)?|[0-9]{1,9}M(?:[0-9]{1,9}S)?|[0-9]{1,9}S)"
        let days = "[0-9]{1,9}D"
        let date = "(?:[0-9]{1,9}Y(?:[0-9]{1,9}M(?:\(days))?)?|[0-9]{1,9}M(?:\(days))?|\(days))"
        return "P(?:\(date)(?:\(clock))?|\(clock)|[0-9]{1,9}W)"
    }()
    private static let hex = "[0-9A-Fa-f]"

    static let expressions: [String: String] = [
        "date": date,
        "time": time,
        "date-time": "\(date)[Tt]\(time)",
        "duration": duration,
        "email": "\(atom)(?:\\.\(atom)){0,3}@\(hostname)",
        "hostname": hostname,
        "ipv4": ipv4,
        "ipv6": ipv6,
        "uuid": "\(hex){8}-\(hex){4}-\(hex){4}-\(hex){4}-\(hex){12}",
    ]
}
