/// The bytes of every token, and the way back from bytes to the token's id.
///
/// All bytes lie in one run; the way back is an open-addressing hash table of ids (linear probing, at most half full).
struct TokenTable: Sendable {
    /// Ids have 21 bits: `MergeTable` packs two of them and a rank into 64.
    static let idLimit = 1 << 21

    /// The tokens' bytes, in the order in which they were added.
    private var arena: [UInt8] = []
    /// By id; a length of 0 where there is no token.
    private var places: [Place] = []
    /// Upper half of the hash << 32 | id + 1, or 0 where free. A power of two.
    private var slots: [UInt64] = Array(repeating: 0, count: 1 << 10)
    /// Tokens that can be found by their bytes.
    private var findable = 0

    fileprivate struct Place: BitwiseCopyable {
        var start: UInt32 = 0
        var length: UInt32 = 0
    }

    /// The highest id and one.
    var idCount: Int { places.count }

    func contains(_ id: Int) -> Bool { places.indices.contains(id) && places[id].length > 0 }

    /// `nil` where there is no token.
    func bytes(of id: Int) -> ArraySlice<UInt8>? {
        guard contains(id) else { return nil }
        let place = places[id]
        return arena[Int(place.start)..<Int(place.start + place.length)]
    }

    /// Adds a token that is not empty under a free id below `idLimit`. Returns the id that has these bytes already instead of adding them twice.
    mutating func add(_ bytes: UnsafeBufferPointer<UInt8>, id: Int) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        if findable * 2 >= slots.count { resize(to: slots.count * 2) }
        let digest = hash(base, count: bytes.count)
        var slot = Int(truncatingIfNeeded: digest) & (slots.count - 1)
        while slots[slot] != 0 {
            if slots[slot] >> 32 == digest >> 32, let other = self.bytes(of: Self.id(in: slots[slot])), other.elementsEqual(bytes) {
                return Self.id(in: slots[slot])
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = Self.entry(digest, id: id)
        findable += 1
        store(bytes, id: id)
        return nil
    }

    /// Gives an id its bytes without making it findable by them.
    mutating func store(_ bytes: UnsafeBufferPointer<UInt8>, id: Int) {
        if id >= places.count { places.append(contentsOf: repeatElement(Place(), count: id + 1 - places.count)) }
        places[id] = Place(start: UInt32(arena.count), length: UInt32(bytes.count))
        arena.append(contentsOf: bytes)
    }

    /// Makes tokens impossible to find by their bytes.
    mutating func hide(_ hidden: Set<Int>) {
        if hidden.isEmpty { return }
        let kept = slots.filter { $0 != 0 && !hidden.contains(Self.id(in: $0)) }.map { Self.id(in: $0) }
        rebuild(kept, size: slots.count)
    }

    private mutating func resize(to size: Int) {
        rebuild(slots.filter { $0 != 0 }.map { Self.id(in: $0) }, size: size)
    }

    private mutating func rebuild(_ ids: [Int], size: Int) {
        slots = Array(repeating: 0, count: size)
        findable = ids.count
        arena.withUnsafeBufferPointer { arena in
            for id in ids {
                guard let base = arena.baseAddress else { return }
                let digest = hash(base + Int(places[id].start), count: Int(places[id].length))
                var slot = Int(truncatingIfNeeded: digest) & (size - 1)
                while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
                slots[slot] = Self.entry(digest, id: id)
            }
        }
    }

    private static func entry(_ digest: UInt64, id: Int) -> UInt64 { digest & ~0xFFFF_FFFF | UInt64(id + 1) }

    private static func id(in slot: UInt64) -> Int { Int(slot & 0xFFFF_FFFF) - 1 }
}

extension TokenTable {
    /// Lends the table for the duration of `body`.
    func withView<Result>(_ body: (View) throws -> Result) rethrows -> Result {
        try arena.withUnsafeBufferPointer { arena in
            try places.withUnsafeBufferPointer { places in
                try slots.withUnsafeBufferPointer { slots in try body(View(arena: arena, places: places, slots: slots)) }
            }
        }
    }

    struct View {
        fileprivate let arena: UnsafeBufferPointer<UInt8>
        fileprivate let places: UnsafeBufferPointer<Place>
        fileprivate let slots: UnsafeBufferPointer<UInt64>

        /// The token with these bytes, at least one.
        @inline(__always)
        func id(of bytes: UnsafePointer<UInt8>, count: Int) -> Int32? {
            let digest = hash(bytes, count: count)
            var slot = Int(truncatingIfNeeded: digest) & (slots.count &- 1)
            while true {
                let entry = slots[slot]
                if entry == 0 { return nil }
                if entry >> 32 == digest >> 32 {
                    let id = Int32(truncatingIfNeeded: entry) &- 1
                    let place = places[Int(id)]
                    if Int(place.length) == count, let base = arena.baseAddress, areEqual(base + Int(place.start), bytes, count: count) {
                        return id
                    }
                }
                slot = (slot &+ 1) & (slots.count &- 1)
            }
        }
    }
}
