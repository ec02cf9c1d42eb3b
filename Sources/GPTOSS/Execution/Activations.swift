import CKernels

/// Rows of float32 numbers, one a token: [capacity, width], row-major. The memory is reused from pass to pass and holds what the last one left.
final class Activations {
    /// What rows can be rounded to.
    enum Rounding {
        case none, eightBit
        /// 8 bits for few tokens, bfloat16 for many.
        case eightBitOrWide
    }

    let width: Int
    let capacity: Int
    private let base: UnsafeMutablePointer<Float>
    /// Where each row begins, as the matrix kernels take their inputs.
    let rows: UnsafePointer<UnsafePointer<Float>>
    /// The same rows in 8 bits, where layers want them so: as they were when last rounded.
    let rounded: EightBitRows?
    /// And in bfloat16.
    let wide: WideRows?

    /// - Parameter rounding: none if rows are no whole blocks.
    init(capacity: Int, width: Int, rounding: Rounding = .none) {
        let rounding = width.isMultiple(of: EightBitWeights.block) ? rounding : .none
        rounded = rounding == .none ? nil : EightBitRows(capacity: capacity, width: width)
        wide = rounding == .eightBitOrWide ? WideRows(capacity: capacity, width: width) : nil
        self.capacity = capacity
        self.width = width
        base = .allocateLarge(capacity: capacity * width)
        let pointers = UnsafeMutablePointer<UnsafePointer<Float>>.allocate(capacity: capacity)
        for row in 0..<capacity {
            (pointers + row).initialize(to: UnsafePointer(base + row * width))
        }
        rows = UnsafePointer(pointers)
    }

    deinit {
        UnsafeMutableRawPointer(base).deallocate()
        rows.deallocate()
    }

    /// The first element of a row.
    subscript(row: Int) -> UnsafeMutablePointer<Float> { base + row * width }

    /// Rounds a row of a pass of so many, where layers want it so.
    func round(_ row: Int, of count: Int, _ kernels: KernelTable) {
        if let wide, kernels.isWide(count) {
            wide.round(self[row], count: width, into: row, kernels)
        } else {
            rounded?.round(self[row], into: row, kernels)
        }
    }
}
