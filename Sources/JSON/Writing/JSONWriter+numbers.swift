extension JSONWriter {
    mutating func appendInteger(_ value: some FixedWidthInteger) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        var rest = value.magnitude
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 40) { digits in
            var start = digits.count
            repeat {
                let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
                start -= 1
                digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
                rest = quotient
            } while rest != 0
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[start...]))
        }
    }

    /// The shortest digits that read back as the same binary64 (the standard library's), laid out as by Rust's ryu:
    /// positional from 1e-5 up to below 1e16, with exponent beyond; always with a point or an exponent.
    mutating func appendDouble(_ value: Double) {
        guard value.isFinite else { return append("null") }
        if value.sign == .minus { bytes.append(UInt8(ascii: "-")) }
        let magnitude = value.magnitude
        if magnitude < 1e15, case let whole = UInt64(magnitude), Double(whole) == magnitude {
            appendInteger(whole)
            return append(".0")
        }
        var description = magnitude.description
        description.withUTF8 { text in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: text.count) { digits in
                let (count, point) = Self.decompose(text, into: digits)
                appendDecimal(UnsafeBufferPointer(rebasing: digits[..<count]), point: point)
            }
        }
    }

    /// Strips the standard library's text of a positive double to its significant digits.
    ///
    /// The number is 0.ddd · 10^`point`; there are `count` digits, the first and the last not zero.
    private static func decompose(
        _ text: UnsafeBufferPointer<UInt8>, into digits: UnsafeMutableBufferPointer<UInt8>
    ) -> (count: Int, point: Int) {
        var count = 0
        var point = 0
        var isFraction = false
        var index = 0
        while index < text.count, text[index] != UInt8(ascii: "e") {
            let byte = text[index]
            index += 1
            if byte == UInt8(ascii: ".") {
                isFraction = true
            } else if byte == UInt8(ascii: "0"), count == 0 {
                if isFraction { point -= 1 }
            } else {
                digits[count] = byte
                count += 1
                if !isFraction { point += 1 }
            }
        }
        while count > 1, digits[count - 1] == UInt8(ascii: "0") { count -= 1 }
        if index < text.count {
            let isNegative = text[index + 1] == UInt8(ascii: "-")
            var exponent = 0
            for byte in text[(index + 2)...] { exponent = exponent * 10 + Int(byte - UInt8(ascii: "0")) }
            point += isNegative ? -exponent : exponent
        }
        return (count, point)
    }

    private mutating func appendDecimal(_ digits: UnsafeBufferPointer<UInt8>, point: Int) {
        switch point {
        case 1...16 where point >= digits.count:
            bytes.append(contentsOf: digits)
            bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: point - digits.count))
            append(".0")
        case 1...16:
            bytes.append(contentsOf: digits[..<point])
            bytes.append(UInt8(ascii: "."))
            bytes.append(contentsOf: digits[point...])
        case -4...0:
            append("0.")
            bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: -point))
            bytes.append(contentsOf: digits)
        default:
            bytes.append(digits[0])
            if digits.count > 1 {
                bytes.append(UInt8(ascii: "."))
                bytes.append(contentsOf: digits[1...])
            }
            bytes.append(UInt8(ascii: "e"))
            appendInteger(point - 1)
        }
    }
}
