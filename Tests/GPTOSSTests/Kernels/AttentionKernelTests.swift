import CKernels
import Foundation
import GPTOSS
import Testing

@Suite struct AttentionKernelTests {
    private static let page = 64

    /// Every number of heads that kernels group differently, head sizes with and without a rest, ranges within and across pages.
    @Test(arguments: InstructionSet.available, [(1, 16), (2, 32), (3, 64), (4, 64), (8, 64), (9, 20), (13, 6)])
    func weighsTheValuesThatAreVisible(_ set: InstructionSet, _ shape: (heads: Int, headDim: Int)) throws {
        var random = RandomNumbers(seed: UInt64(shape.heads))
        for (first, end) in [(0, 1), (0, 2), (3, 4), (0, 64), (0, 65), (63, 65), (1, 129), (70, 198), (100, 101), (128, 200), (64, 192)] {
            try check(set, heads: shape.heads, headDim: shape.headDim, first: first, end: end, &random)
        }
    }

    @Test(arguments: InstructionSet.available)
    func theSinkTakesItsShareOfTheSoftmax(_ set: InstructionSet) throws {
        // Scores 0.25, −1.5, 3, 0 and a sink of 1.25; the values are unit vectors, so that the result is the weights.
        let (headDim, scores): (Int, [Float]) = (4, [0.25, -1.5, 3, 0])
        var keys = [Float](repeating: 9, count: headDim * Self.page)
        var values = [Float](repeating: 9, count: headDim * Self.page)
        for j in 0..<4 {
            for d in 0..<headDim {
                keys[d * Self.page + j] = d == 0 ? scores[j] : 0
                values[j * headDim + d] = d == j ? 1 : 0
            }
        }
        var out = [Float](repeating: .nan, count: headDim)
        var scratch = [Float](repeating: .nan, count: Self.page)
        try withRows([keys + values]) { pages in
            set.kernels.f32_attention(&out, [1, 2, 3, 4], pages, 0, keys.count, 0, 4, [0x3FA0], 1, &scratch, 1, headDim)
        }
        expect(
            out, near: [0.04922837369832405, 0.008554608627209944, 0.7700613280201342, 0.038339095985586526], tolerance: 1e-6, set.rawValue)
    }

    /// Scores far apart and far from zero: only differences matter.
    @Test(arguments: InstructionSet.available, [-1e4, -80, 80, 1e4] as [Float])
    func largeScoresDoNotOverflow(_ set: InstructionSet, _ shift: Float) throws {
        let headDim = 2
        var (keys, values) = ([Float](repeating: 0, count: 128), [Float](repeating: 0, count: 128))
        (keys[0], keys[1]) = (shift, shift + 1)
        (values[0], values[2]) = (1, 2)
        var (out, scratch) = ([Float](repeating: .nan, count: headDim), [Float](repeating: .nan, count: 64))
        try withRows([keys + values]) { pages in
            set.kernels.f32_attention(&out, [1, 0], pages, 0, 128, 0, 2, [0], 1, &scratch, 1, headDim)
        }
        let (a, b) = (exp(Double(shift) - 1e4), exp(Double(shift) + 1 - 1e4))
        let expected = (a + 2 * b) / (a + b + exp(-1e4))
        expect([out[0]], near: [expected.isFinite ? expected : shift > 0 ? (1 + 2 * M_E) / (1 + M_E) : 0], tolerance: 1e-5, "\(shift)")
    }

    private func check(
        _ set: InstructionSet, heads: Int, headDim: Int, first: Int, end: Int, _ random: inout RandomNumbers
    ) throws {
        // A page is a block of keys, one of values, and numbers before and after them that are not to be read.
        let block = headDim * Self.page
        let pages = (0..<(end + Self.page - 1) / Self.page).map { _ in
            [Float.nan] + random.floats(block, in: -3...3) + [.nan] + random.floats(block) + [.nan]
        }
        let q = random.floats(heads * headDim)
        let sinks = random.bfloat16s(heads, in: -2...2)
        let scale: Float = 0.7
        var out = [Float](repeating: .nan, count: heads * headDim)
        var scores = [Float](repeating: .nan, count: heads * pages.count * Self.page)
        try withRows(pages) {
            set.kernels.f32_attention(&out, q, $0, 1, block + 2, first, end, sinks, scale, &scores, heads, headDim)
        }

        var expected: [Double] = []
        for head in 0..<heads {
            let scores = (first..<end).map { position in
                (0..<headDim).reduce(0.0) { sum, d in
                    sum + Double(q[head * headDim + d]) * Double(pages[position / Self.page][1 + d * Self.page + position % Self.page])
                } * Double(scale)
            }
            let sum = scores.reduce(exp(double(sinks[head]))) { $0 + exp($1) }
            for d in 0..<headDim {
                expected.append(
                    zip(first..<end, scores).reduce(0.0) { total, pair in
                        let (position, score) = pair
                        let value = pages[position / Self.page][block + 2 + position % Self.page * headDim + d]
                        return total + exp(score) / sum * Double(value)
                    })
            }
        }
        let ones = [Double](repeating: 1, count: expected.count)
        expect(out, near: expected, magnitudes: ones, tolerance: 1e-5, "\(heads) heads of \(headDim), \(first)..<\(end)")
    }
}
