import CKernels

/// What a pass computes with: one instruction set's kernels, on one pool's threads.
struct Compute: Sendable {
    let kernels: KernelTable
    let pool: WorkerPool

    /// How many of `rows` rows of weights make one piece of work: long reads where memory is what takes time, several pieces for each thread, and
    /// never long ones where many tokens make every row take long. A multiple of 64, so that pieces of experts end at whole blocks.
    func rowsPerPiece(of rows: Int, tokens: Int) -> Int {
        let unit = 64
        let most = tokens > 8 ? 1 : 4
        return unit * max(1, min(most, rows / (8 * pool.threadCount * unit)))
    }

    /// Runs `body` once for each token of a pass, several at a time.
    func forEachToken(_ tokens: Int, _ body: (_ token: Int) -> Void) {
        pool.forEach(tokens, by: max(1, tokens / (4 * pool.threadCount))) { range, _ in
            for token in range {
                body(token)
            }
        }
    }

    /// out[token] = x[token] · weightᵀ + bias for the first `tokens` rows of x, for several layers at once, which share x.
    func multiply(_ x: Activations, tokens: Int, by layers: (Linear, into: Activations)...) {
        // Each layer begins at a multiple of the rows that are interleaved, so that every piece of it does.
        let unit = EightBitWeights.rows
        let paddedRows = layers.map { ($0.0.outFeatures + unit - 1) / unit * unit }
        let rows = paddedRows.reduce(0, +)
        // Where tokens are many, they come from far for each piece.
        let piece = rowsPerPiece(of: rows, tokens: kernels.isWide(tokens) ? 1 : tokens)
        pool.forEach(rows, by: piece) { range, _ in
            var first = 0
            for ((layer, out), padded) in zip(layers, paddedRows) {
                let part = range.clamped(to: first..<first + layer.outFeatures)
                if !part.isEmpty {
                    layer.multiply(x, tokens: tokens, rows: part.lowerBound - first..<part.upperBound - first, into: out[0], kernels)
                }
                first += padded
            }
        }
    }
}
