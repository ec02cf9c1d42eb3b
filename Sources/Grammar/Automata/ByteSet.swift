/// A set of bytes, as 256 bits.
package struct ByteSet: Hashable, Sendable, BitwiseCopyable {
    /// Bytes 0...63, 64...127, 128...191, 192...255.
    var words: SIMD4<UInt64> = .zero

    package init() {}

    package init(_ range: ClosedRange<UInt8>) {
        for byte in range { insert(byte) }
    }

    package init(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { insert(byte) }
    }

    static let all = ByteSet(0...255)

    var isEmpty: Bool { words == .zero }

    var count: Int { (0..<4).reduce(0) { $0 + words[$1].nonzeroBitCount } }

    /// The only member; `nil` where there are none or more.
    var single: UInt8? {
        guard count == 1 else { return nil }
        return first
    }

    var first: UInt8? {
        for index in 0..<4 where words[index] != 0 { return UInt8(index * 64 + words[index].trailingZeroBitCount) }
        return nil
    }

    @inline(__always)
    package func contains(_ byte: UInt8) -> Bool { words[Int(byte >> 6)] >> UInt64(byte & 63) & 1 == 1 }

    package mutating func insert(_ byte: UInt8) { words[Int(byte >> 6)] |= 1 << UInt64(byte & 63) }

    func subtracting(_ other: ByteSet) -> ByteSet {
        var result = self
        result.words &= ~other.words
        return result
    }

    mutating func formUnion(_ other: ByteSet) { words |= other.words }

    /// The members as maximal ranges, ascending.
    var ranges: [ClosedRange<UInt8>] {
        var result: [ClosedRange<UInt8>] = []
        var start: Int?
        for value in 0...256 {
            let isMember = value < 256 && contains(UInt8(truncatingIfNeeded: value))
            if isMember, start == nil { start = value }
            if !isMember, let first = start {
                result.append(UInt8(first)...UInt8(value - 1))
                start = nil
            }
        }
        return result
    }
}
