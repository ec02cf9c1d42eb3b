import CKernels
import GPTOSS
import Testing

/// The matrix products against sums in double precision, at sizes round those of the tiles: 2 or 4 rows, 4, 5 or 6 tokens, blocks of 60.
@Suite struct MatmulKernelTests {
    private static let tolerance = 1e-6
    static let tokenCounts = [1, 2, 3, 4, 5, 6, 7, 13, 59, 60, 61, 66]

    @Test(arguments: InstructionSet.available, [1, 2, 7, 8, 15, 16, 17, 96, 100])
    func bfloat16ProductsAreSumsOverColumns(_ set: InstructionSet, _ columns: Int) throws {
        var random = RandomNumbers(seed: UInt64(columns))
        for tokens in Self.tokenCounts {
            for rows in [1, 2, 3, 4, 5, 9] {
                let x = (0..<tokens).map { _ in random.floats(columns) }
                let weight = random.bfloat16s(rows * columns)
                let bias = random.bfloat16s(rows)
                var out = [Float](repeating: .nan, count: tokens * rows)
                try withRows(x) { set.kernels.f32_bf16w_matmul(&out, rows, $0, weight, bias, tokens, rows, columns) }
                let reference = Reference(x, rows: rows) {
                    double(weight[$0 * columns + $1])
                } bias: {
                    double(bias[$0])
                }
                expect(out, near: reference.sums, magnitudes: reference.magnitudes, tolerance: Self.tolerance, "\(tokens) × \(rows)")
            }
        }
    }

    @Test(arguments: InstructionSet.available, [32, 64, 96, 576])
    func mxfp4ProductsAreSumsOverColumns(_ set: InstructionSet, _ columns: Int) throws {
        var random = RandomNumbers(seed: UInt64(columns))
        for tokens in Self.tokenCounts {
            for rows in [1, 2, 3, 4, 5, 9] {
                let x = (0..<tokens).map { _ in random.floats(columns) }
                let blocks = random.bytes(rows * columns / 2)
                let scales = random.bytes(rows * columns / 32, in: 110...132)
                let bias = random.bfloat16s(rows)
                var out = [Float](repeating: .nan, count: tokens * rows)
                try withRows(x.map { split($0, set) }) {
                    set.kernels.f32_mxfp4w_matmul(&out, rows, $0, blocks, scales, bias, tokens, rows, columns)
                }
                let weight = MXFP4(blocks: blocks, scales: scales)
                let reference = Reference(x, rows: rows) {
                    weight[$0 * columns + $1]
                } bias: {
                    double(bias[$0])
                }
                expect(out, near: reference.sums, magnitudes: reference.magnitudes, tolerance: Self.tolerance, "\(tokens) × \(rows)")
            }
        }
    }

    @Test(arguments: InstructionSet.available)
    func biasMayBeMissingAndRowsOfTheResultMayBeApart(_ set: InstructionSet) throws {
        let (weight, x): ([UInt16], [[Float]]) = ([0x3F80, 0x4000], [[3], [5]])
        var out: [Float] = [0, 0, 7, 0, 0, 7]
        try withRows(x) { set.kernels.f32_bf16w_matmul(&out, 3, $0, weight, nil, 2, 2, 1) }
        #expect(out == [3, 6, 7, 5, 10, 7])

        let ones = split([Float](repeating: 1, count: 32), set)
        out = [0, 7, 0, 7]
        try withRows([ones, ones]) {
            set.kernels.f32_mxfp4w_matmul(&out, 2, $0, [UInt8](repeating: 0x22, count: 16), [128], nil, 2, 1, 32)
        }
        #expect(out == [64, 7, 64, 7])
    }

    /// Each nibble of a block at its place, at scales from the smallest to the largest; with the block and values of the format's specification.
    @Test(arguments: InstructionSet.available, [UInt8](0...255))
    func mxfp4WeightsHaveTheirExactValues(_ set: InstructionSet, _ scale: UInt8) throws {
        let block: [UInt8] = [11, 48, 85, 122, 159, 196, 233, 14, 51, 88, 125, 162, 199, 236, 17, 54]
        let values: [Float] = [
            -1.5, 0, 0, 1.5, 3, 3, -1, 6, -6, -0.5, 2, -2, -0.5, -4, -4, 0, 1.5, 1.5, -0.0, 3, -3, 6, 1, -1, 6, -2, -2, -4, 0.5, 0.5, 4,
            1.5,
        ]
        for (column, value) in values.enumerated() {
            var x = [Float](repeating: 0, count: 32)
            x[column] = 1
            var out: Float = 7
            try withRows([split(x, set)]) { set.kernels.f32_mxfp4w_matmul(&out, 1, $0, block, [scale], nil, 1, 1, 32) }
            let expected = Float(Double(value) * Double(sign: .plus, exponent: Int(scale) - 127, significand: 1))
            if scale == 255 {
                #expect(out.isNaN)
            } else if values.allSatisfy({ abs(Double($0)) * Double(sign: .plus, exponent: Int(scale) - 127, significand: 1) < 3.4e38 }) {
                #expect(out == expected, "element \(column)")
            }
        }
    }

    private func split(_ x: [Float], _ set: InstructionSet) -> [Float] {
        var out = [Float](repeating: .nan, count: x.count)
        set.kernels.f32_split(&out, x, x.count)
        return out
    }
}

/// x · weightᵀ + bias in double precision: [tokens, rows].
private struct Reference {
    var sums: [Double] = []
    var magnitudes: [Double] = []

    init(_ x: [[Float]], rows: Int, weight: (_ row: Int, _ column: Int) -> Double, bias: (_ row: Int) -> Double) {
        for x in x {
            for row in 0..<rows {
                var (sum, magnitude) = (bias(row), abs(bias(row)))
                for (column, x) in x.enumerated() {
                    let product = Double(x) * weight(row, column)
                    sum += product
                    magnitude += abs(product)
                }
                sums.append(sum)
                magnitudes.append(magnitude)
            }
        }
    }
}
