import Engine
import Testing

private let whole: @Sendable (String, Int) -> Int = { $1 }

private func pool(_ entries: [String: [Int32]], order: [String]) -> PrefixCachePool<String> {
    var pool = PrefixCachePool<String>()
    for name in order { pool.insert(name, tokens: entries[name] ?? []) }
    return pool
}

@Suite struct PrefixCachePoolTests {
    struct Lookup: Sendable {
        let prompt: [Int32]
        let cache: String?
        let length: Int
    }

    @Test(arguments: [
        Lookup(prompt: [1, 2, 3, 4, 5, 6], cache: "long", length: 5),
        Lookup(prompt: [1, 2, 3, 9, 9], cache: "long", length: 3),
        Lookup(prompt: [1, 2, 8, 9], cache: "fork", length: 3),
        // A token is left to run.
        Lookup(prompt: [1, 2, 3, 4, 5], cache: "long", length: 4),
        Lookup(prompt: [1, 2, 3], cache: "fork", length: 2),
        Lookup(prompt: [1], cache: nil, length: 0),
        Lookup(prompt: [7, 1, 2, 3], cache: nil, length: 0),
    ])
    func takesTheLongestCommonPrefixAndOfEqualsTheShortestThenLatestCache(_ lookup: Lookup) {
        var pool = pool(["long": [1, 2, 3, 4, 5], "fork": [1, 2, 8], "short": [1, 2, 7]], order: ["long", "short", "fork"])
        let before = pool.contents
        let match = pool.take(for: lookup.prompt, reusable: whole)
        #expect(match?.cache == lookup.cache)
        #expect(match?.length ?? 0 == lookup.length)
        #expect(pool.contents.count == before.count - (match == nil ? 0 : 1))
    }

    @Test func whatIsTakenIsNotSharedAndNoLongerCounted() {
        var pool = pool(["a": [1, 2, 3]], order: ["a"])
        #expect(pool.totalTokens == 3)
        #expect(pool.take(for: [1, 2, 3, 4], reusable: whole)?.cache == "a")
        #expect(pool.take(for: [1, 2, 3, 4], reusable: whole) == nil)
        #expect(pool.totalTokens == 0)
    }

    @Test func takesWhatCanReallyBeKept() {
        var pool = pool(["windowed": [1, 2, 3, 4, 5, 6], "plain": [1, 2, 3, 7]], order: ["windowed", "plain"])
        let match = pool.take(for: [1, 2, 3, 4, 9]) { $0 == "windowed" ? 1 : $1 }
        #expect(match?.cache == "plain")
        #expect(match?.length == 3)
        #expect(pool.take(for: [1, 2, 3, 4, 9]) { _, _ in 0 } == nil)
    }

    @Test func dropsTheLeastRecentlyUsedFirst() {
        var pool = pool(["a": [1, 1, 1], "b": [2, 2, 2], "c": [3, 3, 3]], order: ["a", "b", "c"])
        _ = pool.take(for: [1, 1, 1, 1], reusable: whole)
        pool.insert("a", tokens: [1, 1, 1, 1])
        pool.shrink(to: 7)
        #expect(pool.contents == [[3, 3, 3], [1, 1, 1, 1]])
        #expect(pool.totalTokens == 7)
        pool.shrink(to: 0)
        #expect(pool.contents == [])
    }

    @Test func keepsOneOfTwoWhereOneBeginsWithTheOther() {
        var pool = pool(["a": [1, 2], "b": [1, 2, 3], "c": [9]], order: ["a", "b", "c"])
        #expect(pool.contents == [[1, 2, 3], [9]])
        pool.insert("d", tokens: [1])
        #expect(pool.contents == [[9], [1, 2, 3]])
        #expect(pool.totalTokens == 4)
    }

    @Test func countsCachesInWholePages() {
        var pool = PrefixCachePool<Int>(page: CachePage(tokens: 64))
        for first in 1...3 as ClosedRange<Int32> { pool.insert(0, tokens: [first]) }
        pool.insert(0, tokens: (0..<65).map { _ in 9 })
        #expect(pool.totalTokens == 320)
        pool.shrink(to: 319)
        #expect(pool.contents.map(\.count) == [1, 1, 65])
        _ = pool.take(for: [9, 9]) { $1 }
        #expect(pool.totalTokens == 128)
    }

    @Test func anEmptyCacheIsNotKept() {
        #expect(pool(["a": []], order: ["a"]).contents == [])
    }
}
