/// What a short run of bytes is looked up by.
///
/// The digest is a 64-bit hash in the manner of wyhash: overlapping words, folded by a full multiplication. It is not keyed: what
/// is hashed into a table is a vocabulary, and the texts that are looked up in it cannot make it slower.
struct BytesKey {
    /// Up to here `value` and the length are the bytes themselves.
    static let exactLength = 8

    /// The bytes as a number, or the digest of longer ones.
    let value: UInt64
    let digest: UInt64

    /// At least one byte.
    @inline(__always)
    init(_ bytes: UnsafePointer<UInt8>, count: Int) {
        var state = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: count)
        if count <= Self.exactLength {
            value = word(bytes, count: count)
            digest = fold(state ^ value, 0xE703_7ED1_A0B4_28DB)
            return
        }
        var index = 0
        while index + 8 < count {
            state = fold(state ^ word(bytes + index, count: 8), 0xA076_1D64_78BD_642F)
            index += 8
        }
        digest = fold(state ^ word(bytes + (count - 8), count: 8), 0xE703_7ED1_A0B4_28DB)
        value = digest
    }
}

@inline(__always)
private func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
}

/// 1 to 8 bytes as a number; different runs of the same length give different numbers.
@inline(__always)
private func word(_ bytes: UnsafePointer<UInt8>, count: Int) -> UInt64 {
    let raw = UnsafeRawPointer(bytes)
    if count >= 8 { return raw.loadUnaligned(as: UInt64.self) }
    if count >= 4 {
        return UInt64(raw.loadUnaligned(as: UInt32.self)) | UInt64(raw.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)) << 32
    }
    return UInt64(bytes[0]) | UInt64(bytes[count / 2]) << 8 | UInt64(bytes[count - 1]) << 16
}

/// Whether two runs of `count` bytes, at least 8, are the same.
@inline(__always)
func areEqual(_ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, count: Int) -> Bool {
    var index = 0
    while index + 8 < count {
        if word(left + index, count: 8) != word(right + index, count: 8) { return false }
        index += 8
    }
    return word(left + (count - 8), count: 8) == word(right + (count - 8), count: 8)
}
