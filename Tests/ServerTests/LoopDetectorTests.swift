import Server
import Testing

struct LoopDetectorTests {
    /// After how many tokens a loop is found; `nil` where none is.
    private func found(in tokens: some Sequence<Int32>) -> Int? {
        var detector = LoopDetector()
        for (index, token) in tokens.enumerated() where detector.push(token) { return index + 1 }
        return nil
    }

    private func loop(of period: Int, tokens: Int, behind start: Int = 0) -> [Int32] {
        (0..<start).map { Int32($0 + 10_000) } + (0..<tokens).map { Int32($0 % period) }
    }

    @Test(arguments: [1, 2, 3, 7, 48, 100, 200])
    func findsWhatRepeatsFourTimes(period: Int) throws {
        for start in [0, 1, 500, 3000] {
            let count = try #require(found(in: loop(of: period, tokens: 2000, behind: start)), "\(period) behind \(start)")
            #expect(count >= start + max(192, 4 * period))
            #expect(count <= start + max(192, 4 * period) + 32)
        }
    }

    @Test(arguments: [1, 10, 100])
    func leavesWhatRepeatsForAShortTime(period: Int) {
        #expect(found(in: loop(of: period, tokens: max(191, 4 * period - 1)) + (0..<500).map { Int32($0 + 500) }) == nil)
    }

    @Test func leavesWhatOnlyCountsUp() {
        let rows: [Int32] = (0..<300).flatMap { row -> [Int32] in [1, 2, Int32(row) + 100, 3, 4] }
        #expect(found(in: rows) == nil)
    }

    @Test func leavesTheSameWordsInAnotherOrder() {
        var state: UInt64 = 1
        let tokens = (0..<20_000).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int32(state >> 61)
        }
        #expect(found(in: tokens) == nil)
    }
}
