import Server
import Testing

@Suite struct ComparisonTests {
    @Test func aRatioAboveOneMeansThatChoraleIsBetter() {
        var rate = Comparison(name: "requests/s", better: .higherIsBetter)
        (rate.chorale, rate.peer) = ([300], [200])
        var cost = Comparison(name: "ms", better: .lowerIsBetter)
        (cost.chorale, cost.peer) = ([2], [3])
        #expect(rate.ratio == 1.5)
        #expect(cost.ratio == 1.5)
    }

    @Test func ratiosAreTakenRoundByRound() {
        var rate = Comparison(name: "requests/s", better: .higherIsBetter)
        // The machine is ten times as slow in the second round, for both.
        (rate.chorale, rate.peer) = ([100, 10, 120], [50, 5, 100])
        #expect(rate.ratio == 2)
    }

    @Test func withoutAPeerThereIsNoRatio() {
        var rate = Comparison(name: "requests/s", better: .higherIsBetter)
        rate.chorale = [100]
        #expect(rate.ratio == nil)
        let row = [rate].table("requests", peer: "nobody").split(separator: "\n")[1]
        #expect(row.split(separator: " ") == ["requests/s", "100"])
    }
}
