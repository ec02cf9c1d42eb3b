import CKernels
import Testing

/// Pages of keys and values of one head as attention takes them, and the numbers that they stand for.
final class KVPages {
    static let positions = 64
    let headDim: Int
    let isEightBit: Bool
    /// [positions][headDim], after rounding.
    private(set) var keys: [[Double]] = []
    private(set) var values: [[Double]] = []
    private var pages: [UnsafeMutableRawPointer] = []
    /// Before, between and behind keys and values there are bytes that nobody may read as numbers: NaN in every type.
    private let margin = 64
    private var blockBytes: Int { isEightBit ? (headDim + 4) * Self.positions : headDim * 4 * Self.positions }
    private var keyOffset: Int { margin }
    private var valueOffset: Int { 2 * margin + blockBytes }

    /// Random numbers in all positions of as many pages as hold `count`.
    init(count: Int, headDim: Int, isEightBit: Bool, _ random: inout RandomNumbers) {
        (self.headDim, self.isEightBit) = (headDim, isEightBit)
        let filled = (count + Self.positions - 1) / Self.positions * Self.positions
        for _ in 0..<filled { append(key: random.floats(headDim, in: -3...3), value: random.floats(headDim)) }
    }

    init(keys: [[Float]], values: [[Float]]) {
        (headDim, isEightBit) = (keys.first?.count ?? 0, false)
        for (key, value) in zip(keys, values) { append(key: key, value: value) }
    }

    deinit {
        for page in pages { page.deallocate() }
    }

    private func append(key: [Float], value: [Float]) {
        let slot = keys.count % Self.positions
        if slot == 0 {
            let bytes = 3 * margin + 2 * blockBytes
            let page = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
            page.initializeMemory(as: UInt8.self, repeating: 0xFF, count: bytes)
            for offset in [keyOffset, valueOffset] {
                (page + offset).initializeMemory(as: UInt8.self, repeating: 0, count: blockBytes)
            }
            pages.append(page)
        }
        guard let page = pages.last else { return }
        let (keyBlock, valueBlock) = (page + keyOffset, page + valueOffset)
        if isEightBit {
            let (k, v) = (keyBlock.assumingMemoryBound(to: Int8.self), valueBlock.assumingMemoryBound(to: Int8.self))
            kernels_portable().pointee.i8_store_position(k, v, key, value, slot, headDim)
            let scales = (keyBlock + headDim * Self.positions).assumingMemoryBound(to: Float.self)
            let valueScales = (valueBlock + headDim * Self.positions).assumingMemoryBound(to: Float.self)
            keys.append((0..<headDim).map { Double(k[$0 * Self.positions + slot]) * Double(scales[slot]) })
            values.append((0..<headDim).map { Double(v[slot * headDim + $0]) * Double(valueScales[slot]) })
        } else {
            let (k, v) = (keyBlock.assumingMemoryBound(to: Float.self), valueBlock.assumingMemoryBound(to: Float.self))
            for d in 0..<headDim {
                k[d * Self.positions + slot] = key[d]
                v[slot * headDim + d] = value[d]
            }
            keys.append(key.map(Double.init))
            values.append(value.map(Double.init))
        }
    }

    func withPages<Result>(_ body: (inout AttendedPages) throws -> Result) throws -> Result {
        try pages.map { UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) }.withUnsafeBufferPointer {
            var pages = AttendedPages(
                pages: try #require($0.baseAddress), keys: keyOffset, values: valueOffset, is_eight_bit: isEightBit ? 1 : 0)
            return try body(&pages)
        }
    }
}
