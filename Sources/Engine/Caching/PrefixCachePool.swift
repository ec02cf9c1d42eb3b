/// The caches of ended sequences with the tokens they hold, kept until a request takes one that begins as its prompt does, or until
/// the room is needed. A cache is taken out whole: two sequences never share one.
package struct PrefixCachePool<Cache> {
    private struct Entry {
        let tokens: [Int32]
        let cache: Cache
    }

    package struct Match {
        package let cache: Cache
        /// Tokens of the prompt that the cache shall keep.
        package let length: Int
    }

    /// Least recently used first.
    private var entries: [Entry] = []
    private let page: CachePage
    /// In whole pages, each cache.
    package private(set) var totalTokens = 0

    package init(page: CachePage = CachePage(tokens: 1)) {
        self.page = page
    }

    /// Tokens kept, least recently used first.
    package var contents: [[Int32]] { entries.map(\.tokens) }

    /// Takes out the cache that spares the prompt the most tokens; of equals, the one that loses the fewest of its own, and the
    /// most recently used of those.
    /// One token at least is left to run, for its logits.
    /// - Parameter reusable: how many of a cache's first tokens can be kept, of so many wanted.
    package mutating func take(for prompt: [Int32], reusable: (Cache, Int) -> Int) -> Match? {
        let candidates = entries.indices.compactMap { index -> (index: Int, length: Int)? in
            let common = min(commonPrefixLength(entries[index].tokens, prompt), prompt.count - 1)
            let length = common > 0 ? reusable(entries[index].cache, common) : 0
            return length > 0 ? (index, length) : nil
        }
        let best = candidates.max { left, right in
            (left.length, -entries[left.index].tokens.count, left.index) < (right.length, -entries[right.index].tokens.count, right.index)
        }
        return best.map { Match(cache: remove(at: $0.index).cache, length: $0.length) }
    }

    /// Keeps a cache that holds exactly these tokens. One whose tokens another begins with is of no use beside it.
    package mutating func insert(_ cache: Cache, tokens: [Int32]) {
        guard !tokens.isEmpty else { return }
        if let longer = entries.firstIndex(where: { $0.tokens.starts(with: tokens) }) {
            entries.append(entries.remove(at: longer))
            return
        }
        for index in entries.indices.reversed() where tokens.starts(with: entries[index].tokens) { remove(at: index) }
        entries.append(Entry(tokens: tokens, cache: cache))
        totalTokens += page.roundUp(tokens.count)
    }

    /// Drops the least recently used until at most this many tokens are kept.
    package mutating func shrink(to tokens: Int) {
        while totalTokens > tokens, !entries.isEmpty { remove(at: 0) }
    }

    @discardableResult
    private mutating func remove(at index: Int) -> Entry {
        let entry = entries.remove(at: index)
        totalTokens -= page.roundUp(entry.tokens.count)
        return entry
    }
}

private func commonPrefixLength(_ left: [Int32], _ right: [Int32]) -> Int {
    let limit = min(left.count, right.count)
    return (0..<limit).first { left[$0] != right[$0] } ?? limit
}
