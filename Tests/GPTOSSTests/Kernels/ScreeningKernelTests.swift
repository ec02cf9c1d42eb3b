import CKernels
import GPTOSS
import Testing

/// Half of the bits of weights say what products are within bounds, in every instruction set.
@Suite struct ScreeningKernelTests {
    /// What a weight's dropped bits count as.
    private static func fill(_ place: Int) -> Int { place < 256 ? 8 : 7 }

    private func halves(_ weight: EightBitWeight, _ set: InstructionSet) -> [UInt8] {
        var halves = [UInt8](repeating: 99, count: weight.tiles.count / 2)
        set.kernels.q4_from_q8(&halves, weight.tiles, weight.tiles.count / 512)
        return halves
    }

    @Test(arguments: InstructionSet.available)
    func halvesAreTheUpperBits(_ set: InstructionSet) {
        let tiles = (0..<1024).map { Int8(truncatingIfNeeded: $0 % 255 - 127) }
        var halves = [UInt8](repeating: 99, count: 512)
        set.kernels.q4_from_q8(&halves, tiles, 2)
        for tile in 0..<2 {
            for i in 0..<256 {
                #expect(Int(halves[tile * 256 + i] & 15) == (Int(tiles[tile * 512 + i]) + 128) / 16)
                #expect(Int(halves[tile * 256 + i] >> 4) == (Int(tiles[tile * 512 + 256 + i]) + 128) / 16)
            }
        }
    }

    @Test(arguments: InstructionSet.available, [32, 96, 576])
    func energiesAreSumsOfSquaresOfABlock(_ set: InstructionSet, _ columns: Int) {
        var random = RandomNumbers(seed: UInt64(columns))
        let x = EightBitRow(random.floats(columns, in: -3...3), set)
        var energies = [Float](repeating: .nan, count: columns / 32)
        set.kernels.i8_energies(&energies, x.bytes, columns)
        for (block, energy) in energies.enumerated() {
            let expected = (0..<32).reduce(0.0) { $0 + x[block * 32 + $1] * x[block * 32 + $1] }
            #expect(abs(Double(energy) - expected) <= 1e-5 * expected)
        }
    }

    /// Columns of one block and several, an odd number of them, and more than are unpacked at once.
    @Test(arguments: InstructionSet.available, [32, 96, 576, 1056])
    func boundsLieAboutWhatTheUpperBitsGive(_ set: InstructionSet, _ columns: Int) {
        var random = RandomNumbers(seed: UInt64(columns))
        for rows in [1, 15, 16, 17, 40] {
            for tokens in 1...Q4_TOKENS {
                let x = (0..<tokens).map { _ in EightBitRow(random.floats(columns), set) }
                let weight = EightBitWeight(random.bfloat16s(rows * columns), rows: rows, columns: columns, set)
                let bounds = Bounds(x, weight, halves(weight, set), rows: rows, columns: columns, set)
                for token in 0..<tokens {
                    for row in 0..<rows { check(bounds, x[token], weight, token: token, row: row, columns: columns) }
                    // What lies between is left alone.
                    #expect(bounds.lower[(token * (rows + 3) + rows)...].prefix(3).allSatisfy { $0 == 7 })
                }
            }
        }
    }

    private func check(_ bounds: Bounds, _ x: EightBitRow, _ weight: EightBitWeight, token: Int, row: Int, columns: Int) {
        var (estimate, product, variance, size) = (0.0, 0.0, 0.0, 0.0)
        for column in 0..<columns {
            let (place, scale) = (weight.place(row, column), weight.scale(row, column / 32))
            let integer = Int(weight.tiles[place])
            let estimated = ((integer + 128) / 16 * 16 | Self.fill(place % 512)) - 128
            estimate += x[column] * Double(estimated) * scale
            product += x[column] * Double(integer) * scale
            variance += x[column] * x[column] * scale * scale
            size += abs(x[column] * scale * 127)
        }
        let margin = Double(Q4_DEVIATIONS) * (Double(Q4_VARIANCE) * variance).squareRoot()
        let (lower, upper) = bounds[token, row]
        #expect(abs(lower - (estimate - margin)) <= 1e-5 * size, "token \(token), row \(row)")
        #expect(abs(upper - (estimate + margin)) <= 1e-5 * size, "token \(token), row \(row)")
        #expect(lower <= product && product <= upper, "token \(token), row \(row)")
    }

    /// Errors of the dropped bits are spread as the margin takes for granted: about one deviation, and as many above as below, also where all of x is
    /// on one side of 0.
    @Test func marginsAreEightDeviations() {
        var random = RandomNumbers(seed: 1)
        let (rows, columns, set) = (512, 576, InstructionSet.best)
        let x = (0..<Q4_TOKENS).map { _ in EightBitRow(random.floats(columns, in: 0...1), set) }
        let weight = EightBitWeight(random.bfloat16s(rows * columns), rows: rows, columns: columns, set)
        let bounds = Bounds(x, weight, halves(weight, set), rows: rows, columns: columns, set)
        var products = [Float](repeating: 0, count: x.count * rows)
        set.kernels.i8_q8w_matmul(&products, rows, x.flatMap(\.bytes), weight.tiles, weight.scales, nil, x.count, rows, columns)
        let deviations = products.indices.map { i in
            let (lower, upper) = bounds[i / rows, i % rows]
            return (Double(products[i]) - (lower + upper) / 2) / ((upper - lower) / 2) * Double(Q4_DEVIATIONS)
        }
        let mean = deviations.reduce(0, +) / Double(deviations.count)
        let square = deviations.reduce(0) { $0 + $1 * $1 } / Double(deviations.count)
        #expect(abs(mean) < 0.1, "mean \(mean)")
        #expect((0.9...1.1).contains(square), "mean square \(square)")
    }

    @Test(arguments: InstructionSet.available, [Float.nan, .infinity])
    func whatIsNotFiniteShowsInTheBounds(_ set: InstructionSet, _ value: Float) {
        var values = [Float](repeating: 1, count: 64)
        values[40] = value
        let x = EightBitRow(values, set)
        let weight = EightBitWeight([UInt16](repeating: 0x3F80, count: 64), rows: 1, columns: 64, set)
        let (lower, upper) = Bounds([x], weight, halves(weight, set), rows: 1, columns: 64, set)[0, 0]
        #expect(!lower.isFinite && !upper.isFinite)
    }
}

/// [tokens, rows], three numbers between rows.
private struct Bounds {
    private(set) var lower: [Float]
    private(set) var upper: [Float]
    private let stride: Int

    init(_ x: [EightBitRow], _ weight: EightBitWeight, _ halves: [UInt8], rows: Int, columns: Int, _ set: InstructionSet) {
        stride = rows + 3
        lower = [Float](repeating: 7, count: x.count * stride)
        upper = lower
        var energies = [Float](repeating: 0, count: x.count * columns / 32)
        for (token, row) in x.enumerated() {
            energies.withUnsafeMutableBufferPointer { energies in
                guard let base = energies.baseAddress else { return }
                set.kernels.i8_energies(base + token * columns / 32, row.bytes, columns)
            }
        }
        set.kernels.i8_q4w_bounds(
            &lower, &upper, stride, x.flatMap(\.bytes), energies, halves, weight.scales, x.count, rows, columns)
    }

    subscript(token: Int, row: Int) -> (lower: Double, upper: Double) {
        (Double(lower[token * stride + row]), Double(upper[token * stride + row]))
    }
}
