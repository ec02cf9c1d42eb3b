/// Merges long pieces in O(n log n): a linked list of tokens under a tree of least ranks.
///
/// Level 0 of the tree is the rank of the token at each place with the one that follows, `MergeTable.never` where no token starts;
/// an entry of each higher level is the least of `fanout` entries below it.
struct MergeTree {
    private static let fanout = 8
    /// Longer pieces are cut, so that a place fits 32 bits.
    private static let longestPiece = 1 << 30

    private struct Node: BitwiseCopyable {
        var token: Int32
        /// The place of the token that follows, or the piece's length.
        var next: Int32
        var previous: Int32
    }

    private let nodes: UnsafeMutableBufferPointer<Node>
    private let ranks: UnsafeMutableBufferPointer<UInt32>
    /// Where each level begins in `ranks`. The last level has one entry.
    private let levels: [Int]
    private let merges: MergeTable.View

    /// Appends the tokens of a piece, at least one byte, to `ids`.
    static func merge(_ piece: UnsafeBufferPointer<UInt8>, by merges: MergeTable.View, into ids: inout [Int32]) {
        var start = 0
        while start < piece.count {
            let slice = UnsafeBufferPointer(rebasing: piece[start..<min(piece.count, start + longestPiece)])
            let (levels, size) = layout(for: slice.count)
            withUnsafeTemporaryAllocation(of: Node.self, capacity: slice.count) { nodes in
                withUnsafeTemporaryAllocation(of: UInt32.self, capacity: size) { ranks in
                    let tree = MergeTree(nodes: nodes, ranks: ranks, levels: levels, merges: merges)
                    tree.fill(with: slice)
                    while tree.mergeLeast() {}
                    tree.appendTokens(to: &ids)
                }
            }
            start += slice.count
        }
    }

    /// Every level is padded to whole groups of `fanout`.
    private static func layout(for count: Int) -> (levels: [Int], size: Int) {
        var levels: [Int] = []
        var size = 0
        var length = count
        while true {
            levels.append(size)
            if length == 1 { return (levels, size + 1) }
            let groups = (length + fanout - 1) / fanout
            size += groups * fanout
            length = groups
        }
    }

    private func fill(with piece: UnsafeBufferPointer<UInt8>) {
        ranks.update(repeating: MergeTable.never)
        for (place, byte) in piece.enumerated() {
            nodes[place] = Node(token: merges.token(of: byte), next: Int32(place + 1), previous: Int32(place - 1))
            if place + 1 < piece.count { ranks[place] = merges.rank(ofBytes: byte, piece[place + 1]) }
        }
        for level in 1..<max(1, levels.count) {
            let end = level + 1 < levels.count ? levels[level + 1] : ranks.count
            for entry in 0..<end - levels[level] where levels[level - 1] + entry * Self.fanout < levels[level] {
                ranks[levels[level] + entry] = leastOfGroup(at: levels[level - 1] + entry * Self.fanout)
            }
        }
    }

    /// Merges the pair with the lowest rank, the leftmost of equals. False if there is none.
    private func mergeLeast() -> Bool {
        let rank = ranks[ranks.count - 1]
        guard rank != MergeTable.never else { return false }
        let place = leftmostPlace(of: rank)
        let absorbed = Int(nodes[place].next)
        let following = Int(nodes[absorbed].next)
        nodes[place].token = merges.product(rank)
        nodes[place].next = Int32(following)
        if following < nodes.count { nodes[following].previous = Int32(place) }
        set(MergeTable.never, at: absorbed)
        rate(place)
        if place > 0 { rate(Int(nodes[place].previous)) }
        return true
    }

    /// Looks up the rank of the token at `place` with the one that follows.
    private func rate(_ place: Int) {
        let following = Int(nodes[place].next)
        set(following < nodes.count ? merges.rank(nodes[place].token, nodes[following].token) : MergeTable.never, at: place)
    }

    private func appendTokens(to ids: inout [Int32]) {
        var place = 0
        while place < nodes.count {
            ids.append(nodes[place].token)
            place = Int(nodes[place].next)
        }
    }
}

extension MergeTree {
    private func leftmostPlace(of rank: UInt32) -> Int {
        var entry = 0
        for level in stride(from: levels.count - 2, through: 0, by: -1) {
            entry *= Self.fanout
            while ranks[levels[level] + entry] != rank { entry += 1 }
        }
        return entry
    }

    /// Changes a rank, and the least ranks above it as far up as they change.
    private func set(_ rank: UInt32, at place: Int) {
        var entry = place
        var rank = rank
        for level in 0..<levels.count {
            let old = ranks[levels[level] + entry]
            ranks[levels[level] + entry] = rank
            guard old != rank, level + 1 < levels.count else { return }
            entry /= Self.fanout
            let least = ranks[levels[level + 1] + entry]
            if rank >= least {
                if old != least { return }
                rank = leastOfGroup(at: levels[level] + entry * Self.fanout)
            }
        }
    }

    @inline(__always)
    private func leastOfGroup(at start: Int) -> UInt32 {
        var least = ranks[start]
        for index in start + 1..<start + Self.fanout { least = min(least, ranks[index]) }
        return least
    }
}
