import JSON
import Testing

@Suite struct NumberTests {
    @Test(arguments: [
        ("0", JSONValue.integer(0)), ("-0", .integer(0)), ("7", .integer(7)), ("-12", .integer(-12)),
        ("9007199254740993", .integer(9_007_199_254_740_993)),
        ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
        ("9223372036854775808", .unsigned(9_223_372_036_854_775_808)), ("18446744073709551615", .unsigned(.max)),
        ("18446744073709551616", .double(18_446_744_073_709_551_616)), ("99999999999999999999", .double(1e20)),
        ("-9223372036854775809", .double(-9_223_372_036_854_775_808)), ("-99999999999999999999", .double(-1e20)),
        ("0.0", .double(0)), ("1.0", .double(1)), ("-1.5", .double(-1.5)), ("1e3", .double(1000)), ("1E+3", .double(1000)),
        ("25e-1", .double(2.5)), ("1.25E2", .double(125)), ("0e0", .double(0)), ("0.1", .double(0.1)), ("0.3", .double(0.3)),
        ("1e22", .double(1e22)), ("1e23", .double(1e23)), ("123456789012345678901234567890.0", .double(1.2345678901234568e29)),
        ("9007199254740993.0", .double(9_007_199_254_740_992)), ("9007199254740993.0000000001", .double(9_007_199_254_740_994)),
        ("1.7976931348623157e308", .double(.greatestFiniteMagnitude)), ("1.7976931348623158e308", .double(.greatestFiniteMagnitude)),
        ("4.9406564584124654e-324", .double(.leastNonzeroMagnitude)),
        ("2.2250738585072011e-308", .double(Double.leastNormalMagnitude.nextDown)),
        ("1e-400", .double(0)), ("0e999999999999999999999", .double(0)), ("1e-999999999999999999999", .double(0)),
        ("0.00000000000000000000000000000001", .double(1e-32)), ("100000000000000000000000000000000e-32", .double(1)),
    ])
    func reads(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: text) == value)
        #expect(try JSONValue(parsing: "[\(text) ]") == [value])
    }

    @Test(arguments: ["-0.0", "-0e0", "-1e-400"])
    func keepsTheSignOfAZeroWithFractionOrExponent(text: String) throws {
        let value = try #require(try JSONValue(parsing: text).doubleValue)
        #expect(value == 0 && value.sign == .minus)
    }

    @Test(arguments: [
        ("01", JSONError.leadingZero(offset: 0)), ("-012", .leadingZero(offset: 1)), ("00.5", .leadingZero(offset: 0)),
        ("-", .unexpectedEnd(expected: "a digit", offset: 1)), ("--1", .unexpectedByte(UInt8(ascii: "-"), expected: "a digit", offset: 1)),
        ("+1", .unexpectedByte(UInt8(ascii: "+"), expected: "a value", offset: 0)),
        (".5", .unexpectedByte(UInt8(ascii: "."), expected: "a value", offset: 0)),
        ("5.", .unexpectedEnd(expected: "a digit", offset: 2)),
        ("[5.]", .unexpectedByte(UInt8(ascii: "]"), expected: "a digit", offset: 3)),
        ("5.e1", .unexpectedByte(UInt8(ascii: "e"), expected: "a digit", offset: 2)),
        ("1e", .unexpectedEnd(expected: "a digit", offset: 2)), ("1e+", .unexpectedEnd(expected: "a digit", offset: 3)),
        ("1e+-2", .unexpectedByte(UInt8(ascii: "-"), expected: "a digit", offset: 3)),
        ("1.2.3", .trailingBytes(offset: 3)), ("0x10", .trailingBytes(offset: 1)), ("1_000", .trailingBytes(offset: 1)),
        ("1e5.5", .trailingBytes(offset: 3)), ("1f", .trailingBytes(offset: 1)),
        ("-a", .unexpectedByte(0x61, expected: "a digit", offset: 1)),
        ("100000000000000000000", .integerTooLong(digits: 21, limit: 20, offset: 0)),
        ("[0,-100000000000000000000]", .integerTooLong(digits: 21, limit: 20, offset: 3)),
        ("1E400", .numberOutOfRange(offset: 0)), ("[1,-1e309]", .numberOutOfRange(offset: 3)),
        ("1.7976931348623159e308", .numberOutOfRange(offset: 0)), ("1e999999999999999999999", .numberOutOfRange(offset: 0)),
    ])
    func refuses(text: String, error: JSONError) {
        #expect(throws: error) { try JSONValue(parsing: text) }
    }

    /// Digits and exponents on both sides of where the exact short way ends.
    @Test func readsTheNearestDouble() throws {
        var random = SplitMix64(state: 7)
        for _ in 0..<20_000 {
            let digits = random.next() >> UInt64.random(in: 1...63, using: &random)
            let text = "\(digits)e\(Int.random(in: -40...40, using: &random))"
            #expect(try JSONValue(parsing: text).doubleValue == Double(text), "\(text)")
        }
    }
}
