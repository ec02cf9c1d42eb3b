import JSON

/// A bound of numbers in decimal, and the numbers on one side of it: of those written without sign and exponent.
struct DecimalBound: Hashable {
    var isNegative: Bool
    /// Without leading zeros; `[0]` for none.
    var whole: [UInt8]
    /// Without trailing zeros.
    var fraction: [UInt8]

    static let zero = DecimalBound(isNegative: false, whole: [0], fraction: [])

    var isZero: Bool { whole == [0] && fraction.isEmpty }

    private init(isNegative: Bool, whole: [UInt8], fraction: [UInt8]) {
        self.isNegative = isNegative
        self.whole = whole
        self.fraction = fraction
    }

    /// `nil` for no number.
    init?(_ value: JSONValue) {
        let text: String
        switch value {
        case .integer(let number): text = String(number)
        case .unsigned(let number): text = String(number)
        case .double(let number): text = "\(number)"
        default: return nil
        }
        var digits: [UInt8] = []
        var pointAt: Int?
        var exponent = 0
        var rest = text[...]
        isNegative = rest.hasPrefix("-")
        if isNegative { rest = rest.dropFirst() }
        if let mark = rest.firstIndex(where: { $0 == "e" || $0 == "E" }) {
            exponent = Int(rest[rest.index(after: mark)...].drop { $0 == "+" }) ?? 0
            rest = rest[..<mark]
        }
        for character in rest {
            if character == "." { pointAt = digits.count } else { digits.append(UInt8(character.wholeNumberValue ?? 0)) }
        }
        let point = (pointAt ?? digits.count) + exponent
        if point <= 0 { digits.insert(contentsOf: repeatElement(0, count: 1 - point), at: 0) }
        if point > digits.count { digits.append(contentsOf: repeatElement(0, count: point - digits.count)) }
        let split = point <= 0 ? 1 : point
        whole = Array(digits[..<split].drop { $0 == 0 })
        if whole.isEmpty { whole = [0] }
        fraction = Array(digits[split...])
        while fraction.last == 0 { fraction.removeLast() }
        if isZero { isNegative = false }
    }

    private static func digits(_ range: ClosedRange<UInt8>) -> Pattern { .bytes(range.lowerBound + 0x30...range.upperBound + 0x30) }
    private static func literal(_ digits: some Sequence<UInt8>) -> Pattern { .literal(digits.map { $0 + 0x30 }) }
    private static let moreDigits = Pattern.any(.digit)
    private static let anyFraction = Pattern.optional(.sequence([.text("."), .digit, moreDigits]))

    /// Magnitudes up to this one, or from it on.
    func magnitudes(upTo isUpper: Bool, including isInclusive: Bool) -> Pattern {
        var parts: [Pattern] = []
        if isUpper {
            if whole.count > 1 { parts.append(.sequence([JSONText.wholePart(digits: whole.count - 1), Self.anyFraction])) }
        } else {
            parts.append(
                .sequence([
                    Self.digits(1...9), .repetition(.digit, minimum: whole.count, maximum: whole.count), Self.moreDigits, Self.anyFraction,
                ]))
        }
        for (index, digit) in whole.enumerated() {
            let least: UInt8 = index == 0 && whole.count > 1 ? 1 : 0
            guard let others = Self.beyond(digit, isUpper: isUpper, least: least) else { continue }
            let rest = whole.count - 1 - index
            parts.append(
                .sequence([
                    Self.literal(whole[..<index]), Self.digits(others), .repetition(.digit, minimum: rest, maximum: rest), Self.anyFraction,
                ]))
        }
        parts.append(.sequence([Self.literal(whole), .choice(fractions(isUpper: isUpper, isInclusive: isInclusive))]))
        return .choice(parts)
    }

    /// The digits on the wanted side of one.
    private static func beyond(_ digit: UInt8, isUpper: Bool, least: UInt8 = 0) -> ClosedRange<UInt8>? {
        if isUpper { return digit > least ? least...(digit - 1) : nil }
        return digit < 9 ? (digit + 1)...9 : nil
    }

    /// What may follow where the whole parts are equal.
    private func fractions(isUpper: Bool, isInclusive: Bool) -> [Pattern] {
        var parts: [Pattern] = []
        if isUpper ? !fraction.isEmpty || isInclusive : fraction.isEmpty && isInclusive { parts.append(.empty) }
        for (index, digit) in fraction.enumerated() {
            let head = Pattern.sequence([.text("."), Self.literal(fraction[..<index])])
            if isUpper, index > 0 { parts.append(head) }
            if let others = Self.beyond(digit, isUpper: isUpper) { parts.append(.sequence([head, Self.digits(others), Self.moreDigits])) }
        }
        let equal = Pattern.sequence([.text("."), Self.literal(fraction)])
        let zeros = Pattern.repetition(.text("0"), minimum: fraction.isEmpty ? 1 : 0, maximum: nil)
        if isUpper {
            if isInclusive { parts.append(.sequence([equal, zeros])) }
        } else if isInclusive {
            parts.append(.sequence([equal, .repetition(.digit, minimum: fraction.isEmpty ? 1 : 0, maximum: nil)]))
        } else {
            parts.append(.sequence([equal, Self.moreDigits, Self.digits(1...9), Self.moreDigits]))
        }
        return parts
    }
}
