import CKernels

/// The weights of a linear layer in 8 bits: blocks of 32 inputs with a scale each, 16 outputs interleaved, as `q8_from_bf16` lays them out.
///
/// `@unchecked Sendable`: nobody writes them after `init`.
final class EightBitWeights: @unchecked Sendable {
    /// Rows whose blocks are interleaved: pieces of work begin at multiples of it.
    static let rows = Q8_ROWS
    static let block = Q8_BLOCK

    let tiles: UnsafePointer<Int8>
    let scales: UnsafePointer<bfloat16>
    /// Their upper bits once more, where these lie in the same file: see `HalvedWeights`.
    let halves: UnsafePointer<UInt8>?
    let inFeatures: Int
    /// What they lie in, where it is nobody else's.
    private let owned: [UnsafeMutableRawBufferPointer]

    /// Rounds weights [outFeatures, inFeatures], on all threads of the pool, and gives their mapped pages back to the system.
    init(_ weight: MappedTensor, outFeatures: Int, inFeatures: Int, _ compute: Compute) {
        let shapes = Self.shapes(outFeatures: outFeatures, inFeatures: inFeatures)
        let tiles = UnsafeMutableRawBufferPointer.allocateLarge(byteCount: shapes.tiles.reduce(1, *))
        let scales = UnsafeMutableRawBufferPointer.allocateLarge(byteCount: shapes.scales.reduce(2, *))
        Self.round(weight, outFeatures: outFeatures, inFeatures: inFeatures, tiles: tiles, scales: scales, compute)
        owned = [tiles, scales]
        halves = nil
        (self.tiles, self.scales) = (UnsafePointer(Self.numbers(tiles)), UnsafePointer(Self.numbers(scales)))
        self.inFeatures = inFeatures
    }

    /// Weights that lie in a file, which the caller keeps.
    init(tiles: MappedTensor, scales: MappedTensor, halves: MappedTensor?, inFeatures: Int) {
        owned = []
        self.halves = halves?.baseAddress.assumingMemoryBound(to: UInt8.self)
        self.tiles = tiles.baseAddress.assumingMemoryBound(to: Int8.self)
        self.scales = scales.baseAddress.assumingMemoryBound(to: bfloat16.self)
        self.inFeatures = inFeatures
    }

    deinit {
        for memory in owned { memory.deallocate() }
    }

    /// Of tiles in int8 and scales in bfloat16.
    static func shapes(outFeatures: Int, inFeatures: Int) -> (tiles: [Int], scales: [Int]) {
        let shape = [(outFeatures + rows - 1) / rows, inFeatures / block]
        return (shape + [rows * block], shape + [rows])
    }

    /// Rounds weights [outFeatures, inFeatures] into memory that is large enough, on all threads of the pool, and gives their mapped pages back.
    /// - Returns: the tiles.
    @discardableResult
    static func round(
        _ weight: MappedTensor, outFeatures: Int, inFeatures: Int, tiles: UnsafeMutableRawBufferPointer,
        scales: UnsafeMutableRawBufferPointer, _ compute: Compute
    ) -> UnsafePointer<Int8> {
        let (tiles, scales): (UnsafeMutablePointer<Int8>, UnsafeMutablePointer<bfloat16>) = (numbers(tiles), numbers(scales))
        let source = weight.baseAddress.assumingMemoryBound(to: bfloat16.self)
        // A megabyte of bfloat16 numbers a piece.
        compute.pool.forEach((outFeatures + rows - 1) / rows, by: max(1, (1 << 19) / (rows * inFeatures))) { range, _ in
            let first = range.lowerBound * rows
            compute.kernels.q8_from_bf16(
                tiles + first * inFeatures, scales + first * inFeatures / block, source + first * inFeatures,
                min(outFeatures, range.upperBound * rows) - first, inFeatures)
        }
        weight.advise(.dontNeed)
        return UnsafePointer(tiles)
    }

    /// Memory that is allocated, as numbers.
    static func numbers<Number>(_ memory: UnsafeMutableRawBufferPointer) -> UnsafeMutablePointer<Number> {
        guard let base = memory.baseAddress else { preconditionFailure("memory that is allocated has an address") }
        return base.bindMemory(to: Number.self, capacity: memory.count / MemoryLayout<Number>.stride)
    }

    /// out[token][row] for some rows, which begin at a multiple of 16, and the first `tokens` rows of x, as they were rounded.
    func multiply(
        _ x: Activations, tokens: Int, rows: Range<Int>, bias: UnsafePointer<bfloat16>?, into out: UnsafeMutablePointer<Float>,
        stride: Int, _ kernels: KernelTable
    ) {
        let first = rows.lowerBound * inFeatures
        let (tiles, scales) = (tiles + first, scales + first / Self.block)
        if let wide = x.wide, kernels.isWide(tokens) {
            kernels.bf16_q8w_matmul?(out, stride, wide[0], tiles, scales, bias, tokens, rows.count, inFeatures)
        } else if let rounded = x.rounded {
            kernels.i8_q8w_matmul(out, stride, rounded[0], tiles, scales, bias, tokens, rows.count, inFeatures)
        } else {
            preconditionFailure("inputs of layers in 8 bits are rounded")
        }
    }
}
