import JSON

extension SchemaCompiler {
    /// Numbers, as automata of which any may match: those without and with a sign. Bounded ones have no exponent.
    mutating func numbers(_ constraints: NumberConstraints, isInteger: Bool, path: String) throws(GrammarError) -> [Automaton] {
        if constraints == NumberConstraints() { return [isInteger ? builder.json.integer : builder.json.number] }
        var key = constraints
        key.isInteger = isInteger
        if let known = numberTerminals[key] { return known }
        let made = try automata(constraints, isInteger: isInteger, path: path)
        numberTerminals[key] = made
        return made
    }

    private mutating func automata(
        _ constraints: NumberConstraints, isInteger: Bool, path: String
    ) throws(GrammarError) -> [Automaton] {
        let minimum = constraints.minimum.flatMap { bound in DecimalBound(bound.value).map { ($0, !bound.isExclusive) } }
        let maximum = constraints.maximum.flatMap { bound in DecimalBound(bound.value).map { ($0, !bound.isExclusive) } }
        let base = try magnitudes(constraints, isInteger: isInteger, path: path)
        var result: [Automaton] = []
        // 0 and more.
        if maximum.map({ !$0.0.isNegative }) ?? true {
            var automaton = base
            if let (bound, isInclusive) = maximum {
                automaton = try restrict(automaton, bound, isUpper: true, isInclusive)
            }
            if let (bound, isInclusive) = minimum, !bound.isNegative {
                automaton = try restrict(automaton, bound, isUpper: false, isInclusive)
            }
            result.append(automaton)
        }
        // Below 0, and -0, which is 0.
        if minimum.map({ $0.0.isNegative }) ?? true {
            var automaton = base
            if let (bound, isInclusive) = minimum { automaton = try restrict(automaton, bound, isUpper: true, isInclusive) }
            if let (bound, isInclusive) = maximum {
                if bound.isNegative {
                    automaton = try restrict(automaton, bound, isUpper: false, isInclusive)
                } else if bound.isZero, !isInclusive {
                    automaton = try restrict(automaton, .zero, isUpper: false, false)
                }
            }
            result.append(try automaton.preceded(by: UInt8(ascii: "-"), budget: builder.budget))
        }
        result.removeAll(where: \.isEmpty)
        if result.isEmpty { noteImpossible(path) }
        return result
    }

    private mutating func restrict(
        _ automaton: Automaton, _ bound: DecimalBound, isUpper: Bool, _ isInclusive: Bool
    ) throws(GrammarError) -> Automaton {
        let side = try builder.automaton(bound.magnitudes(upTo: isUpper, including: isInclusive))
        return try automaton.intersection(side, budget: builder.budget)
    }

    /// What may be written without a sign before the bounds are looked at.
    private mutating func magnitudes(
        _ constraints: NumberConstraints, isInteger: Bool, path: String
    ) throws(GrammarError) -> Automaton {
        var fractionDigits = isInteger ? 0 : JSONText.fractionDigits
        var factors: [Int] = []
        for multiple in constraints.multiples {
            guard let factor = multiple.doubleValue, factor > 0 else {
                throw .malformed("'multipleOf' is a number above 0", path: path + "/multipleOf")
            }
            if let whole = multiple.intValue {
                guard whole <= limits.repetitions else { throw .tooLarge("'multipleOf'", limit: limits.repetitions, path: path) }
                factors.append(whole)
                fractionDigits = 0
            } else if let bound = DecimalBound(multiple), bound.whole == [0], bound.fraction.last == 1,
                bound.fraction.dropLast().allSatisfy({ $0 == 0 })
            {
                fractionDigits = min(fractionDigits, bound.fraction.count)
            } else {
                throw .unsupported("'multipleOf' is supported for integers and powers of ten", path: path + "/multipleOf")
            }
        }
        var pattern = JSONText.wholePart()
        if fractionDigits > 0 {
            pattern = .sequence([pattern, .optional(.sequence([.text("."), .repetition(.digit, minimum: 1, maximum: fractionDigits)]))])
        }
        var result = try builder.automaton(pattern)
        for factor in factors where factor > 1 {
            result = try result.intersection(Self.multiples(of: factor, budget: builder.budget), budget: builder.budget)
        }
        return result
    }

    /// Digits whose number is a multiple: the state is the remainder.
    private static func multiples(of factor: Int, budget: GrammarBudget) throws(GrammarError) -> Automaton {
        var classes = [UInt8](repeating: 10, count: 256)
        for digit in 0..<10 { classes[0x30 + digit] = UInt8(digit) }
        var builder = AutomatonBuilder(classes: classes, classCount: 11, budget: budget)
        let start = try builder.add(accepting: false)
        for remainder in 0..<factor { _ = try builder.add(accepting: remainder == 0) }
        for digit in 0..<10 {
            builder.connect(start, digit, to: Int32(digit % factor + 1))
            for remainder in 0..<factor {
                builder.connect(Int32(remainder + 1), digit, to: Int32((remainder * 10 + digit) % factor + 1))
            }
        }
        return builder.build()
    }
}
