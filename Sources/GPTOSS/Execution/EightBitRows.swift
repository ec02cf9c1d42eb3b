import CKernels

/// Rows of activations in 8 bits, one a token: [capacity, width] in blocks of 32 with a scale each, as `i8_from_f32` lays them out.
final class EightBitRows {
    private let base: UnsafeMutablePointer<Int8>
    let width: Int
    private let rowBytes: Int

    /// `width` is a multiple of 32.
    init(capacity: Int, width: Int) {
        precondition(width.isMultiple(of: Q8_BLOCK), "rows in 8 bits are whole blocks")
        self.width = width
        rowBytes = i8_row_bytes(width)
        base = .allocateLarge(capacity: capacity * rowBytes)
    }

    deinit {
        UnsafeMutableRawPointer(base).deallocate()
    }

    /// The first byte of a row; the rows after it follow.
    subscript(row: Int) -> UnsafeMutablePointer<Int8> { base + row * rowBytes }

    /// row = x [width]
    func round(_ x: UnsafePointer<Float>, into row: Int, _ kernels: KernelTable) {
        kernels.i8_from_f32(self[row], x, width)
    }

    func copy(_ row: Int, to other: Int) {
        self[other].update(from: self[row], count: rowBytes)
    }
}
