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
        let (tiles, scales): (UnsafeMutablePointer<Int8>, UnsafeMutablePointer<bfloat16>)
        (tiles, scales) = (.allocateLarge(capacity: count), .allocateLarge(capacity: count / Self.block))
        (self.tiles, self.scales) = (tiles, scales)
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
        UnsafeMutableRawPointer(scales).deallocate()
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
