/// Classes and escapes.
extension RegularExpression {
    mutating func set() throws(GrammarError) -> ScalarSet {
        let isNegated = take("^")
        var result = ScalarSet()
        while true {
            guard let scalar = take() else { throw malformed("a missing ']'") }
            if scalar == "]" { break }
            let low = scalar == "\\" ? try escape(inClass: true) : ScalarSet(scalar.value)
            guard next == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else {
                result = result.union(low)
                continue
            }
            position += 1
            guard let end = take() else { throw malformed("a missing ']'") }
            let high = end == "\\" ? try escape(inClass: true) : ScalarSet(end.value)
            guard let from = low.ranges.first, let to = high.ranges.first, from.count == 1, to.count == 1, low.ranges.count == 1,
                high.ranges.count == 1
            else {
                result = result.union(low).union(high).union(ScalarSet(0x2D))
                continue
            }
            guard from.lowerBound <= to.lowerBound else { throw malformed("a range in the wrong order") }
            result = result.union(ScalarSet([from.lowerBound...to.lowerBound]))
        }
        result = folded(result).intersection(.all)
        return isNegated ? result.complement : result
    }

    mutating func escape(inClass: Bool) throws(GrammarError) -> ScalarSet {
        guard let scalar = take() else { throw malformed("a '\\' at the end") }
        switch scalar {
        case "d": return .digits
        case "D": return ScalarSet.digits.complement
        case "w": return .word
        case "W": return ScalarSet.word.complement
        case "s": return .space
        case "S": return ScalarSet.space.complement
        case "t": return ScalarSet(0x09)
        case "n": return ScalarSet(0x0A)
        case "v": return ScalarSet(0x0B)
        case "f": return ScalarSet(0x0C)
        case "r": return ScalarSet(0x0D)
        case "0": return ScalarSet(0)
        case "b" where inClass: return ScalarSet(0x08)
        case "x": return ScalarSet(try hexadecimal(digits: 2))
        case "u": return ScalarSet(try codePoint())
        case "b", "B": throw .unsupported("'\\b' is not supported in a regular expression", path: "")
        case "p", "P": throw .unsupported("'\\p' is not supported in a regular expression", path: "")
        case "k", "1"..."9": throw .unsupported("back-references are not supported in a regular expression", path: "")
        case "a"..."z", "A"..."Z": throw malformed("an unknown escape '\\\(scalar)'")
        default: return ScalarSet(scalar.value)
        }
    }

    private mutating func codePoint() throws(GrammarError) -> UInt32 {
        guard take("{") else {
            let first = try hexadecimal(digits: 4)
            guard (0xD800...0xDBFF).contains(first) else { return first }
            guard take("\\"), take("u") else { throw malformed("half a surrogate pair") }
            let second = try hexadecimal(digits: 4)
            guard (0xDC00...0xDFFF).contains(second) else { throw malformed("half a surrogate pair") }
            return 0x10000 + (first & 0x3FF) << 10 + (second & 0x3FF)
        }
        var value: UInt32 = 0
        while let scalar = take(), scalar != "}" {
            guard let digit = Character(scalar).hexDigitValue, value <= 0x10FFFF else { throw malformed("a bad code point") }
            value = value << 4 | UInt32(digit)
        }
        guard value <= 0x10FFFF else { throw malformed("a bad code point") }
        return value
    }

    private mutating func hexadecimal(digits: Int) throws(GrammarError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let scalar = take(), scalar.isASCII, let digit = Character(scalar).hexDigitValue else { throw malformed("a bad escape") }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}
