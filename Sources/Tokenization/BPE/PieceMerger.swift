/// Merges the bytes of a piece into tokens: again and again the neighbours with the lowest rank, the leftmost of equals.
///
/// Keeps its working memory from piece to piece. Short pieces are searched for the lowest rank; long ones use `MergeTree`.
struct PieceMerger {
    /// Up to here, looking through all ranks after each merge is faster than a tree.
    static let shortPiece = 96

    let merges: MergeTable.View
    /// The tokens of the piece so far.
    private var tokens = [Int32](repeating: 0, count: shortPiece)
    /// The rank of each token with its right neighbour; `never` for the last.
    private var ranks = [UInt32](repeating: 0, count: shortPiece)

    init(merges: MergeTable.View) {
        self.merges = merges
    }

    /// Appends the tokens of a piece, at least one byte, to `ids`.
    mutating func merge(_ piece: UnsafeBufferPointer<UInt8>, into ids: inout [Int32]) {
        guard piece.count <= Self.shortPiece else {
            MergeTree.merge(piece, by: merges, into: &ids)
            return
        }
        let merges = merges
        tokens.withUnsafeMutableBufferPointer { tokens in
            ranks.withUnsafeMutableBufferPointer { ranks in
                let count = Self.merge(piece, by: merges, tokens, ranks)
                ids.append(contentsOf: UnsafeBufferPointer(rebasing: tokens[..<count]))
            }
        }
    }

    /// Leaves the tokens at the beginning of `tokens` and returns their number.
    @inline(__always)
    private static func merge(
        _ piece: UnsafeBufferPointer<UInt8>, by merges: MergeTable.View,
        _ tokens: UnsafeMutableBufferPointer<Int32>, _ ranks: UnsafeMutableBufferPointer<UInt32>
    ) -> Int {
        var count = piece.count
        for index in 0..<count {
            tokens[index] = merges.token(of: piece[index])
            ranks[index] = index + 1 < count ? merges.rank(ofBytes: piece[index], piece[index + 1]) : MergeTable.never
        }
        while true {
            var best = MergeTable.never
            var place = 0
            for index in 0..<count - 1 where ranks[index] < best {
                best = ranks[index]
                place = index
            }
            guard best != MergeTable.never else { return count }

            count -= 1
            for index in place + 1..<max(count, place + 1) {
                tokens[index] = tokens[index + 1]
                ranks[index] = ranks[index + 1]
            }
            tokens[place] = merges.product(best)
            ranks[place] = place + 1 < count ? merges.rank(tokens[place], tokens[place + 1]) : MergeTable.never
            if place > 0 { ranks[place - 1] = merges.rank(tokens[place - 1], tokens[place]) }
        }
    }
}
