import CKernels

/// The upper four bits of weights in 8 bits, as `q4_from_q8` lays them out, which share the scales of those they are of: they say how large a
/// product is within bounds, for half of the bytes.
///
/// `@unchecked Sendable`: nobody writes them after `init`.
final class HalvedWeights: @unchecked Sendable {
    /// The most rows of x at a time.
    static let mostTokens = Q4_TOKENS

    /// Bytes that a look at them reads, scales and all, as a share of the whole weights'.
    static let share = Double(EightBitWeights.block / 2 + 2) / Double(EightBitWeights.block + 2)

    private let whole: EightBitWeights
    private let halves: UnsafePointer<UInt8>
    /// What they lie in, where it is nobody else's.
    private let owned: UnsafeMutableRawBufferPointer?

    /// Copies them out where they do not lie beside the others.
    init(of whole: EightBitWeights, outFeatures: Int, _ compute: Compute) {
        self.whole = whole
        if let halves = whole.halves {
            (self.halves, owned) = (halves, nil)
            return
        }
        let byteCount = Self.shape(outFeatures: outFeatures, inFeatures: whole.inFeatures).reduce(1, *)
        let memory = UnsafeMutableRawBufferPointer.allocateLarge(byteCount: byteCount)
        halves = UnsafePointer(Self.copy(of: whole.tiles, to: memory, compute))
        owned = memory
    }

    deinit {
        owned?.deallocate()
    }

    /// Of them as bytes.
    static func shape(outFeatures: Int, inFeatures: Int) -> [Int] {
        let tiles = EightBitWeights.shapes(outFeatures: outFeatures, inFeatures: inFeatures).tiles
        return tiles.dropLast() + tiles.suffix(1).map { $0 / 2 }
    }

    /// Fills memory with those of as many tiles as it holds, on all threads of the pool.
    @discardableResult
    static func copy(of tiles: UnsafePointer<Int8>, to memory: UnsafeMutableRawBufferPointer, _ compute: Compute)
        -> UnsafeMutablePointer<UInt8>
    {
        let halves: UnsafeMutablePointer<UInt8> = EightBitWeights.numbers(memory)
        let tileBytes = EightBitWeights.rows * EightBitWeights.block
        compute.pool.forEach(2 * memory.count / tileBytes, by: 1024) { range, _ in
            compute.kernels.q4_from_q8(halves + range.lowerBound * tileBytes / 2, tiles + range.lowerBound * tileBytes, range.count)
        }
        return halves
    }

    /// lower[token][row] ≤ (x · weightᵀ)[token][row] ≤ upper[token][row] for some rows, which begin at a multiple of 16, and the first `tokens` rows of
    /// x, as they were rounded to 8 bits. Both are [tokens], `stride` apart.
    /// - Parameter energies: [tokens, inFeatures / 32], see `i8_energies`.
    func bound(
        _ x: EightBitRows, energies: UnsafePointer<Float>, tokens: Int, rows: Range<Int>, lower: UnsafeMutablePointer<Float>,
        upper: UnsafeMutablePointer<Float>, stride: Int, _ kernels: KernelTable
    ) {
        let first = rows.lowerBound * whole.inFeatures
        kernels.i8_q4w_bounds(
            lower + rows.lowerBound, upper + rows.lowerBound, stride, x[0], energies, halves + first / 2,
            whole.scales + first / EightBitWeights.block, tokens, rows.count, whole.inFeatures)
    }
}
