/// A 64-bit hash of a short run of bytes, in the manner of wyhash: overlapping words, folded by a full multiplication.
///
/// Not keyed: what it hashes is a vocabulary, and the texts looked up in it cannot make it longer.
@inline(__always)
func hash(_ bytes: UnsafePointer<UInt8>, count: Int) -> UInt64 {
    var state = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: count)
    var index = 0
    while index + 8 < count {
        state = fold(state ^ word(bytes + index, count: 8), 0xA076_1D64_78BD_642F)
        index += 8
    }
    let last = count < 8 ? word(bytes, count: count) : word(bytes + (count - 8), count: 8)
    return fold(state ^ last, 0xE703_7ED1_A0B4_28DB)
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

/// Whether two runs of `count` bytes are the same.
@inline(__always)
func areEqual(_ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, count: Int) -> Bool {
    var index = 0
    while index + 8 < count {
        if word(left + index, count: 8) != word(right + index, count: 8) { return false }
        index += 8
    }
    let rest = min(count, 8)
    return word(left + (count - rest), count: rest) == word(right + (count - rest), count: rest)
}
