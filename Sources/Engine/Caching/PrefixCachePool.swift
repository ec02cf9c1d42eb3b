/// The caches of ended sequences with the tokens they hold, kept until a request takes one that begins as its prompt does, or until
/// the room is needed. A cache is taken out whole: two sequences never share one.
struct PrefixCachePool<Cache> {
    private struct Entry {
        let tokens: [Int32]
        let cache: Cache
    }

    struct Match {
        let cache: Cache
        /// Tokens of the prompt that the cache shall keep.
        let length: Int
    }

    /// Least recently used first.
    private var entries: [Entry] = []
    private(set) var totalTokens = 0

    var count: Int { entries.count }

    /// Tokens kept, least recently used first.
    var contents: [[Int32]] { entries.map(\.tokens) }

    /// Takes out the cache that spares the prompt the most tokens; of equals, the one that loses the fewest of its own.
    /// One token at least is left to run, for its logits.
    /// - Parameter reusable: how many of a cache's first tokens can be kept, of so many wanted.
    mutating func take(for prompt: [Int32], reusable: (Cache, Int) -> Int) -> Match? {
        var best: (index: Int, length: Int)?
        for (index, entry) in entries.enumerated() {
            let common = min(commonPrefixLength(entry.tokens, prompt), prompt.count - 1)
            guard common > 0, common >= best?.length ?? 0 else { continue }
            let length = min(common, reusable(entry.cache, common))
            guard length > 0 else { continue }
            if let best {
                let isLonger = length > best.length
                let isCheaper = length == best.length && entry.tokens.count <= entries[best.index].tokens.count
                guard isLonger || isCheaper else { continue }
            }
            best = (index, length)
        }
        guard let best else { return nil }
        return Match(cache: remove(at: best.index).cache, length: best.length)
    }

    /// Keeps a cache that holds exactly these tokens. One whose tokens another begins with is of no use beside it.
    mutating func insert(_ cache: Cache, tokens: [Int32]) {
        guard !tokens.isEmpty else { return }
        if let longer = entries.firstIndex(where: { $0.tokens.starts(with: tokens) }) {
            entries.append(entries.remove(at: longer))
            return
        }
        for index in entries.indices.reversed() where tokens.starts(with: entries[index].tokens) { remove(at: index) }
        entries.append(Entry(tokens: tokens, cache: cache))
        totalTokens += tokens.count
    }

    /// Drops the least recently used until at most this many tokens are kept.
    mutating func shrink(to tokens: Int) {
        while totalTokens > tokens, !entries.isEmpty { remove(at: 0) }
    }

    @discardableResult
    private mutating func remove(at index: Int) -> Entry {
        let entry = entries.remove(at: index)
        totalTokens -= entry.tokens.count
        return entry
    }
}

private func commonPrefixLength(_ left: [Int32], _ right: [Int32]) -> Int {
    let limit = min(left.count, right.count)
    return (0..<limit).first { left[$0] != right[$0] } ?? limit
}
