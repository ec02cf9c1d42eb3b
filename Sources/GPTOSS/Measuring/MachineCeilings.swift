import CKernels

/// What this machine can do at most, measured now: the yardstick for how fast the network runs. Decoding is bound by reading, prefill by arithmetic.
package struct MachineCeilings: Sendable, Hashable {
    package var threadCount: Int
    package var instructionSet: InstructionSet
    /// Reading memory with all threads in a plain loop, over more of it than caches hold.
    package var readBytesPerSecond: Double
    /// Multiply-accumulates of int8 on registers, all threads.
    package var int8MultiplyAccumulatesPerSecond: Double
    /// The same on the unit for matrices (AMX); nil where there is none.
    package var matrixMultiplyAccumulatesPerSecond: Double?
    /// Multiply-accumulates of float32 on registers, all threads.
    package var float32MultiplyAccumulatesPerSecond: Double

    /// Takes about a second and, for its length, `bufferBytes` of memory. Each figure is the best of several runs: other users of the machine
    /// can only lower it.
    package static func measure(
        threads: Int = AvailableCores.count, instructionSet: InstructionSet = .best, bufferBytes: Int = 512 << 20
    ) -> MachineCeilings {
        let (kernels, pool) = (instructionSet.kernels, WorkerPool(threadCount: threads))
        let spent = UnsafeMutableBufferPointer<Float>.allocate(capacity: pool.threadCount)
        defer { spent.deallocate() }
        spent.initialize(repeating: 0)

        let piece = 1 << 20
        let pieces = max(1, bufferBytes / piece)
        let buffer = UnsafeMutableRawPointer.allocate(byteCount: pieces * piece, alignment: 4096)
        defer { buffer.deallocate() }
        buffer.initializeMemory(as: UInt8.self, repeating: 1, count: pieces * piece)
        let read = best(of: 5) {
            pool.forEach(pieces) { range, worker in
                spent[worker] += Float(kernels.u8_read(buffer + range.lowerBound * piece, range.count * piece) & 0xFF)
            }
            return Double(pieces * piece)
        }

        /// In pieces of about a millisecond, so that a thread which loses its core does not hold up the rest.
        func rate(_ kernel: (UInt64, UnsafeMutablePointer<Float>) -> UInt64) -> Double {
            let probe: UInt64 = 1_000_000
            let each = min(best(of: 3) { Double(kernel(probe, &spent[0])) } / 1000, 1e12)
            return best(of: 3) {
                let pieces = 50 * pool.threadCount
                pool.forEach(pieces) { range, worker in
                    for _ in range {
                        _ = kernel(UInt64(each), &spent[worker])
                    }
                }
                return Double(pieces) * each
            }
        }
        return MachineCeilings(
            threadCount: pool.threadCount, instructionSet: instructionSet, readBytesPerSecond: read,
            int8MultiplyAccumulatesPerSecond: rate(kernels.i8_multiply_accumulate),
            matrixMultiplyAccumulatesPerSecond: kernels.matrix_multiply_accumulate.map(rate),
            float32MultiplyAccumulatesPerSecond: rate(kernels.f32_multiply_accumulate))
    }

    /// The highest rate of several runs of a body that says how much it has done.
    private static func best(of runs: Int, _ body: () -> Double) -> Double {
        let clock = ContinuousClock()
        return (0..<runs).reduce(0) { best, _ in
            var amount = 0.0
            let time = clock.measure { amount = body() }
            return max(best, amount / (time / .seconds(1)))
        }
    }
}
