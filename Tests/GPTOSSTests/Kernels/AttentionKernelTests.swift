import CKernels
import Foundation
import GPTOSS
import Testing

@Suite struct AttentionKernelTests {
    /// Some queries: how many, the end of what the first sees, and the window.
    private typealias Queries = (rows: Int, end: Int, window: Int)

    /// Ranges within and across pages, alone and together, with windows and without.
    private static let queries: [Queries] = [
        (1, 1, 0), (1, 2, 0), (1, 4, 1), (1, 64, 0), (1, 65, 0), (1, 65, 2), (1, 129, 128), (1, 198, 128), (1, 200, 72), (1, 192, 128),
        (32, 1, 0), (32, 50, 0), (20, 120, 128), (32, 100, 5), (31, 190, 128), (7, 64, 1), (32, 33, 64), (3, 250, 0),
    ]

    /// Every number of heads that kernels group differently, head sizes with and without a rest.
    @Test(arguments: InstructionSet.available, [(1, 16), (2, 32), (3, 64), (4, 64), (8, 64), (9, 20), (13, 6), (8, 48)])
    func weighsTheValuesThatAreVisible(_ set: InstructionSet, _ shape: (heads: Int, headDim: Int)) throws {
        var random = RandomNumbers(seed: UInt64(shape.heads))
        for isEightBit in [false, true] {
            for queries in Self.queries {
                let attention = Attention(shape.heads, shape.headDim, queries, isEightBit: isEightBit, scale: 0.7, &random)
                let out = try attention.run { out, q, stride, pages, sinks in
                    set.kernels.f32_attention(
                        out, q, stride, &pages, queries.rows, queries.end, queries.window, sinks, 0.7, shape.heads, shape.headDim)
                }
                attention.expect(out, tolerance: 1e-5, "\(set.rawValue), \(shape), \(queries), eight bit: \(isEightBit)")
            }
        }
    }

    @Test(arguments: InstructionSet.available.filter { $0.kernels.bf16_attention != nil }, [(1, 32), (3, 64), (8, 64), (9, 96), (16, 128)])
    func inBfloat16ItIsCloseToThat(_ set: InstructionSet, _ shape: (heads: Int, headDim: Int)) throws {
        var random = RandomNumbers(seed: UInt64(shape.heads))
        let scratch = UnsafeMutableRawPointer.allocate(byteCount: bf16_attention_bytes(shape.heads, shape.headDim), alignment: 4)
        defer { scratch.deallocate() }
        let scale = 1 / Float(shape.headDim).squareRoot()
        for isEightBit in [false, true] {
            for queries in Self.queries {
                let attention = Attention(shape.heads, shape.headDim, queries, isEightBit: isEightBit, scale: scale, &random)
                let out = try attention.run { out, q, stride, pages, sinks in
                    set.kernels.bf16_attention?(
                        out, q, stride, &pages, queries.rows, queries.end, queries.window, sinks, scale, shape.heads, shape.headDim, scratch
                    )
                }
                // Rounded to 8 bits, q and keys leave about 1/256 in a score, of which there are a few.
                attention.expect(out, tolerance: 0.02, "\(shape), \(queries), eight bit: \(isEightBit)")
            }
        }
    }

    @Test(arguments: InstructionSet.available, [false, true])
    func aRowHasTheSameBitsBesideAnyOthers(_ set: InstructionSet, isEightBit: Bool) throws {
        var random = RandomNumbers(seed: 3)
        for queries in Self.queries where queries.rows > 1 {
            let attention = Attention(8, 64, queries, isEightBit: isEightBit, scale: 0.125, &random)
            let together = try attention.run { out, q, stride, pages, sinks in
                set.kernels.f32_attention(out, q, stride, &pages, queries.rows, queries.end, queries.window, sinks, 0.125, 8, 64)
            }
            let alone = try attention.run { out, q, stride, pages, sinks in
                for row in 0..<queries.rows {
                    set.kernels.f32_attention(
                        out + row * stride, q + row * stride, stride, &pages, 1, queries.end + row, queries.window, sinks, 0.125, 8, 64)
                }
            }
            #expect(together.map(\.bitPattern) == alone.map(\.bitPattern), "\(queries)")
        }
    }

    @Test(arguments: InstructionSet.available)
    func theSinkTakesItsShareOfTheSoftmax(_ set: InstructionSet) throws {
        // Scores 0.25, −1.5, 3, 0 and a sink of 1.25; the values are unit vectors, so that the result is the weights.
        let scores: [Float] = [0.25, -1.5, 3, 0]
        let pages = KVPages(
            keys: scores.map { [$0, 0, 0, 0] }, values: scores.indices.map { i in (0..<4).map { $0 == i ? 1 : 0 } })
        var out = [Float](repeating: .nan, count: 4)
        try pages.withPages { set.kernels.f32_attention(&out, [1, 2, 3, 4], 4, &$0, 1, 4, 0, [0x3FA0], 1, 1, 4) }
        GPTOSSTests.expect(
            out, near: [0.04922837369832405, 0.008554608627209944, 0.7700613280201342, 0.038339095985586526], tolerance: 1e-6, set.rawValue)
    }

    /// Scores far apart and far from zero: only differences matter.
    @Test(arguments: InstructionSet.available, [-1e4, -80, 80, 1e4] as [Float])
    func largeScoresDoNotOverflow(_ set: InstructionSet, _ shift: Float) throws {
        let pages = KVPages(keys: [[shift, 0], [shift + 1, 0]], values: [[1, 0], [2, 0]])
        var out = [Float](repeating: .nan, count: 2)
        try pages.withPages { set.kernels.f32_attention(&out, [1, 0], 2, &$0, 1, 2, 0, [0], 1, 1, 2) }
        let (a, b) = (exp(Double(shift) - 1e4), exp(Double(shift) + 1 - 1e4))
        let expected = (a + 2 * b) / (a + b + exp(-1e4))
        GPTOSSTests.expect(
            [out[0]], near: [expected.isFinite ? expected : shift > 0 ? (1 + 2 * M_E) / (1 + M_E) : 0], tolerance: 1e-5, "\(shift)")
    }

    /// A number that is not finite comes through.
    @Test(arguments: InstructionSet.available, [Float.nan, .infinity])
    func whatIsNotFiniteShows(_ set: InstructionSet, _ value: Float) throws {
        for pages in [
            KVPages(keys: [[value, 0], [1, 0]], values: [[1, 1], [2, 2]]),
            KVPages(keys: [[1, 0], [1, 0]], values: [[1, 1], [value, 2]]),
        ] {
            var out = [Float](repeating: 0, count: 2)
            try pages.withPages { set.kernels.f32_attention(&out, [1, 0], 2, &$0, 1, 2, 0, [0], 1, 1, 2) }
            #expect(!out[0].isFinite)
        }
    }

    @Test func positionsInEightBitsAreRoundedToTheNearest() {
        var random = RandomNumbers(seed: 5)
        let (page, headDim) = (64, 20)
        let block = page * (headDim + 4)
        for slot in [0, 1, 63] {
            let (key, value) = (random.floats(headDim, in: -7...7), [Float](repeating: 0, count: headDim))
            var (keys, values) = ([Int8](repeating: 99, count: block), [Int8](repeating: 99, count: block))
            kernels_portable().pointee.i8_store_position(&keys, &values, key, value, slot, headDim)
            let scale = keys.withUnsafeBytes { $0.load(fromByteOffset: page * headDim + 4 * slot, as: Float.self) }
            #expect(abs(scale - (key.map(abs).max() ?? 0) / 127) < 1e-6)
            for d in 0..<headDim {
                #expect(abs(key[d] - Float(keys[d * page + slot]) * scale) <= scale * 0.5001)
                #expect(values[slot * headDim + d] == 0)
            }
            #expect(keys.count { $0 == 99 } >= block - headDim - 4, "other positions stay")
        }
    }
}

/// Random queries, and what attention makes of them in double precision.
private struct Attention {
    private let rows: Int
    private let width: Int
    private let stride: Int
    private let q: [Float]
    private let sinks: [UInt16]
    private let pages: KVPages
    private let expected: [Double]

    init(
        _ heads: Int, _ headDim: Int, _ queries: (rows: Int, end: Int, window: Int), isEightBit: Bool, scale: Float,
        _ random: inout RandomNumbers
    ) {
        let (rows, end) = (queries.rows, queries.end)
        (self.rows, width, stride) = (rows, heads * headDim, heads * headDim + 3)
        let pages = KVPages(count: end + rows - 1, headDim: headDim, isEightBit: isEightBit, &random)
        let (q, sinks) = (random.floats(rows * stride), random.bfloat16s(heads, in: -2...2))
        (self.pages, self.q, self.sinks) = (pages, q, sinks)
        var expected: [Double] = []
        for row in 0..<rows {
            let first = queries.window > 0 ? max(0, end + row - queries.window) : 0
            for head in 0..<heads {
                let query = q[row * stride + head * headDim..<row * stride + (head + 1) * headDim].map(Double.init)
                let weights = (first..<end + row).map { position in
                    exp(zip(query, pages.keys[position]).reduce(0) { $0 + $1.0 * $1.1 } * Double(scale))
                }
                let sum = weights.reduce(exp(double(sinks[head])), +)
                for d in 0..<headDim {
                    expected.append(zip(first..<end + row, weights).reduce(0.0) { $0 + $1.1 / sum * pages.values[$1.0][d] })
                }
            }
        }
        self.expected = expected
    }

    typealias Kernel = (
        _ out: UnsafeMutablePointer<Float>, _ q: UnsafePointer<Float>, _ stride: Int, _ pages: inout AttendedPages,
        _ sinks: UnsafePointer<UInt16>
    ) -> Void

    /// What a kernel writes, without what lies between rows, which it is to leave alone.
    func run(_ kernel: Kernel) throws -> [Float] {
        var out = [Float](repeating: 77, count: rows * stride)
        try pages.withPages { kernel(&out, q, stride, &$0, sinks) }
        for row in 0..<rows { #expect(out[row * stride + width..<(row + 1) * stride].allSatisfy { $0 == 77 }) }
        return (0..<rows).flatMap { out[$0 * stride..<$0 * stride + width] }
    }

    func expect(_ out: [Float], tolerance: Double, _ label: String) {
        GPTOSSTests.expect(out, near: expected, magnitudes: [Double](repeating: 1, count: expected.count), tolerance: tolerance, label)
    }
}
