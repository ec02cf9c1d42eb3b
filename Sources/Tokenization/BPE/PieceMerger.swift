/// Merges the bytes of a piece into tokens: again and again the neighbours with the lowest rank, the leftmost of equals.
struct PieceMerger {
    /// Up to here, looking through all ranks after each merge is faster than `MergeTree`. The working memory is on the stack.
    static let shortPiece = 96

    let merges: MergeTable.View

    /// Appends the tokens of a piece, at least one byte, to `ids`.
    func merge(_ piece: UnsafeBufferPointer<UInt8>, into ids: inout [Int32]) {
        guard piece.count <= Self.shortPiece else {
            MergeTree.merge(piece, by: merges, into: &ids)
            return
        }
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: Self.shortPiece) { tokens in
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Self.shortPiece) { ranks in
                let count = merge(piece, tokens, ranks)
                ids.append(contentsOf: UnsafeBufferPointer(rebasing: tokens[..<count]))
            }
        }
    }

    /// Leaves the tokens at the beginning of `tokens` and returns their number. `ranks` has the rank of each token with its
    /// right neighbour, `never` for the last.
    @inline(__always)
    private func merge(
        _ piece: UnsafeBufferPointer<UInt8>, _ tokens: UnsafeMutableBufferPointer<Int32>, _ ranks: UnsafeMutableBufferPointer<UInt32>
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
