import CKernels
import Foundation
import GPTOSS
import Testing

@Suite struct ElementwiseKernelTests {
    /// Sizes with and without a rest after whole vectors.
    private static let counts = [1, 2, 15, 16, 17, 64, 100]

    @Test(arguments: InstructionSet.available)
    func normalizesByTheRootMeanSquare(_ set: InstructionSet) {
        // Weights 1, 0.5, 2, 1.
        var out = [Float](repeating: .nan, count: 4)
        set.kernels.f32_bf16w_rmsnorm(&out, [1, -2, 3, 0.5], [0x3F80, 0x3F00, 0x4000, 0x3F80], 1e-5, 4)
        expect(
            out, near: [0.5298121992304703, -0.5298121992304703, 3.1788731953828218, 0.26490609961523515], tolerance: 1e-6, set.rawValue)

        var random = RandomNumbers(seed: 1)
        for count in Self.counts {
            let (x, weight) = (random.floats(count, in: -5...5), random.bfloat16s(count))
            let squares = x.reduce(0.0) { $0 + Double($1) * Double($1) }
            let expected = zip(x, weight).map { Double($0) / (squares / Double(count) + 0.25).squareRoot() * double($1) }
            var out = x
            out.withUnsafeMutableBufferPointer { x in
                guard let x = x.baseAddress else { return }
                set.kernels.f32_bf16w_rmsnorm(x, x, weight, 0.25, count)
            }
            expect(out, near: expected, tolerance: 1e-6, "\(count) in place")
        }
    }

    @Test(arguments: InstructionSet.available)
    func swigluClampsTheGateAboveAndUpOnBothSides(_ set: InstructionSet) {
        let cases: [(gate: Float, up: Float, out: Double)] = [
            (0, 0, 0), (1, 1, 1.6915915318656425), (-1, 2, -0.4626127022015361), (7, 7, 55.99962502642654),
            (20, -20, -41.99971876981991), (-20, 20, -2.6347281931194997e-13), (3.5, -1, 0), (8, 0.5, 10.499929692454977),
        ]
        // Three times over, so that whole vectors and a rest see each case.
        let repeated = cases + cases + cases
        var out = [Float](repeating: .nan, count: repeated.count)
        set.kernels.f32_swiglu(&out, repeated.flatMap { [$0.gate, $0.up] }, 7, repeated.count)
        for (found, (gate, up, expected)) in zip(out, repeated) {
            #expect(abs(Double(found) - expected) <= 1e-6 * abs(expected), "gate \(gate), up \(up)")
        }
    }

    @Test(arguments: InstructionSet.available)
    func swigluAgreesWithDoublePrecision(_ set: InstructionSet) {
        var random = RandomNumbers(seed: 2)
        for count in Self.counts {
            let gateUp = random.floats(2 * count, in: -60...10)
            var out = [Float](repeating: .nan, count: count)
            set.kernels.f32_swiglu(&out, gateUp, 7, count)
            for i in 0..<count {
                let (gate, up) = (Double(min(gateUp[2 * i], 7)), Double(max(min(gateUp[2 * i + 1], 7), -7)))
                let expected = gate / (1 + exp(-1.702 * gate)) * (up + 1)
                #expect(abs(Double(out[i]) - expected) <= 1e-5 * abs(expected) + 1e-30, "gate \(gate), up \(up)")
            }
        }
    }

    @Test(arguments: InstructionSet.available)
    func rotatesByHalvesNotByPairs(_ set: InstructionSet) {
        // Quarter turn of the first pair, none of the second; two heads.
        var heads: [Float] = [1, 2, 3, 4, 5, 6, 7, 8]
        set.kernels.f32_rope(&heads, [0, 1], [1, 0], 2, 2)
        #expect(heads == [-3, 2, 1, 4, -7, 6, 5, 8])

        var random = RandomNumbers(seed: 3)
        let (half, count) = (35, 3)
        let (x, cosines, sines) = (random.floats(2 * half * count), random.floats(half), random.floats(half))
        heads = x
        set.kernels.f32_rope(&heads, cosines, sines, count, half)
        for head in 0..<count {
            for i in 0..<half {
                let (a, b) = (Double(x[head * 2 * half + i]), Double(x[head * 2 * half + half + i]))
                let (c, s) = (Double(cosines[i]), Double(sines[i]))
                #expect(abs(Double(heads[head * 2 * half + i]) - (a * c - b * s)) < 1e-6)
                #expect(abs(Double(heads[head * 2 * half + half + i]) - (b * c + a * s)) < 1e-6)
            }
        }
    }

    @Test(arguments: InstructionSet.available)
    func splitOrderPutsEvenElementsOfABlockFirst(_ set: InstructionSet) {
        let x = (0..<96).map(Float.init)
        var out = [Float](repeating: .nan, count: 96)
        set.kernels.f32_split(&out, x, 96)
        let expected = (0..<96).map { i in
            let (block, place) = (i / 32 * 32, i % 32)
            return Float(block + (place < 16 ? 2 * place : 2 * (place - 16) + 1))
        }
        #expect(out == expected)
    }

    @Test(arguments: InstructionSet.available)
    func addsAndWidensEveryElement(_ set: InstructionSet) {
        var random = RandomNumbers(seed: 4)
        for count in Self.counts {
            let (x, y, bits) = (random.floats(count), random.floats(count), random.bfloat16s(count))
            var sum = y
            set.kernels.f32_add_scaled(&sum, x, 0.25, count)
            expect(
                sum, near: zip(x, y).map { Double($1) + 0.25 * Double($0) }, magnitudes: .init(repeating: 1, count: count), tolerance: 1e-7,
                "")
            var wide = [Float](repeating: .nan, count: count)
            set.kernels.f32_from_bf16(&wide, bits, count)
            #expect(wide.map(Double.init) == bits.map(double))
        }
    }

    @Test(arguments: InstructionSet.available)
    func readsEveryByte(_ set: InstructionSet) {
        var bytes = [UInt8](repeating: 0, count: 1024)
        for i in bytes.indices {
            bytes[i] = 1
            #expect(set.kernels.u8_read(bytes, bytes.count) == 1 << (8 * UInt64(i % 8)), "byte \(i)")
            bytes[i] = 0
        }
    }

    @Test(arguments: InstructionSet.available)
    func countsWholeRoundsOfMultiplyAccumulates(_ set: InstructionSet) {
        var sum: Float = 0
        for kernel in [set.kernels.f32_multiply_accumulate, set.kernels.i8_multiply_accumulate] {
            let done = kernel(100_000, &sum)
            #expect(done >= 100_000 && done < 102_000)
        }
        #expect(sum.isFinite)
    }
}
