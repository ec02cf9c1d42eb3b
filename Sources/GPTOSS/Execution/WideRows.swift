import CKernels

/// Rows of activations in bfloat16 for the unit for matrices, one a token: [capacity, width], 16 of them interleaved as `bf16_from_f32` lays them out.
final class WideRows {
    /// Rows that are interleaved: products begin at multiples of it.
    static let interleaved = BF16_TOKENS

    private let base: UnsafeMutablePointer<bfloat16>
    let width: Int

    /// `width` is a multiple of 32.
    init(capacity: Int, width: Int) {
        precondition(width.isMultiple(of: Q8_BLOCK), "rows in bfloat16 are whole blocks")
        self.width = width
        let rows = (capacity + Self.interleaved - 1) / Self.interleaved * Self.interleaved
        base = .allocateLarge(capacity: rows * width)
    }

    deinit {
        UnsafeMutableRawPointer(base).deallocate()
    }

    /// Where 16 rows begin, the first of which is a multiple of 16; the rows after them follow.
    subscript(row: Int) -> UnsafePointer<bfloat16> { UnsafePointer(base + row * width) }

    /// row[column ..< column + count] = x [count], both multiples of 32.
    func round(_ x: UnsafePointer<Float>, count: Int, into row: Int, at column: Int = 0, _ kernels: KernelTable) {
        let place = row % Self.interleaved
        kernels.bf16_from_f32?(base + (row - place) * width + column * Self.interleaved + place * Q8_BLOCK, x, count)
    }
}

extension KernelTable {
    /// Whether the products of a pass of so many tokens are for the unit for matrices. Fewer tokens would leave too few to an expert for what
    /// unpacking its weights costs.
    func isWide(_ tokens: Int) -> Bool { bf16_from_f32 != nil && tokens >= 64 }
}
