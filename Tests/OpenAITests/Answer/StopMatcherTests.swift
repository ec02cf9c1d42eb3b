import OpenAI
import Testing

struct StopMatcherTests {
    /// Text, stop strings, what may be shown of it.
    static let cases: [(text: String, stops: [String], expected: String, isMatched: Bool)] = [
        ("one STOP two", ["STOP"], "one ", true),
        ("one STO two", ["STOP"], "one STO two", false),
        ("STOP", ["STOP"], "", true),
        ("ends in ST", ["STOP"], "ends in ST", false),
        ("aaab", ["aab"], "a", true),
        ("abababac", ["ababac"], "ab", true),
        ("xxabcd", ["cd", "abcd"], "xx", true),
        ("xxabcd", ["bc", "abcd"], "xxa", true),
        ("x\r\ny", ["\n"], "x\r", true),
        ("größer als Ü", ["als"], "größer ", true),
        ("e\u{301}", ["é"], "e\u{301}", false),
        ("a 👩‍👩‍👧 b", ["👧"], "a 👩\u{200D}👩\u{200D}", true),
        ("nothing here", [], "nothing here", false),
    ]

    @Test(arguments: cases)
    func cutsAtEverySplit(_ test: (text: String, stops: [String], expected: String, isMatched: Bool)) {
        let scalars = Array(test.text.unicodeScalars)
        for first in 0...scalars.count {
            for second in first...scalars.count {
                var matcher = StopMatcher(test.stops)
                var shown = ""
                for piece in [scalars[..<first], scalars[first..<second], scalars[second...]] {
                    shown += matcher.push(String(String.UnicodeScalarView(piece)))
                }
                shown += matcher.finish()
                #expect(Array(shown.utf8) == Array(test.expected.utf8), "split at \(first) and \(second)")
                #expect(matcher.isMatched == test.isMatched)
            }
        }
    }

    @Test func holdsBackOnlyWhatMayBeAStopString() {
        var matcher = StopMatcher(["STOP"])
        #expect(matcher.push("one S") == "one ")
        #expect(matcher.push("T") == "")
        #expect(matcher.push("A") == "STA")
        #expect(matcher.push("S") == "")
        #expect(matcher.finish() == "S")
    }

    @Test func saysNothingAfterAMatch() {
        var matcher = StopMatcher(["."])
        #expect(matcher.push("a.b") == "a")
        #expect(matcher.push("c") == "")
        #expect(matcher.finish() == "")
    }

    @Test(arguments: [("a END", "END"), ("a STOP", "STOP"), ("xSTOP", "xSTOP"), ("ST", nil)])
    func saysWhichStringItFound(text: String, expected: String?) {
        var matcher = StopMatcher(["STOP", "END", "xSTOP"])
        _ = matcher.push(text)
        #expect(matcher.match == expected)
    }
}
