import HTTP
import Testing

/// Of ten bytes.
@Suite struct RangeRequestTests {
    @Test(arguments: [
        ("bytes=0-0", 0..<1), ("bytes=0-9", 0..<10), ("bytes=2-", 2..<10), ("bytes=9-", 9..<10), ("bytes=2-99", 2..<10),
        ("bytes=-3", 7..<10),
        ("bytes=-99", 0..<10), ("Bytes=1-2", 1..<3), ("bytes=00-01", 0..<2), ("bytes=0-99999999999999999999999", 0..<10),
        ("bytes=-99999999999999999999999", 0..<10),
    ])
    func takesAPart(_ value: String, _ range: Range<Int>) {
        #expect(RangeRequest(value, length: 10) == .part(range))
    }

    @Test(arguments: ["bytes=10-", "bytes=10-20", "bytes=-0", "bytes=99999999999999999999999-"])
    func saysWhatCannotBe(_ value: String) {
        #expect(RangeRequest(value, length: 10) == .unsatisfiable)
    }

    @Test(arguments: [
        nil, "", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=3-2", "bytes=1", "bytes=1-2-3", "bytes=--1", "bytes=+1-2", "lines=0-1",
        "bytes=0-0,2-3", "bytes=0-0,", "bytes=10-,20-", "bytes = 0-1", "bytes=0 - 1",
    ])
    func sendsTheWholeOtherwise(_ value: String?) {
        #expect(RangeRequest(value, length: 10) == .whole)
    }

    @Test func nothingHasNoParts() {
        #expect(RangeRequest("bytes=0-", length: 0) == .unsatisfiable)
        #expect(RangeRequest("bytes=-1", length: 0) == .unsatisfiable)
    }
}

@Suite struct DateTests {
    @Test(arguments: ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"])
    func readsTheThreeForms(_ text: String) {
        #expect(DateField.parse(text) == 784_111_777)
    }

    @Test(arguments: [0, 1, 951_782_400, 1_709_164_800, 4_102_444_799])
    func readsWhatItWrites(_ second: Int) {
        #expect(DateField.parse(DateField.format(second)) == second)
    }

    @Test(arguments: [
        "", "yesterday", "784111777", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 1994 08:60:00 GMT", "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT",
        "Foo, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 19941 08:49:37 GMT", "Sun, 06 Nov 1994 8:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT",
        "Sun, 06 Nov 1994 08:49:37:00 GMT", "Sun, -6 Nov 1994 08:49:37 GMT x", "Sun, 06 Nov 1994 +8:49:37 GMT",
    ])
    func readsNothingElse(_ text: String) {
        #expect(DateField.parse(text) == nil)
    }
}
