import Testing
import Tokenization

@Suite struct SplitPatternTests {
    @Test func refusesAnUnknownExpression() {
        #expect(SplitPattern(regularExpression: #"\w+|\s+"#) == nil)
    }
}
