import CKernels

/// The weights of a linear layer in 8 bits: blocks of 32 inputs with a scale each, 16 outputs interleaved, as `q8_from_bf16` lays them out.
///
/// `@unchecked Sendable`: written only by `init`.
final class EightBitWeights: @unchecked Sendable {
    /// Rows whose blocks are interleaved: pieces of work begin at multiples of it.
    static let rows = Q8_ROWS
    static let block = Q8_BLOCK

    private let tiles: UnsafeMutablePointer<Int8>
    private let scales: UnsafeMutablePointer<bfloat16>
    private let inFeatures: Int

    /// Rounds weights [outFeatures, inFeatures], on all threads of the pool, and gives their mapped pages back to the system.
    init(_ weight: MappedTensor, outFeatures: Int, inFeatures: Int, _ compute: Compute) {
        let groups = (outFeatures + Self.rows - 1) / Self.rows
        let count: Int = groups * Self.rows * inFeatures
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: count < 4 << 20 ? 64 : 2 << 20)
        UnsafeRawBufferPointer(memory).advise(.hugePages)
        let tiles = memory.bindMemory(to: Int8.self)
        let scales = UnsafeMutableBufferPointer<bfloat16>.allocate(capacity: count / Self.block)
        guard let tiles = tiles.baseAddress, let scales = scales.baseAddress else { preconditionFailure("a layer has weights") }
        self.tiles = tiles
        self.scales = scales
        self.inFeatures = inFeatures
        let source = weight.baseAddress.assumingMemoryBound(to: bfloat16.self)
        // A megabyte of bfloat16 numbers a piece.
        compute.pool.forEach(groups, by: max(1, (1 << 19) / (Self.rows * inFeatures))) { range, _ in
            let first = range.lowerBound * Self.rows
            compute.kernels.q8_from_bf16(
                tiles + first * inFeatures, scales + first * inFeatures / Self.block, source + first * inFeatures,
                min(outFeatures, range.upperBound * Self.rows) - first, inFeatures)
        }
        weight.advise(.dontNeed)
    }

    deinit {
        UnsafeMutableRawPointer(tiles).deallocate()
        scales.deallocate()
    }

    /// out[token][row] for some rows, which begin at a multiple of 16; x are the first of `tokens` rows in 8 bits.
    func multiply(
        _ x: UnsafePointer<Int8>, tokens: Int, rows: Range<Int>, bias: UnsafePointer<bfloat16>?, into out: UnsafeMutablePointer<Float>,
        stride: Int, _ kernels: KernelTable
    ) {
        let first = rows.lowerBound * inFeatures
        kernels.i8_q8w_matmul(out, stride, x, tiles + first, scales + first / Self.block, bias, tokens, rows.count, inFeatures)
    }
}
