import Server
import Testing

@Suite struct RateBucketTests {
    @Test func holdsAMinutesWorthAndFillsEvenly() {
        var bucket = RateBucket(limit: 60, now: .zero)
        #expect(bucket.wait(for: 60, now: .zero) == nil)
        bucket.charge(60, now: .zero)
        #expect(bucket.remaining(.zero) == 0)
        #expect(bucket.wait(for: 1, now: .zero) == .seconds(1))
        #expect(bucket.wait(for: 1, now: .milliseconds(1000)) == nil)
        #expect(bucket.remaining(.seconds(10)) == 10)
        #expect(bucket.reset(.seconds(10)) == .seconds(50))
        #expect(bucket.remaining(.seconds(1000)) == 60)
    }

    @Test func isInDebtForWhatWasNotKnownBefore() throws {
        var bucket = RateBucket(limit: 600, now: .zero)
        bucket.charge(900, now: .zero)
        #expect(bucket.remaining(.zero) == 0)
        #expect(bucket.wait(for: 1, now: .zero) == .seconds(30.1))
        #expect(bucket.wait(for: 1, now: .seconds(31)) == nil)
    }

    @Test func waitsForAFullBucketWhereMoreIsWanted() {
        var bucket = RateBucket(limit: 60, now: .zero)
        #expect(bucket.wait(for: 1000, now: .zero) == nil)
        bucket.charge(6, now: .zero)
        #expect(bucket.wait(for: 1000, now: .zero) == .seconds(6))
    }

    @Test func keepsWhatWasTakenWhenItsLimitChanges() {
        var bucket = RateBucket(limit: 60, now: .zero)
        bucket.charge(50, now: .zero)
        bucket.change(limit: 100, now: .zero)
        #expect(bucket.remaining(.zero) == 50)
        bucket.change(limit: 40, now: .zero)
        #expect(bucket.remaining(.zero) == 0)
        #expect(bucket.reset(.zero) == .seconds(75))
    }

    /// A clock that is asked by several threads may seem to go back.
    @Test func doesNotFillBackwards() {
        var bucket = RateBucket(limit: 60, now: .seconds(10))
        bucket.charge(60, now: .seconds(10))
        #expect(bucket.remaining(.seconds(5)) == 0)
        #expect(bucket.remaining(.seconds(12)) == 2)
    }
}
