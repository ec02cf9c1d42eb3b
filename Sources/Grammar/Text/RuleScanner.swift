/// Reads the characters of a grammar's text, with the line for errors.
struct RuleScanner {
    private let scalars: [Unicode.Scalar]
    private(set) var position = 0
    private var line = 1

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    func peek(_ offset: Int) -> Unicode.Scalar? { position + offset < scalars.count ? scalars[position + offset] : nil }

    mutating func take() -> Unicode.Scalar? {
        guard let scalar = next else { return nil }
        position += 1
        if scalar == "\n" { line += 1 }
        return scalar
    }

    mutating func take(_ text: String) -> Bool {
        for (offset, scalar) in text.unicodeScalars.enumerated() where peek(offset) != scalar { return false }
        for _ in text.unicodeScalars { _ = take() }
        return true
    }

    mutating func takeWhile(_ isWanted: (Unicode.Scalar) -> Bool) -> String {
        var result = String.UnicodeScalarView()
        while let scalar = next, isWanted(scalar) {
            result.append(scalar)
            _ = take()
        }
        return String(result)
    }

    mutating func number() -> Int? {
        let digits = takeWhile { ("0"..."9").contains($0) }
        return digits.count > 9 ? 1 << 30 : Int(digits)
    }

    func malformed(_ what: String) -> GrammarError { .malformed("the grammar is not well-formed: \(what)", path: "line \(line)") }

    /// The character that an escape stands for, after its backslash.
    mutating func escape() throws(GrammarError) -> UInt32 {
        guard let scalar = take() else { throw malformed("a '\\' at the end") }
        switch scalar {
        case "n": return 0x0A
        case "r": return 0x0D
        case "t": return 0x09
        case "x": return try hexadecimal(2)
        case "u": return try hexadecimal(4)
        case "U": return try hexadecimal(8)
        default: return scalar.value
        }
    }

    private mutating func hexadecimal(_ digits: Int) throws(GrammarError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let scalar = take(), scalar.isASCII, let digit = Character(scalar).hexDigitValue else { throw malformed("a bad escape") }
            value = value << 4 | UInt32(digit)
        }
        guard Unicode.Scalar(value) != nil else { throw malformed("a bad escape") }
        return value
    }
}
