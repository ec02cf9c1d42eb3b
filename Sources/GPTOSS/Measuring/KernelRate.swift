import CKernels

/// How fast one kernel is on weights, or keys and values, that no cache holds.
package struct KernelRate: Sendable, Hashable {
    package let name: String
    package let tokens: Int
    package let bytesPerSecond: Double
    package let multiplyAccumulatesPerSecond: Double

    /// Measures every matrix kernel of an instruction set, with so many tokens at a time, on the width of gpt-oss, and attention. Each figure is the best
    /// of three runs.
    package static func measure(
        threads: Int, instructionSet: InstructionSet, tokens counts: [Int], rows: Int = 65536, report: (KernelRate) -> Void
    ) {
        let (kernels, columns) = (instructionSet.kernels, 2880)
        let pool = WorkerPool(threadCount: threads)
        let weights = UnsafeMutableRawBufferPointer.allocateLarge(byteCount: rows * columns * 2)
        defer { weights.deallocate() }
        // Bytes that are finite in every format: bfloat16 near one, scales of MXFP4 near one.
        for (i, byte) in ([0x80, 0x3F, 0x7F, 0x3E] as [UInt8]).enumerated() {
            for place in stride(from: i, to: weights.count, by: 4) { weights[place] = byte }
        }
        guard let base = weights.baseAddress else { return }
        let (bytes, halves) = (base.assumingMemoryBound(to: UInt8.self), base.assumingMemoryBound(to: bfloat16.self))
        for tokens in counts {
            let x = Activations(capacity: tokens, width: columns, rounding: .eightBitOrWide)
            guard let rounded = x.rounded, let wide = x.wide else { return }
            for row in 0..<tokens {
                for column in 0..<columns { x[row][column] = Float((row + column * 37) % 101) - 50 }
                rounded.round(x[row], into: row, kernels)
                wide.round(x[row], count: columns, into: row, kernels)
            }
            let out = UnsafeMutablePointer<Float>.allocate(capacity: tokens * rows)
            let bounds = UnsafeMutablePointer<Float>.allocate(capacity: tokens * rows)
            defer {
                out.deallocate()
                bounds.deallocate()
            }
            let compute = Compute(kernels: kernels, pool: pool)
            func measure(_ name: String, bytesPerWeight: Double, _ run: (_ first: Int, _ count: Int) -> Void) {
                let best = bestTime {
                    pool.forEach(rows, by: compute.rowsPerPiece(of: rows, tokens: tokens)) { range, _ in
                        run(range.lowerBound, range.count)
                    }
                }
                let count = Double(rows * columns)
                report(
                    KernelRate(
                        name: name, tokens: tokens, bytesPerSecond: count * bytesPerWeight / best,
                        multiplyAccumulatesPerSecond: count * Double(tokens) / best))
            }
            measure("f32_bf16w_matmul", bytesPerWeight: 2) { first, count in
                kernels.f32_bf16w_matmul(out + first, rows, x.rows, halves + first * columns, nil, tokens, count, columns)
            }
            measure("f32_mxfp4w_matmul", bytesPerWeight: 17 / 32) { first, count in
                kernels.f32_mxfp4w_matmul(
                    out + first, rows, x.rows, bytes + first * columns / 2, bytes + rows * columns + first * columns / 32, nil, tokens,
                    count, columns)
            }
            measure("i8_q8w_matmul", bytesPerWeight: 34 / 32) { first, count in
                kernels.i8_q8w_matmul(
                    out + first, rows, rounded[0], UnsafeRawPointer(bytes + first * columns).assumingMemoryBound(to: Int8.self),
                    halves + rows * columns / 2 + first * columns / 32, nil, tokens, count, columns)
            }
            if tokens <= HalvedWeights.mostTokens {
                let energies = [Float](repeating: 1, count: tokens * columns / 32)
                measure("i8_q4w_bounds", bytesPerWeight: 18 / 32) { first, count in
                    kernels.i8_q4w_bounds(
                        out + first, bounds + first, rows, rounded[0], energies, bytes + first * columns / 2,
                        halves + rows * columns / 2 + first * columns / 32, tokens, count, columns)
                }
            }
            measure("i8_mxfp4w_matmul", bytesPerWeight: 17 / 32) { first, count in
                kernels.i8_mxfp4w_matmul(
                    out + first, rows, rounded[0], bytes + first * columns / 2, bytes + rows * columns + first * columns / 32, nil, tokens,
                    count, columns)
            }
            guard let q8 = kernels.bf16_q8w_matmul, let mxfp4 = kernels.bf16_mxfp4w_matmul else { continue }
            measure("bf16_q8w_matmul", bytesPerWeight: 34 / 32) { first, count in
                q8(
                    out + first, rows, wide[0], UnsafeRawPointer(bytes + first * columns).assumingMemoryBound(to: Int8.self),
                    halves + rows * columns / 2 + first * columns / 32, nil, tokens, count, columns)
            }
            measure("bf16_mxfp4w_matmul", bytesPerWeight: 17 / 32) { first, count in
                mxfp4(
                    out + first, rows, wide[0], bytes + first * columns / 2, bytes + rows * columns + first * columns / 32, nil, tokens,
                    count,
                    columns)
            }
        }
        measureAttention(over: weights, pool, kernels, tokens: counts, report: report)
    }

    /// In seconds, of three.
    static func bestTime(of run: () -> Void) -> Double {
        (0..<3).map { _ in ContinuousClock().measure(run) / .seconds(1) }.min() ?? .infinity
    }
}
