import JSON
import Testing

@Suite struct JSONWriterTests {
    /// What serde_json 1 writes for these.
    @Test(arguments: [
        (0.0, "0.0"), (-0.0, "-0.0"), (1.0, "1.0"), (-1.5, "-1.5"), (0.1, "0.1"), (100.0, "100.0"), (123.456, "123.456"),
        (0.001, "0.001"), (0.00001, "0.00001"), (0.000012345, "0.000012345"), (0.000001, "1e-6"), (0.00000123, "1.23e-6"),
        (1e15, "1000000000000000.0"), (1e16, "1e16"), (1.2345e15, "1234500000000000.0"),
        (123_456_789_012_345_680.0, "1.2345678901234568e17"),
        (1.5e16, "1.5e16"), (12_345_678_901_234_568.0, "1.2345678901234568e16"), (1_234_567_890_123_456.7, "1234567890123456.8"),
        (9_007_199_254_740_992.0, "9007199254740992.0"), (1e300, "1e300"), (1.7976931348623157e308, "1.7976931348623157e308"),
        (.leastNonzeroMagnitude, "5e-324"), (2.2250738585072014e-308, "2.2250738585072014e-308"), (0.3, "0.3"),
        (0.1 + 0.2, "0.30000000000000004"),
        (-1e-7, "-1e-7"), (1e21, "1e21"), (123e-20, "1.23e-18"),
    ])
    func writesDoublesAsSerdeDoes(value: Double, text: String) {
        #expect(JSONValue.double(value).serialized == text)
    }

    @Test func writesNullForWhatIsNoNumber() {
        #expect(JSONValue.array([.double(.nan), .double(.infinity), .double(-.infinity)]).serialized == "[null,null,null]")
    }

    @Test func writesIntegersExactly() {
        let value: JSONValue = [.integer(.min), .integer(-1), 0, 10, .integer(.max), .unsigned(.max)]
        #expect(value.serialized == "[-9223372036854775808,-1,0,10,9223372036854775807,18446744073709551615]")
    }

    @Test func escapesOnlyWhatMustBe() {
        let controls = String(String.UnicodeScalarView((0..<0x20).compactMap(Unicode.Scalar.init)))
        let short = #"\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014"#
        #expect(
            JSONValue.string(controls).serialized == "\"" + short + #"\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f""#)
        #expect(JSONValue.string("\"\\/\u{7F}é€😀\u{2028}<>&'").serialized == "\"\\\"\\\\/\u{7F}é€😀\u{2028}<>&'\"")
    }

    @Test func findsWhatToEscapeAtEveryPosition() throws {
        for length in 0..<24 {
            for position in 0...length {
                for filler in ["a", "\u{7F}", "é", " ", "!", "#", "[", "]"] {
                    for special in ["\"", "\\", "\n", "\u{1F}", "\0"] {
                        var parts = [String](repeating: filler, count: length)
                        parts.insert(special, at: position)
                        let text = parts.joined()
                        let escaped = JSONValue.string(special).serialized.dropFirst().dropLast()
                        parts[position] = String(escaped)
                        #expect(JSONValue.string(text).serialized == "\"" + parts.joined() + "\"")
                    }
                }
            }
        }
    }

    @Test func writesCompactlyInOrder() {
        let value: JSONValue = ["b": [1, [], [:], ["x": nil]], "a": true, "": "", "c": ["d": ["e": []], "f": 1.5]]
        #expect(value.serialized == #"{"b":[1,[],{},{"x":null}],"a":true,"":"","c":{"d":{"e":[]},"f":1.5}}"#)
    }

    @Test func writesWithoutATree() {
        var writer = JSONWriter(appendingTo: Array("data: ".utf8))
        writer.beginObject()
        writer.name("id")
        writer.write("x")
        writer.name("choices")
        writer.beginArray()
        writer.write(1)
        writer.write(UInt64.max)
        writer.write(2.5)
        writer.write(true)
        writer.writeNull()
        writer.beginObject()
        writer.endObject()
        writer.write(["a": 1] as JSONValue)
        writer.write(serialized: "[7]".utf8)
        writer.endArray()
        writer.name("n")
        writer.write(Int8.min)
        writer.endObject()
        let expected = #"data: {"id":"x","choices":[1,18446744073709551615,2.5,true,null,{},{"a":1},[7]],"n":-128}"#
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    }
}
