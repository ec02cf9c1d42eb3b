/// Merges long pieces in O(n log n): a linked list of tokens, and a binary heap of the pairs that may merge next.
struct MergeQueue {
    /// Longer pieces are cut, so that a place fits 32 bits.
    private static let longestPiece = 1 << 30

    private var tokens: [Int32] = []
    /// The rank of the token at a place with the one that follows; `never` for the last and where no token starts any more.
    private var ranks: [UInt32] = []
    private var next: [Int32] = []
    private var previous: [Int32] = []
    /// Rank << 32 | place, the least first. An entry whose rank is no longer that of its place is stale.
    private var heap: [UInt64] = []

    /// Appends the tokens of a piece to `ids`.
    mutating func merge(_ piece: UnsafeBufferPointer<UInt8>, by merges: MergeTable.View, into ids: inout [Int32]) {
        var start = 0
        while start < piece.count {
            let end = min(piece.count, start + Self.longestPiece)
            mergeSlice(UnsafeBufferPointer(rebasing: piece[start..<end]), by: merges, into: &ids)
            start = end
        }
    }

    private mutating func mergeSlice(_ piece: UnsafeBufferPointer<UInt8>, by merges: MergeTable.View, into ids: inout [Int32]) {
        prepare(piece, by: merges)
        while let entry = popLeast() {
            let place = Int(entry & 0xFFFF_FFFF)
            let rank = UInt32(truncatingIfNeeded: entry >> 32)
            guard ranks[place] == rank else { continue }
            let absorbed = Int(next[place])
            tokens[place] = merges.product(rank)
            ranks[absorbed] = MergeTable.never
            next[place] = next[absorbed]
            if next[place] < piece.count { previous[Int(next[place])] = Int32(place) }
            rate(place, by: merges)
            if place > 0 { rate(Int(previous[place]), by: merges) }
        }
        var place = 0
        while place < piece.count {
            ids.append(tokens[place])
            place = Int(next[place])
        }
        release()
    }

    private mutating func prepare(_ piece: UnsafeBufferPointer<UInt8>, by merges: MergeTable.View) {
        tokens = piece.map { merges.token(of: $0) }
        ranks = piece.indices.map { $0 + 1 < piece.count ? merges.rank(ofBytes: piece[$0], piece[$0 + 1]) : MergeTable.never }
        next = piece.indices.map { Int32($0 + 1) }
        previous = piece.indices.map { Int32($0 - 1) }
        heap.removeAll(keepingCapacity: true)
        for (place, rank) in ranks.enumerated() where rank != MergeTable.never { heap.append(UInt64(rank) << 32 | UInt64(place)) }
        for index in stride(from: heap.count / 2 - 1, through: 0, by: -1) { siftDown(heap[index], from: index) }
    }

    /// Looks up the rank of the token at `place` with its new neighbour.
    private mutating func rate(_ place: Int, by merges: MergeTable.View) {
        let following = Int(next[place])
        ranks[place] = following < tokens.count ? merges.rank(tokens[place], tokens[following]) : MergeTable.never
        if ranks[place] != MergeTable.never { push(UInt64(ranks[place]) << 32 | UInt64(place)) }
    }

    /// Gives large working memory back.
    private mutating func release() {
        if tokens.count > 1 << 16 { self = MergeQueue() }
    }
}

extension MergeQueue {
    private mutating func push(_ entry: UInt64) {
        heap.append(entry)
        var index = heap.count - 1
        while index > 0, case let parent = (index - 1) / 2, heap[parent] > entry {
            heap[index] = heap[parent]
            index = parent
        }
        heap[index] = entry
    }

    private mutating func popLeast() -> UInt64? {
        guard let least = heap.first, let last = heap.popLast() else { return nil }
        if !heap.isEmpty { siftDown(last, from: 0) }
        return least
    }

    /// Puts `entry` at `start` or, where a child is less, below it.
    private mutating func siftDown(_ entry: UInt64, from start: Int) {
        var index = start
        while case var child = 2 * index + 1, child < heap.count {
            if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
            if heap[child] >= entry { break }
            heap[index] = heap[child]
            index = child
        }
        heap[index] = entry
    }
}
