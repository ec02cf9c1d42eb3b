import Server
import Testing

@Suite struct TextTableTests {
    @Test(arguments: [
        (1.005, 1, "1.0"), (0.05, 2, "0.05"), (-3.14159, 3, "-3.142"), (12, 0, "12"), (0.999, 1, "1.0"), (.infinity, 2, "inf"),
        (.nan, 0, "nan"), (1e300, 2, "1e+300"),
    ])
    func roundsToDigits(value: Double, digits: Int, text: String) {
        #expect(value.formatted(digits: digits) == text)
    }

    @Test func alignsNumbersToTheRight() {
        var table = TextTable(header: ["", "rate"])
        table.add("a", "1")
        table.add("long", "1000")
        #expect(table.text == "      rate\na        1\nlong  1000")
    }
}
