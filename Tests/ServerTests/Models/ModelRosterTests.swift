import Server
import Testing

/// Which models are loaded and unloaded, and when.
@Suite struct ModelRosterTests {
    private func roster(
        bytes: [Int] = [1, 1, 1], kept: Set<Int> = [], idle: Duration? = nil, maximumBytes: Int? = nil, maximumCount: Int? = nil
    ) -> ModelRoster {
        var loading = ModelLoading()
        loading.maximumBytes = maximumBytes
        loading.maximumCount = maximumCount
        return ModelRoster(
            bytes.enumerated().map { ModelRoster.Entry(bytes: $1, isKept: kept.contains($0), idleLimit: idle) }, loading)
    }

    @Test func oneIsLoadedAfterTheOtherInTheOrderOfAsking() {
        var roster = roster()
        #expect(roster.want(2, now: .zero) == [.load(2)])
        #expect(roster.want(0, now: .zero) == [])
        #expect(roster.want(2, now: .zero) == [], "it is on its way")
        #expect(roster.entries.map(\.status) == [.wanted, .unloaded, .loading])
        #expect(roster.loaded(2, now: .zero) == [.load(0)])
        #expect(roster.failed(0, now: .zero) == [])
        #expect(roster.entries.map(\.status) == [.failed, .unloaded, .loaded])
    }

    @Test func theOneUsedLeastLatelyMakesRoom() {
        var roster = roster(bytes: [4, 4, 8], maximumBytes: 10)
        #expect(roster.want(0, now: .zero) == [.load(0)])
        #expect(roster.loaded(0, now: .seconds(1)) == [])
        #expect(roster.want(1, now: .seconds(1)) == [.load(1)])
        #expect(roster.loaded(1, now: .seconds(2)) == [])
        roster.take(0)
        #expect(roster.release(0, now: .seconds(3)) == [])
        #expect(roster.want(2, now: .seconds(4)) == [.unload(1)])
        #expect(roster.unloaded(1) == [.unload(0)], "one was not enough")
        #expect(roster.unloaded(0) == [.load(2)])
        #expect(roster.entries.map(\.status) == [.unloaded, .unloaded, .loading])
    }

    @Test func whoIsInUseIsWaitedFor() {
        var roster = roster(maximumCount: 1)
        _ = roster.want(0, now: .zero)
        _ = roster.loaded(0, now: .zero)
        roster.take(0)
        roster.take(0)
        #expect(roster.want(1, now: .zero) == [])
        #expect(roster.release(0, now: .zero) == [], "there is another")
        #expect(roster.release(0, now: .zero) == [.unload(0)])
        #expect(roster.want(0, now: .zero) == [], "it has to go all the same, and come back")
        #expect(roster.unloaded(0) == [.load(1)])
        #expect(roster.loaded(1, now: .zero) == [.unload(1)])
        #expect(roster.unloaded(1) == [.load(0)])
    }

    /// Who has waited uses it at once: the next in line does not take it away.
    @Test func whoHasWaitedUsesIt() {
        var roster = roster(maximumCount: 1)
        _ = roster.want(0, now: .zero)
        _ = roster.want(1, now: .zero)
        #expect(roster.loaded(0, users: 2, now: .zero) == [])
        #expect(roster.release(0, now: .zero) == [])
        #expect(roster.release(0, now: .zero) == [.unload(0)])
    }

    @Test func whoIsKeptStays() {
        var roster = roster(kept: [0], idle: .seconds(60), maximumCount: 1)
        _ = roster.loaded(0, now: .zero)
        #expect(roster.want(1, now: .zero) == [])
        #expect(roster.expire(now: .seconds(1000)) == [])
    }

    @Test func oneThatIsTooLargeIsTriedAlone() {
        var roster = roster(bytes: [20, 1], maximumBytes: 10)
        #expect(roster.want(0, now: .zero) == [.load(0)])
    }

    @Test func whoIsIdleForItsTimeGoes() {
        var roster = roster(idle: .seconds(60))
        _ = roster.want(0, now: .zero)
        _ = roster.loaded(0, now: .seconds(10))
        roster.take(0)
        #expect(roster.expire(now: .seconds(100)) == [], "it is in use")
        _ = roster.release(0, now: .seconds(100))
        #expect(roster.expire(now: .seconds(159)) == [])
        #expect(roster.expire(now: .seconds(160)) == [.unload(0)])
        #expect(roster.expire(now: .seconds(160)) == [])
    }

    @Test func whatFailedIsTriedAgainAfterAPause() {
        var roster = roster()
        _ = roster.want(0, now: .zero)
        _ = roster.failed(0, now: .seconds(1))
        #expect(roster.want(0, now: .seconds(2)) == [])
        #expect(roster.entries[0].status == .failed)
        #expect(roster.want(0, now: .seconds(1) + ModelRoster.pause) == [.load(0)])
    }

    @Test func nothingIsLoadedAtTheEnd() {
        var roster = roster()
        _ = roster.want(0, now: .zero)
        _ = roster.want(1, now: .zero)
        roster.close()
        #expect(roster.loaded(0, now: .zero) == [])
        #expect(roster.want(2, now: .zero) == [])
    }
}
