/// Ways in which the same bytes may come: what is made of them must not depend on it.
enum Splits {
    /// Byte by byte, and some ways that the bytes themselves choose.
    static func of(_ bytes: [UInt8]) -> [[[UInt8]]] {
        var generator = SplitMix(state: bytes.reduce(UInt64(bytes.count)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
        return [bytes.map { [$0] }] + (0..<3).map { _ in random(bytes, &generator) }
    }

    static func random(_ bytes: [UInt8], _ generator: inout SplitMix) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var rest = bytes[...]
        let longest = Int.random(in: 1...40, using: &generator)
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...longest, using: &generator))
            pieces.append(Array(piece))
            rest = rest.dropFirst(piece.count)
        }
        return pieces
    }
}
