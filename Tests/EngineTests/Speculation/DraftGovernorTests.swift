import Engine
import Testing

@Suite struct DraftGovernorTests {
    /// A step takes 100 ms, and so many for each row after the first.
    private func governor(_ milliseconds: Double) -> DraftGovernor {
        var governor = DraftGovernor()
        for rows in [1, 5, 1, 9, 3] { governor.recordStep(rows: rows, .milliseconds(100 + Double(rows - 1) * milliseconds)) }
        return governor
    }

    @Test func knowsWhatARowCosts() {
        #expect(abs(governor(20).cost(rows: 6) - 0.2) < 1e-6)
    }

    @Test(arguments: [(1, 0.9, 8), (1, 0, 0), (60, 0.5, 0), (60, 0.9, 4), (200, 0.99, 0)] as [(Double, Double, Int)])
    func guessesAsManyAsPay(rowMilliseconds: Double, acceptance: Double, atMost: Int) {
        let count = governor(rowMilliseconds).count(8, besides: 0, acceptance: acceptance)
        #expect(count <= atMost)
        #expect((count > 0) == (atMost > 0))
    }

    @Test func neverMoreThanThereAre() {
        #expect(governor(1).count(3, besides: 2, acceptance: 1) == 3)
        #expect(governor(1).count(0, besides: 2, acceptance: 1) == 0)
    }
}
