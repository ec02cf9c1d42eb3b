import Engine
import Testing

@Suite struct PrefillPacerTests {
    /// A step takes 100 ms, and a millisecond a token.
    @Test(arguments: [250, 1000, 120, 50]) func settlesWhereStepsTakeAsLongAsTheyMay(limit: Int) {
        var pacer = PrefillPacer(limit: .milliseconds(limit), most: 512)
        for _ in 1...40 { pacer.record(.milliseconds(100 + pacer.chunk), prefilled: pacer.chunk) }
        let longest = max(PrefillPacer.least, min(512, limit - 100))
        #expect(pacer.chunk <= longest)
        #expect(pacer.chunk >= longest * 8 / 10)
    }

    @Test func theEndOfAPromptDoesNotMakeItBolder() {
        var pacer = PrefillPacer(limit: .milliseconds(250), most: 512)
        let chunk = pacer.chunk
        pacer.record(.milliseconds(1), prefilled: 2)
        #expect(pacer.chunk == chunk)
        pacer.record(.milliseconds(500), prefilled: 2)
        #expect(pacer.chunk < chunk)
    }
}
