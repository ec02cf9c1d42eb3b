import CKernels
import GPTOSS
import Testing

/// Rounding to 8 bits, and products of what was rounded: every instruction set has the same integers.
@Suite struct EightBitKernelTests {
    /// Round those of tiles: one row at a time up to 3 tokens, then tiles of 2, 4, 8 and 16.
    private static let tokenCounts = [1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 33]
    private static let rowCounts = [1, 2, 15, 16, 17, 33]

    @Test(arguments: InstructionSet.available, [32, 64, 96, 576])
    func activationsAreRoundedToTheNearestOfABlock(_ set: InstructionSet, _ columns: Int) {
        var random = RandomNumbers(seed: UInt64(columns))
        for magnitude: Float in [1e-20, 1, 3e4, 1e30] {
            let x = random.floats(columns, in: -magnitude...magnitude)
            let row = EightBitRow(x, set)
            #expect(row.bytes == EightBitRow(x, .portable).bytes, "the same bits as portable")
            for (i, value) in x.enumerated() {
                let scale = Double(row.scale(i / 32))
                #expect(abs(row[i] - Double(value)) <= 0.50001 * scale, "\(value) at \(i)")
            }
            for block in 0..<columns / 32 {
                let largest = x[block * 32..<block * 32 + 32].map(abs).max() ?? 0
                #expect(abs(row.scale(block) * 127 - largest) <= largest * 1e-6)
                #expect(row.correction(block) == -128 * (0..<32).reduce(0) { $0 + Int32(row.integer(block * 32 + $1)) })
            }
        }
    }

    @Test(arguments: InstructionSet.available)
    func aBlockOfNextToNothingIsZero(_ set: InstructionSet) {
        for value: Float in [0, -0.0, 1e-38, .leastNonzeroMagnitude] {
            let row = EightBitRow([Float](repeating: value, count: 32), set)
            #expect(row.scale(0) == 0 && row.correction(0) == 0)
            #expect((0..<32).allSatisfy { row.integer($0) == 0 })
        }
    }

    /// What is not a number must not come out as one.
    @Test(arguments: InstructionSet.available, [Float.nan, .infinity, -.infinity])
    func whatIsNotFiniteShowsInTheScale(_ set: InstructionSet, _ value: Float) throws {
        var x = [Float](repeating: 1, count: 64)
        x[37] = value
        let row = EightBitRow(x, set)
        #expect(row.scale(0).isFinite && !row.scale(1).isFinite)
        let weight = EightBitWeight([UInt16](repeating: 0x3F80, count: 64), rows: 1, columns: 64, set)
        var out: Float = 0
        set.kernels.i8_q8w_matmul(&out, 1, row.bytes, weight.tiles, weight.scales, nil, 1, 1, 64)
        #expect(!out.isFinite)
        out = 0
        set.kernels.i8_mxfp4w_matmul(&out, 1, row.bytes, [UInt8](repeating: 0x22, count: 32), [127, 127], nil, 1, 1, 64)
        #expect(!out.isFinite)
    }

    @Test(arguments: InstructionSet.available, rowCounts)
    func weightsAreRoundedToTheNearestOfABlock(_ set: InstructionSet, _ rows: Int) {
        var random = RandomNumbers(seed: UInt64(rows))
        let columns = 96
        var values = random.bfloat16s(rows * columns)
        // A block of zeros, and one of numbers at the end of the range.
        for i in 0..<32 {
            values[i] = 0
            values[(rows - 1) * columns + 64 + i] = 0x7F7F
        }
        let weight = EightBitWeight(values, rows: rows, columns: columns, set)
        let portable = EightBitWeight(values, rows: rows, columns: columns, .portable)
        #expect(weight.tiles == portable.tiles && weight.scales == portable.scales, "the same bits as portable")
        for row in 0..<rows {
            for column in 0..<columns {
                let error = abs(weight[row, column] - double(values[row * columns + column]))
                #expect(error <= 0.50001 * weight.scale(row, column / 32), "row \(row), column \(column)")
            }
        }
        #expect(weight.tiles.count == (rows + 15) / 16 * 16 * columns)
    }

    /// Columns of one block and several, an odd number of them, and more than are unpacked at once.
    @Test(arguments: InstructionSet.available, [32, 64, 96, 576, 1056])
    func eightBitProductsAreSumsOverColumns(_ set: InstructionSet, _ columns: Int) {
        var random = RandomNumbers(seed: UInt64(columns))
        for (rows, tokens) in Self.sizes(columns) {
            let x = (0..<tokens).map { _ in EightBitRow(random.floats(columns), set) }
            let weight = EightBitWeight(random.bfloat16s(rows * columns), rows: rows, columns: columns, set)
            let bias = random.bfloat16s(rows)
            // Rows of the result are apart; what lies between is left alone.
            var out = [Float](repeating: 7, count: tokens * (rows + 3))
            set.kernels.i8_q8w_matmul(&out, rows + 3, x.flatMap(\.bytes), weight.tiles, weight.scales, bias, tokens, rows, columns)
            check(out, x, rows: rows, columns: columns, bias: bias, set) { weight[$0, $1] }
        }
    }

    /// And gpt-oss' own width, for which rows' places are constants.
    @Test(arguments: InstructionSet.available, [32, 64, 96, 576, 1056, 2880])
    func mxfp4ProductsAreSumsOverColumns(_ set: InstructionSet, _ columns: Int) {
        var random = RandomNumbers(seed: UInt64(columns) + 1)
        for (rows, tokens) in Self.sizes(columns) {
            let x = (0..<tokens).map { _ in EightBitRow(random.floats(columns), set) }
            let weight = MXFP4(blocks: random.bytes(rows * columns / 2), scales: random.bytes(rows * columns / 32, in: 110...132))
            let bias = random.bfloat16s(rows)
            var out = [Float](repeating: 7, count: tokens * (rows + 3))
            set.kernels.i8_mxfp4w_matmul(&out, rows + 3, x.flatMap(\.bytes), weight.blocks, weight.scales, bias, tokens, rows, columns)
            check(out, x, rows: rows, columns: columns, bias: bias, set) { weight[$0 * columns + $1] }
        }
    }

    /// The largest sums that there are: nothing saturates.
    @Test(arguments: InstructionSet.available, [1, 3, 4, 16])
    func theLargestSumsAreExact(_ set: InstructionSet, _ tokens: Int) {
        for (sign, nibbles): (Float, UInt8) in [(1, 0x77), (1, 0xFF), (-1, 0x77), (-1, 0xFF)] {
            let x = EightBitRow([Float](repeating: 127 * sign, count: 64), set)
            let rows = [[Int8]](repeating: x.bytes, count: tokens).flatMap { $0 }
            var out = [Float](repeating: .nan, count: tokens)
            set.kernels.i8_mxfp4w_matmul(
                &out, 1, rows, [UInt8](repeating: nibbles, count: 32), [127, 127], nil, tokens, 1, 64)
            let expected = Double(x.scale(0)) * 127 * Double(sign) * (nibbles == 0x77 ? 6 : -6) * 64
            #expect(out.allSatisfy { abs(Double($0) - expected) <= 1e-6 * abs(expected) }, "\(out), expected \(expected)")

            let ones = EightBitWeight([UInt16](repeating: nibbles == 0x77 ? 0x3F80 : 0xBF80, count: 64), rows: 1, columns: 64, set)
            set.kernels.i8_q8w_matmul(&out, 1, rows, ones.tiles, ones.scales, nil, tokens, 1, 64)
            let sum = Double(x.scale(0)) * 127 * Double(sign) * ones[0, 0] * 64
            #expect(out.allSatisfy { abs(Double($0) - sum) <= 1e-6 * abs(sum) }, "\(out), expected \(sum)")
        }
    }

    /// Each nibble of a block at its place, at scales from the smallest to the largest.
    @Test(arguments: InstructionSet.available, [0, 1, 2, 127, 250, 255] as [UInt8])
    func mxfp4WeightsHaveTheirExactValues(_ set: InstructionSet, _ scale: UInt8) {
        let block: [UInt8] = [11, 48, 85, 122, 159, 196, 233, 14, 51, 88, 125, 162, 199, 236, 17, 54]
        let weight = MXFP4(blocks: block, scales: [scale])
        for tokens in [1, 2, 4, 16] {
            for column in 0..<32 {
                // 127/128: as large as the largest weight allows, and its scale is a power of two.
                var x = [Float](repeating: 0, count: 32)
                x[column] = 0x1.FCp-1
                let row = EightBitRow(x, set)
                var out = [Float](repeating: 7, count: tokens)
                set.kernels.i8_mxfp4w_matmul(
                    &out, 1, [[Int8]](repeating: row.bytes, count: tokens).flatMap { $0 }, block, [scale], nil, tokens, 1, 32)
                let expected = row[column] * weight[column]
                let isRight = { (found: Float) in scale == 255 ? found.isNaN : abs(Double(found) - expected) <= 2e-6 * abs(expected) }
                #expect(out.allSatisfy(isRight), "element \(column): \(out), expected \(expected)")
            }
        }
    }

    /// Every pair of sizes where there are few columns, some where there are many.
    private static func sizes(_ columns: Int) -> [(rows: Int, tokens: Int)] {
        let all = rowCounts.flatMap { rows in tokenCounts.map { (rows, $0) } }
        return columns < 500 ? all : all.enumerated().filter { $0.offset.isMultiple(of: 7) }.map(\.element)
    }

    private func check(
        _ out: [Float], _ x: [EightBitRow], rows: Int, columns: Int, bias: [UInt16], _ set: InstructionSet,
        weight: (_ row: Int, _ column: Int) -> Double
    ) {
        let values = x.map { x in (0..<columns).map { x[$0] } }
        for row in 0..<rows {
            let weights = (0..<columns).map { weight(row, $0) }
            for (token, values) in values.enumerated() {
                let products = zip(values, weights).map { $0 * $1 }
                let expected = products.reduce(double(bias[row]), +)
                let magnitude = products.reduce(abs(double(bias[row]))) { $0 + abs($1) }
                let found = Double(out[token * (rows + 3) + row])
                guard abs(found - expected) <= 1e-6 * magnitude else {
                    Issue.record("\(x.count) tokens × \(rows) rows: \(found) at token \(token), row \(row), expected \(expected)")
                    return
                }
            }
        }
        #expect(x.indices.allSatisfy { token in (rows..<rows + 3).allSatisfy { out[token * (rows + 3) + $0] == 7 } })
    }
}
