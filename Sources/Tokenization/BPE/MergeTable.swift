/// Which two neighbouring tokens merge, into which token, and how early.
///
/// An open-addressing hash table (linear probing, at most half full) of 64-bit entries: left id << 43 | right id << 22 | rank.
struct MergeTable: Sendable {
    /// Ranks have 22 bits.
    static let rankLimit = 1 << 22 - 1
    /// The rank of a pair that does not merge; later than every rank.
    static let never = UInt32.max

    private static let free = UInt64.max

    private var entries: [UInt64]
    private var count = 0
    /// The merged token, by rank.
    private(set) var products: [Int32] = []
    /// The token of each byte.
    let byteTokens: [Int32]
    /// The rank of each pair of bytes: first byte << 8 | second byte. Filled by `finish()`.
    private var byteRanks: [UInt32] = []

    /// `capacity` is the number of merges expected.
    init(byteTokens: [Int32], capacity: Int) {
        self.byteTokens = byteTokens
        var size = 1 << 10
        while size < capacity * 2 { size *= 2 }
        entries = Array(repeating: Self.free, count: size)
    }

    /// `left` and `right` merge into `product`. A later rank for the same pair replaces the earlier one, as it does in the tokenizers library.
    mutating func add(left: Int32, right: Int32, rank: Int, product: Int32) {
        if (count + 1) * 2 > entries.count { grow() }
        if rank >= products.count { products.append(contentsOf: repeatElement(-1, count: rank + 1 - products.count)) }
        products[rank] = product
        let key = Self.key(left, right)
        let slot = Self.slot(for: key, in: entries)
        if entries[slot] == Self.free { count += 1 }
        entries[slot] = key << 22 | UInt64(rank)
    }

    /// Call once after the last `add`.
    mutating func finish() {
        byteRanks = withView { view in
            byteTokens.flatMap { left in byteTokens.map { right in view.rank(left, right) } }
        }
    }

    private mutating func grow() {
        let old = entries
        entries = Array(repeating: Self.free, count: old.count * 2)
        for entry in old where entry != Self.free { entries[Self.slot(for: entry >> 22, in: entries)] = entry }
    }

    @inline(__always)
    private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: left)) << 21 | UInt64(UInt32(bitPattern: right))
    }

    /// Where the key is, or where it would be put.
    @inline(__always)
    private static func slot(for key: UInt64, in entries: [UInt64]) -> Int {
        var slot = start(of: key, in: entries.count)
        while entries[slot] != free && entries[slot] >> 22 != key { slot = (slot + 1) & (entries.count - 1) }
        return slot
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
