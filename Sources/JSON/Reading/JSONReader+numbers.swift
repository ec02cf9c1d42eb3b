extension JSONReader {
    /// Consumes a number: `.integer`, `.unsigned` or `.double`, as `JSONValue` tells them apart.
    package mutating func number() throws(JSONError) -> JSONValue {
        try require(.number)
        return try scanNumber()
    }

    /// Consumes a number that is an integer, also one written like `3.0` or `1e3`.
    package mutating func integer() throws(JSONError) -> Int {
        try require(.number)
        let start = position
        guard let value = try scanNumber().intValue else { throw .notAnInteger(offset: start) }
        return value
    }

    /// Consumes a number as the nearest binary64.
    package mutating func double() throws(JSONError) -> Double {
        try require(.number)
        switch try scanNumber() {
        case .integer(let value): return Double(value)
        case .unsigned(let value): return Double(value)
        case .double(let value): return value
        default: preconditionFailure("a number is one of three")
        }
    }

    /// Consumes the number whose first byte is at `position`: RFC 8259 §6.
    mutating func scanNumber() throws(JSONError) -> JSONValue {
        let start = position
        let isNegative = base[position] == UInt8(ascii: "-")
        if isNegative { position += 1 }
        var decimal = Decimal()

        let firstDigit = position
        try scanDigits(into: &decimal)
        if base[firstDigit] == UInt8(ascii: "0"), position > firstDigit + 1 { throw .leadingZero(offset: firstDigit) }

        let next = position < count ? base[position] : 0
        guard next == UInt8(ascii: ".") || next | 0x20 == UInt8(ascii: "e") else {
            return try wholeNumber(decimal, isNegative: isNegative, start: start)
        }
        if next == UInt8(ascii: ".") {
            position += 1
            let point = position
            try scanDigits(into: &decimal)
            decimal.exponent -= position - point
        }
        if position < count, base[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            decimal.exponent += try scanExponent()
        }
        if let magnitude = decimal.exactDouble { return .double(isNegative ? -magnitude : magnitude) }
        return .double(try roundedDouble(from: start))
    }

    /// The digits of a number, as far as 64 bits hold them.
    private struct Decimal {
        /// Wraps around beyond 19 digits.
        var digits: UInt64 = 0
        /// Digits read, leading zeros not counted.
        var digitCount = 0
        /// The number is `digits` · 10^`exponent`.
        var exponent = 0

        /// Exact where both the digits and the power of ten are binary64 values: one rounding, the right one (Clinger 1990).
        var exactDouble: Double? {
            guard digitCount <= 19, digits <= 1 << 53 else { return nil }
            if digits == 0 { return 0 }
            let value = Double(digits)
            if 0...22 ~= exponent { return value * powersOfTen[exponent] }
            if -22 ... -1 ~= exponent { return value / powersOfTen[-exponent] }
            return nil
        }
    }

    /// Consumes one digit or more.
    @inline(__always)
    private mutating func scanDigits(into decimal: inout Decimal) throws(JSONError) {
        let start = position
        while position < count {
            let digit = base[position] &- UInt8(ascii: "0")
            guard digit <= 9 else { break }
            decimal.digits = decimal.digits &* 10 &+ UInt64(digit)
            if digit != 0 || decimal.digitCount > 0 { decimal.digitCount += 1 }
            position += 1
        }
        guard position > start else {
            guard position < count else { throw .unexpectedEnd(expected: "a digit", offset: count) }
            throw unexpected("a digit")
        }
    }

    /// The signed power after `e`. Saturates where every number is zero or too large, whatever digits it has.
    private mutating func scanExponent() throws(JSONError) -> Int {
        var isNegative = false
        if position < count, base[position] == UInt8(ascii: "+") || base[position] == UInt8(ascii: "-") {
            isNegative = base[position] == UInt8(ascii: "-")
            position += 1
        }
        let start = position
        var value = 0
        while position < count, case let digit = base[position] &- UInt8(ascii: "0"), digit <= 9 {
            value = min(value * 10 + Int(digit), 1 << 40)
            position += 1
        }
        guard position > start else {
            guard position < count else { throw .unexpectedEnd(expected: "a digit", offset: count) }
            throw unexpected("a digit")
        }
        return isNegative ? -value : value
    }

    private func wholeNumber(_ decimal: Decimal, isNegative: Bool, start: Int) throws(JSONError) -> JSONValue {
        var magnitude = decimal.digits
        if decimal.digitCount > 19 {
            guard decimal.digitCount == 20 else { throw .integerTooLong(digits: decimal.digitCount, limit: 20, offset: start) }
            // The twentieth digit may have wrapped around: read the number again, watching.
            guard let exact = UInt64(String(decoding: written(from: position - 20), as: UTF8.self)) else {
                return .double(try roundedDouble(from: start))
            }
            magnitude = exact
        }
        if !isNegative { return magnitude <= UInt64(Int.max) ? .integer(Int(magnitude)) : .unsigned(UInt(magnitude)) }
        guard magnitude <= Int.min.magnitude else { return .double(-Double(magnitude)) }
        return .integer(Int(truncatingIfNeeded: 0 &- magnitude))
    }

    /// The slow way, for long numbers and large exponents: the standard library's correctly rounded conversion.
    @inline(never)
    private func roundedDouble(from start: Int) throws(JSONError) -> Double {
        guard let value = Double(String(decoding: written(from: start), as: UTF8.self)), value.isFinite else {
            throw .numberOutOfRange(offset: start)
        }
        return value
    }

    private func written(from start: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: base + start, count: position - start)
    }
}

/// 10^0 ... 10^22, the powers that binary64 holds exactly.
private let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
]
