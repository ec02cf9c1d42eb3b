/// Memory of a tensor that is not used where it is mapped, since the file has it in another form.
///
/// `@unchecked Sendable`: written only by `make`.
package final class ConvertedTensor: @unchecked Sendable {
    private let bytes: UnsafeMutableRawBufferPointer

    private init(byteCount: Int) {
        bytes = .allocateLarge(byteCount: byteCount)
    }

    deinit { bytes.deallocate() }

    func lock() throws(CheckpointError) { try UnsafeRawBufferPointer(bytes).lock(name: "a converted tensor") }

    /// A tensor that `fill` writes.
    static func make(_ type: ElementType, shape: [Int], _ fill: (UnsafeMutableRawPointer) -> Void) -> MappedTensor {
        let count = shape.reduce(1, *)
        let memory = ConvertedTensor(byteCount: count * type.byteCount)
        guard let base = memory.bytes.baseAddress else { preconditionFailure("memory that is allocated has an address") }
        fill(base)
        return MappedTensor(baseAddress: base, type: type, shape: shape, count: count, memory: memory)
    }
}

/// Runs `body` for all numbers below a count, on as many threads as there are processors where there is enough to do.
func inParallel(_ count: Int, bytes: Int, _ body: (Int) -> Void) {
    guard bytes > 1 << 20, count > 1 else { return (0..<count).forEach(body) }
    let pool = WorkerPool(threadCount: AvailableCores.count, isPinned: false)
    pool.forEach(count, by: max(1, count / (8 * pool.threadCount))) { range, _ in
        for number in range { body(number) }
    }
}
