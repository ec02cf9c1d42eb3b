import Testing
import Upstream

@Suite struct FleetTests {
    private static let names = (0..<4).map { "http://upstream-\($0):8000" }

    @Test func spreadsConversationsAndKeepsEachWhereItWas() {
        var fleet = FleetState(Self.names)
        var places: [UInt64: Int] = [:]
        for round in 0..<3 {
            for conversation in 0..<400 as Range<UInt64> {
                guard let index = fleet.take(affinity: conversation, cost: 100, now: .zero) else { return #expect(Bool(false)) }
                if round == 0 { places[conversation] = index }
                #expect(places[conversation] == index)
                fleet.release(index, left: 100, .succeeded, now: .zero)
            }
        }
        for index in 0..<4 { #expect((60...140).contains(places.values.count { $0 == index })) }
    }

    @Test func movesOnlyThoseWhosePlaceIsGone() {
        var all = FleetState(Self.names)
        var fewer = FleetState(Array(Self.names.dropLast()))
        for conversation in 0..<200 as Range<UInt64> {
            let before = all.take(affinity: conversation, cost: 0, now: .zero)
            let after = fewer.take(affinity: conversation, cost: 0, now: .zero)
            if before != 3 { #expect(before == after) }
        }
    }

    @Test func givesNobodyMuchMoreThanTheOthers() {
        var fleet = FleetState(Self.names)
        for _ in 0..<400 { _ = fleet.take(affinity: 7, cost: 10, now: .zero) }
        let most = fleet.members.map(\.outstanding).max() ?? 0
        #expect(most <= 1250 + 20)
        #expect(fleet.members.reduce(0) { $0 + $1.outstanding } == 4000)
    }

    @Test func asksNobodyWhoIsExcludedOrNotWell() {
        var fleet = FleetState(Self.names)
        fleet.checked(0, isReady: false)
        for affinity in 0..<50 as Range<UInt64> {
            let index = fleet.take(affinity: affinity, cost: 1, excluding: [1, 2], now: .zero)
            #expect(index == 3)
        }
        #expect(fleet.take(affinity: 1, cost: 1, excluding: [1, 2, 3], now: .zero) == nil)
    }

    @Test func opensAfterFailuresInARowAndTriesOnceLater() {
        var breaker = CircuitBreaker()
        breaker.fail(now: .zero)
        breaker.fail(now: .zero)
        breaker.succeed()
        breaker.fail(now: .zero)
        breaker.fail(now: .zero)
        #expect(breaker.allows(now: .zero))
        breaker.fail(now: .zero)
        #expect(!breaker.allows(now: .milliseconds(999)))
        #expect(breaker.allows(now: .seconds(1)))
        breaker.begin()
        #expect(!breaker.allows(now: .seconds(1)))
        breaker.fail(now: .seconds(1))
        #expect(!breaker.allows(now: .milliseconds(2999)))
        #expect(breaker.allows(now: .seconds(3)))
        breaker.begin()
        breaker.abandon(now: .seconds(3))
        #expect(breaker.allows(now: .seconds(3)))
        breaker.begin()
        breaker.succeed()
        #expect(breaker.isClosed)
    }

    @Test(arguments: [
        ("http://host:8000", "http://host:8000"), ("https://host/", "https://host"), ("http://[::1]:80/engine/", "http://[::1]/engine"),
        ("http://127.0.0.1:1/a/b", "http://127.0.0.1:1/a/b"),
    ])
    func readsAddresses(_ text: String, _ expected: String) {
        #expect(UpstreamConfiguration.Place(text)?.description == expected)
    }

    @Test(arguments: [
        "host:8000", "ftp://host", "http://", "http://host:0", "http://host:99999", "http://a b", "http://u@h", "http://h?x", "http://:80",
    ])
    func refusesOtherAddresses(_ text: String) {
        #expect(UpstreamConfiguration.Place(text) == nil)
    }
}
