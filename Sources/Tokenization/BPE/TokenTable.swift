/// The bytes of every token, and the way back from bytes to the token's id.
///
/// All bytes lie in one run; the way back is an open-addressing hash table (linear probing, at most half full).
struct TokenTable: Sendable {
    /// Ids have 21 bits: `MergeTable` packs two of them and a rank into 64.
    static let idLimit = 1 << 21

    /// The tokens' bytes, in the order in which they were added.
    private var arena: [UInt8] = []
    /// Where a token's bytes are, by id; a length of 0 where there is no token.
    private var places: [Place] = []
    /// A power of two. Filled by `makeFindable`.
    private var slots = [Slot()]

    fileprivate struct Place: BitwiseCopyable {
        var start: UInt32 = 0
        var length: UInt32 = 0
    }

    /// A token by its bytes; a length of 0 where free.
    fileprivate struct Slot: BitwiseCopyable {
        var key: UInt64 = 0
        var length: UInt32 = 0
        var id: Int32 = 0
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

    /// Gives an id below `idLimit` its bytes, at least one.
    mutating func store(_ bytes: UnsafeBufferPointer<UInt8>, id: Int) {
        if id >= places.count { places.append(contentsOf: repeatElement(Place(), count: id + 1 - places.count)) }
        places[id] = Place(start: UInt32(arena.count), length: UInt32(bytes.count))
        arena.append(contentsOf: bytes)
    }

    /// Makes all tokens but the hidden ones findable by their bytes. Returns two tokens that have the same, if there are any.
    mutating func makeFindable(except hidden: Set<Int> = []) -> (first: Int, second: Int)? {
        var size = 2
        while size < places.count * 2 { size *= 2 }
        var slots = [Slot](repeating: Slot(), count: size)
        defer { self.slots = slots }
        return arena.withUnsafeBufferPointer { arena in
            guard let base = arena.baseAddress else { return nil }
            for (id, place) in places.enumerated() where place.length > 0 && !hidden.contains(id) {
                let bytes = base + Int(place.start)
                let key = BytesKey(bytes, count: Int(place.length))
                var slot = Int(truncatingIfNeeded: key.digest) & (size - 1)
                while slots[slot].length > 0 {
                    let other = slots[slot]
                    if other.key == key.value, other.length == place.length,
                        place.length <= BytesKey.exactLength
                            || areEqual(bytes, base + Int(places[Int(other.id)].start), count: Int(place.length))
                    {
                        return (Int(other.id), id)
                    }
                    slot = (slot + 1) & (size - 1)
                }
                slots[slot] = Slot(key: key.value, length: place.length, id: Int32(id))
            }
            return nil
        }
    }
}

extension TokenTable {
    /// Lends the table for the duration of `body`.
    @inline(__always)
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
        fileprivate let slots: UnsafeBufferPointer<Slot>

        /// The token with these bytes, at least one.
        @inline(__always)
        func id(of bytes: UnsafePointer<UInt8>, count: Int) -> Int32? {
            let key = BytesKey(bytes, count: count)
            var slot = Int(truncatingIfNeeded: key.digest) & (slots.count &- 1)
            while true {
                let found = slots[slot]
                if found.length == 0 { return nil }
                if found.key == key.value, Int(found.length) == count {
                    if count <= BytesKey.exactLength { return found.id }
                    let start = Int(places[Int(found.id)].start)
                    if let base = arena.baseAddress, areEqual(base + start, bytes, count: count) { return found.id }
                }
                slot = (slot &+ 1) & (slots.count &- 1)
            }
        }
    }
}
