/// Which two neighbouring tokens merge, into which token, and how early.
///
/// An open-addressing hash table (linear probing, at most half full) of 64-bit entries: left id << 43 | right id << 22 | rank.
struct MergeTable: Sendable {
    /// Ranks have 22 bits.
    static let rankLimit = 1 << 22 - 1
    /// The rank of a pair that does not merge; later than every rank.
    static let never = UInt32.max

    private static let free = UInt64.max

    private let entries: [UInt64]
    /// The merged token, by rank.
    private let products: [Int32]
    /// The token of each byte.
    private let byteTokens: [Int32]
    /// The rank of each pair of bytes: first byte << 8 | second byte.
    private var byteRanks: [UInt32] = []

    struct Merge: BitwiseCopyable {
        let left: Int32
        let right: Int32
        /// What the two become.
        let product: Int32
        /// Merges of one rank have one product.
        let rank: Int32
    }

    /// The last of several merges of the same pair counts, as in the tokenizers library. Ids and ranks are below their limits.
    init(_ merges: [Merge], byteTokens: [Int32]) {
        var size = 2
        while size < merges.count * 2 { size *= 2 }
        var entries = [UInt64](repeating: Self.free, count: size)
        var products = [Int32](repeating: 0, count: Int(merges.map(\.rank).max() ?? 0) + 1)
        for merge in merges {
            products[Int(merge.rank)] = merge.product
            let key = Self.key(merge.left, merge.right)
            var slot = Self.start(of: key, in: size)
            while entries[slot] != Self.free && entries[slot] >> 22 != key { slot = (slot + 1) & (size - 1) }
            entries[slot] = key << 22 | UInt64(merge.rank)
        }
        self.entries = entries
        self.products = products
        self.byteTokens = byteTokens
        byteRanks = withView { view in byteTokens.flatMap { left in byteTokens.map { right in view.rank(left, right) } } }
    }

    @inline(__always)
    private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: left)) << 21 | UInt64(UInt32(bitPattern: right))
    }

    @inline(__always)
    private static func start(of key: UInt64, in count: Int) -> Int {
        let product = key &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: product ^ product >> 32) & (count &- 1)
    }
}

extension MergeTable {
    /// Lends the table for the duration of `body`.
    func withView<Result>(_ body: (View) throws -> Result) rethrows -> Result {
        try entries.withUnsafeBufferPointer { entries in
            try products.withUnsafeBufferPointer { products in
                try byteTokens.withUnsafeBufferPointer { byteTokens in
                    try byteRanks.withUnsafeBufferPointer { byteRanks in
                        try body(View(entries: entries, products: products, byteTokens: byteTokens, byteRanks: byteRanks))
                    }
                }
            }
        }
    }

    struct View {
        fileprivate let entries: UnsafeBufferPointer<UInt64>
        fileprivate let products: UnsafeBufferPointer<Int32>
        fileprivate let byteTokens: UnsafeBufferPointer<Int32>
        fileprivate let byteRanks: UnsafeBufferPointer<UInt32>

        @inline(__always)
        func token(of byte: UInt8) -> Int32 { byteTokens[Int(byte)] }

        /// The rank of the pair of tokens that two bytes are.
        @inline(__always)
        func rank(ofBytes left: UInt8, _ right: UInt8) -> UInt32 { byteRanks[Int(left) << 8 | Int(right)] }

        /// `never` where the two do not merge.
        @inline(__always)
        func rank(_ left: Int32, _ right: Int32) -> UInt32 {
            let key = MergeTable.key(left, right)
            var slot = MergeTable.start(of: key, in: entries.count)
            while true {
                let entry = entries[slot]
                if entry == MergeTable.free { return MergeTable.never }
                if entry >> 22 == key { return UInt32(truncatingIfNeeded: entry & (1 << 22 - 1)) }
                slot = (slot &+ 1) & (entries.count &- 1)
            }
        }

        /// What the pair with this rank becomes.
        @inline(__always)
        func product(_ rank: UInt32) -> Int32 { products[Int(rank)] }
    }
}
