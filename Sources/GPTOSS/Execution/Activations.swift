import CKernels

/// Rows of float32 numbers, one a token: [capacity, width], row-major. The memory is reused from pass to pass and holds what the last one left.
final class Activations {
    let width: Int
    let capacity: Int
    private let base: UnsafeMutablePointer<Float>
    /// Where each row begins, as the matrix kernels take their inputs.
    let rows: UnsafePointer<UnsafePointer<Float>>
    /// The same rows in 8 bits, where layers want them so: as they were when last rounded.
    let rounded: EightBitRows?

    /// - Parameter isRounded: whether the rows can be had in 8 bits; not if they are no whole blocks.
    init(capacity: Int, width: Int, isRounded: Bool = false) {
        rounded =
            isRounded && width.isMultiple(of: EightBitWeights.block) ? EightBitRows(capacity: capacity, width: width) : nil
        self.capacity = capacity
        self.width = width
        base = .allocate(capacity: capacity * width)
        let pointers = UnsafeMutablePointer<UnsafePointer<Float>>.allocate(capacity: capacity)
        for row in 0..<capacity {
            (pointers + row).initialize(to: UnsafePointer(base + row * width))
        }
        rows = UnsafePointer(pointers)
    }

    deinit {
        base.deallocate()
        rows.deallocate()
    }

    /// The first element of a row.
    subscript(row: Int) -> UnsafeMutablePointer<Float> { base + row * width }

    /// Brings the row in 8 bits up to date, where there is one.
    func round(_ row: Int, _ kernels: KernelTable) {
        rounded?.round(self[row], into: row, kernels)
    }
}
