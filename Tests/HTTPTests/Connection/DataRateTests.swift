import HTTP
import Testing

private let second: UInt64 = 1_000_000_000

@Suite struct PaceTests {
    /// A reference, which `#expect` can call.
    private final class Judge {
        private var pace: Pace

        init(rate: Int = 100, window: Duration = .seconds(10), grace: Duration = .seconds(5)) {
            pace = Pace(bytesPerSecond: rate, window: window, grace: grace)
        }

        var remaining: UInt64 { pace.remaining }
        func moved(_ count: Int) { pace.moved(count) }
        func waited(_ nanoseconds: UInt64) -> Bool { pace.waited(nanoseconds) }
    }

    @Test func judgesNothingInTheGrace() {
        let pace = Judge()
        #expect(pace.remaining == 5 * second)
        #expect(pace.waited(3 * second))
        #expect(pace.remaining == 2 * second)
        #expect(pace.waited(2 * second))
        #expect(pace.remaining == 10 * second)
    }

    @Test(arguments: [(999, false), (1000, true), (5000, true), (0, false)])
    func judgesEachStretchByItself(_ bytes: Int, _ isEnough: Bool) {
        let pace = Judge()
        // What came before, however much, is no credit.
        pace.moved(1 << 30)
        #expect(pace.waited(5 * second))
        for _ in 0..<3 {
            pace.moved(1000)
            #expect(pace.waited(4 * second))
            #expect(pace.waited(6 * second))
        }
        pace.moved(bytes)
        #expect(pace.waited(10 * second - 1))
        #expect(pace.waited(1) == isEnough)
    }

    /// The average counts: a stretch that was overrun asks for as much more.
    @Test func judgesByTheTimeThatWasReallyWaited() {
        let pace = Judge()
        _ = pace.waited(5 * second)
        pace.moved(1500)
        #expect(!pace.waited(20 * second))
    }

    /// A client that is not waited for has all the time.
    @Test func doesNotPassWhileNobodyWaits() {
        let pace = Judge()
        for _ in 0..<1000 { #expect(pace.waited(0)) }
        #expect(pace.remaining == 5 * second)
    }

    @Test func judgesNothingWithoutARate() {
        let pace = Judge(rate: 0)
        #expect(pace.remaining == .max)
        #expect(pace.waited(1 << 60))
        #expect(pace.waited(.max))
    }

    @Test func takesTheLargestOfEverything() {
        let pace = Judge(rate: .max, window: .seconds(Int64.max), grace: .zero)
        #expect(pace.remaining == 0)
        #expect(pace.waited(0))
        #expect(pace.waited(.max - 1))
        #expect(!pace.waited(1))
    }
}

@Suite struct DeliveryTests {
    private static func delivery(rate: Int = 100) -> Delivery {
        var rates = DataRates()
        rates.response = rate
        rates.grace = .seconds(8)
        return Delivery(writeTimeout: .seconds(16), rates: rates)
    }

    @Test func asksForNoCheckWhileNothingWaits() {
        var delivery = Self.delivery()
        #expect(delivery.nextCheck == nil)
        #expect(delivery.check(delivered: 0, now: 1000 * second) == .goOn)
        delivery.begin(delivered: 0, now: 100 * second)
        #expect(delivery.isWaiting)
        #expect(delivery.nextCheck == 101 * second)
        delivery.end(delivered: 0, now: 1000 * second)
        #expect(!delivery.isWaiting)
        #expect(delivery.nextCheck == nil)
    }

    /// Each at the time that it asks for.
    private static func run(_ delivery: inout Delivery, from start: UInt64, _ delivered: (UInt64) -> Int) -> (Delivery.Verdict, UInt64) {
        delivery.begin(delivered: delivered(0), now: start)
        while let now = delivery.nextCheck, now < start + 1000 * second {
            let verdict = delivery.check(delivered: delivered(now - start), now: now)
            if verdict != .goOn { return (verdict, now - start) }
        }
        return (.goOn, 1000 * second)
    }

    @Test func findsAClientStalledThatTakesNothing() {
        var delivery = Self.delivery()
        let (verdict, time) = Self.run(&delivery, from: 50 * second) { _ in 7 }
        #expect(verdict == .stalled)
        #expect(time == 16 * second)
    }

    @Test func findsAClientStalledThatStops() {
        var delivery = Self.delivery()
        let (verdict, time) = Self.run(&delivery, from: 50 * second) { Int(min($0, 40 * second + 1) / 1000) }
        #expect(verdict == .stalled)
        #expect((56 * second...58 * second).contains(time))
    }

    @Test(arguments: [(99, .tooSlow), (101, .goOn), (1, .tooSlow)] as [(UInt64, Delivery.Verdict)])
    func findsASlowClient(_ rate: UInt64, _ expected: Delivery.Verdict) {
        var delivery = Self.delivery()
        let (verdict, time) = Self.run(&delivery, from: 0) { Int($0 * rate / second) }
        #expect(verdict == expected)
        if expected == .tooSlow { #expect(time == 24 * second) }
    }

    /// Pauses shorter than the write time-out are nobody's business, as long as the client is fast in between.
    @Test func letsAClientPause() {
        var delivery = Self.delivery()
        let (verdict, _) = Self.run(&delivery, from: 0) { Int($0 / (15 * second)) * 10_000 }
        #expect(verdict == .goOn)
    }

    @Test func letsASlowClientBeWithoutARate() {
        var delivery = Self.delivery(rate: 0)
        let (verdict, _) = Self.run(&delivery, from: 0) { Int($0 / second) }
        #expect(verdict == .goOn)
    }

    /// A quiet stream: what there is, is taken, and then nothing waits for a long time.
    @Test func doesNotCountTheTimeInWhichNothingWaits() {
        var delivery = Self.delivery()
        for round in 0..<100 as Range<UInt64> {
            delivery.begin(delivered: Int(round), now: round * 1000 * second)
            delivery.end(delivered: Int(round) + 1, now: round * 1000 * second + 1)
        }
        delivery.begin(delivered: 100, now: 200_000 * second)
        #expect(delivery.check(delivered: 100, now: 200_001 * second) == .goOn)
    }
}

@Suite struct AddressCountsTests {
    private static func address(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }

    @Test func refusesAboveTheLimitThenDropsAndTakesAgain() throws {
        let counts = AddressCounts(limit: 2)
        let one = try Self.address("192.0.2.1")
        #expect(counts.enter(one) == .admitted)
        #expect(counts.enter(one) == .admitted)
        for _ in 0..<AddressCounts.refusals { #expect(counts.enter(one) == .refused) }
        #expect(counts.enter(one) == .dropped)
        #expect(counts.enter(try Self.address("192.0.2.2")) == .admitted)
        counts.leave(one, .dropped)
        #expect(counts.enter(one) == .dropped)
        counts.leave(one, .refused)
        #expect(counts.enter(one) == .refused)
        counts.leave(one, .admitted)
        #expect(counts.enter(one) == .admitted)
        #expect(counts.enter(one) == .dropped)
    }

    @Test func keepsNothingOfThoseWhoLeft() throws {
        let counts = AddressCounts(limit: 1)
        for number in 0..<1000 as Range<UInt32> {
            #expect(counts.enter(.v4(number)) == .admitted)
            #expect(counts.enter(.v4(number)) == .refused)
            counts.leave(.v4(number), .refused)
            counts.leave(.v4(number), .admitted)
        }
        #expect(counts.addressCount == 0)
    }

    @Test func takesANetworkOfIPv6ForOneClient() throws {
        let counts = AddressCounts(limit: 1)
        #expect(counts.enter(try Self.address("2001:db8:0:1::1")) == .admitted)
        #expect(counts.enter(try Self.address("2001:db8:0:1:ffff::2")) == .refused)
        #expect(counts.enter(try Self.address("2001:db8:0:2::1")) == .admitted)
        #expect(counts.enter(try Self.address("::ffff:192.0.2.1")) == .admitted)
        #expect(counts.enter(try Self.address("::ffff:192.0.2.2")) == .admitted)
    }

    @Test func admitsEverybodyWithoutALimit() throws {
        let counts = AddressCounts(limit: 0)
        for _ in 0..<100 { #expect(counts.enter(try Self.address("192.0.2.1")) == .admitted) }
        #expect(counts.addressCount == 0)
    }
}
