import CKernels
import GPTOSS
import Testing

/// Products in bfloat16 on the unit for matrices, where there is one.
@Suite struct WideKernelTests {
    private static let sets = InstructionSet.available.filter { $0.kernels.bf16_from_f32 != nil }
    /// Around those of a tile and of the most tiles at a time.
    private static let tokenCounts = [1, 15, 16, 17, 40, 64, 65, 96, 97, 200]
    private static let rowCounts = [1, 15, 16, 17, 33, 64]

    @Test(arguments: sets, [32, 96, 576])
    func activationsAreRoundedToTheNearestAndInterleaved(_ set: InstructionSet, _ columns: Int) {
        var random = RandomNumbers(seed: UInt64(columns))
        let rows = (0..<20).map { _ in random.floats(columns, in: -1e4...1e4) }
        let wide = WideRowValues(rows, set)
        for (row, values) in rows.enumerated() {
            for (column, value) in values.enumerated() {
                #expect(wide.bits(row, column) == roundedToBFloat16(value), "\(value) in row \(row), column \(column)")
            }
        }
    }

    /// Columns of one block, of as many as are unpacked ahead and of more than are kept.
    @Test(arguments: sets, [32, 64, 96, 256, 288, 576])
    func mxfp4ProductsAreSumsOverColumns(_ set: InstructionSet, _ columns: Int) throws {
        let kernel = try #require(set.kernels.bf16_mxfp4w_matmul)
        var random = RandomNumbers(seed: UInt64(columns))
        for (rows, tokens) in Self.sizes {
            let x = WideRowValues((0..<tokens).map { _ in random.floats(columns) }, set)
            let weight = MXFP4(blocks: random.bytes(rows * columns / 2), scales: random.bytes(rows * columns / 32, in: 110...132))
            let bias = random.bfloat16s(rows)
            // Rows of the result are apart; what lies between is left alone.
            var out = [Float](repeating: 7, count: tokens * (rows + 3))
            kernel(&out, rows + 3, x.memory, weight.blocks, weight.scales, bias, tokens, rows, columns)
            check(out, x, rows: rows, columns: columns, bias: bias, tolerance: 1e-6) { weight[$0 * columns + $1] }
        }
    }

    /// Weights in 8 bits times their scales are rounded to bfloat16.
    @Test(arguments: sets, [32, 96, 288, 576])
    func eightBitProductsAreSumsOverColumns(_ set: InstructionSet, _ columns: Int) throws {
        let kernel = try #require(set.kernels.bf16_q8w_matmul)
        var random = RandomNumbers(seed: UInt64(columns) + 1)
        for (rows, tokens) in Self.sizes {
            let x = WideRowValues((0..<tokens).map { _ in random.floats(columns) }, set)
            let weight = EightBitWeight(random.bfloat16s(rows * columns), rows: rows, columns: columns, set)
            let bias = random.bfloat16s(rows)
            var out = [Float](repeating: 7, count: tokens * (rows + 3))
            kernel(&out, rows + 3, x.memory, weight.tiles, weight.scales, bias, tokens, rows, columns)
            check(out, x, rows: rows, columns: columns, bias: bias, tolerance: 0x1p-9 + 1e-6) { weight[$0, $1] }
        }
    }

    /// Each nibble of a block at its place, at scales from the smallest that is not nothing to the largest that is a number.
    @Test(arguments: sets, [0, 1, 2, 3, 127, 250, 252, 253, 254, 255] as [UInt8])
    func mxfp4WeightsHaveTheirExactValues(_ set: InstructionSet, _ scale: UInt8) throws {
        let kernel = try #require(set.kernels.bf16_mxfp4w_matmul)
        let block: [UInt8] = [11, 48, 85, 122, 159, 196, 233, 14, 51, 88, 125, 162, 199, 236, 17, 54]
        let weight = MXFP4(blocks: block, scales: [scale])
        for column in 0..<32 {
            var x = [Float](repeating: 0, count: 32)
            x[column] = 1
            var out: Float = 7
            kernel(&out, 1, WideRowValues([x], set).memory, block, [scale], nil, 1, 1, 32)
            switch scale {
            case 0, 1: #expect(out == 0)
            case 253...: #expect(out.isNaN)
            default: #expect(out == Float(weight[column]), "element \(column)")
            }
        }
    }

    /// What is not a number must not come out as one, nor in other tokens' results.
    @Test(arguments: sets, [Float.nan, .infinity, -.infinity])
    func whatIsNotFiniteStaysSo(_ set: InstructionSet, _ value: Float) throws {
        var rows = [[Float]](repeating: [Float](repeating: 1, count: 64), count: 18)
        rows[4][37] = value
        let x = WideRowValues(rows, set)
        var out = [Float](repeating: 0, count: 18)
        set.kernels.bf16_mxfp4w_matmul?(&out, 1, x.memory, [UInt8](repeating: 0x22, count: 32), [127, 127], nil, 18, 1, 64)
        #expect(out.enumerated().allSatisfy { $0.element.isFinite == ($0.offset != 4) })
        let weight = EightBitWeight([UInt16](repeating: 0x3F80, count: 64), rows: 1, columns: 64, set)
        set.kernels.bf16_q8w_matmul?(&out, 1, x.memory, weight.tiles, weight.scales, nil, 18, 1, 64)
        #expect(out.enumerated().allSatisfy { $0.element.isFinite == ($0.offset != 4) })
    }

    @Test func reproducibleKernelsHaveNoneOfThese() {
        #expect(InstructionSet.available.allSatisfy { $0.kernelsAlike.bf16_from_f32 == nil })
    }

    private static var sizes: [(rows: Int, tokens: Int)] {
        rowCounts.flatMap { rows in tokenCounts.map { (rows, $0) } }.enumerated().filter { $0.offset.isMultiple(of: 3) }.map(\.element)
    }

    private func check(
        _ out: [Float], _ x: WideRowValues, rows: Int, columns: Int, bias: [UInt16], tolerance: Double,
        weight: (_ row: Int, _ column: Int) -> Double
    ) {
        let tokens = out.count / (rows + 3)
        let values = (0..<tokens).map { token in (0..<columns).map { double(x.bits(token, $0)) } }
        for row in 0..<rows {
            let weights = (0..<columns).map { weight(row, $0) }
            for (token, values) in values.enumerated() {
                let products = zip(values, weights).map { $0 * $1 }
                let expected = products.reduce(double(bias[row]), +)
                let magnitude = products.reduce(abs(double(bias[row]))) { $0 + abs($1) }
                let found = Double(out[token * (rows + 3) + row])
                guard abs(found - expected) <= tolerance * magnitude else {
                    Issue.record("\(tokens) tokens × \(rows) rows: \(found) at token \(token), row \(row), expected \(expected)")
                    return
                }
            }
        }
        #expect((0..<tokens).allSatisfy { token in (rows..<rows + 3).allSatisfy { out[token * (rows + 3) + $0] == 7 } })
    }
}

/// Rows of activations in bfloat16, read back as their layout says. Places of rows that are not there hold NaN.
private struct WideRowValues {
    let memory: [UInt16]
    private let columns: Int

    init(_ rows: [[Float]], _ set: InstructionSet) {
        let columns = rows[0].count
        var places = [UInt16](repeating: 0x7FC0, count: (rows.count + 15) / 16 * 16 * columns)
        places.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            for (row, values) in rows.enumerated() {
                set.kernels.bf16_from_f32?(base + row / 16 * 16 * columns + row % 16 * 32, values, columns)
            }
        }
        (self.columns, memory) = (columns, places)
    }

    func bits(_ row: Int, _ column: Int) -> UInt16 {
        let place = column % 32 / 8 * 8 + [0, 4, 2, 6, 1, 5, 3, 7][column % 8]
        return memory[row / 16 * 16 * columns + column / 32 * 512 + row % 16 * 32 + place]
    }
}

/// To the nearest, of two as near to the even one.
private func roundedToBFloat16(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    return UInt16((bits + 0x7FFF + (bits >> 16 & 1)) >> 16)
}
