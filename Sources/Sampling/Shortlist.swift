/// The tokens that a filter left, ids ascending, with their logits.
struct Shortlist {
    private(set) var ids: [Int32] = []
    private var logits: [Float] = []

    /// Top-k: the `count` most probable tokens, among equals the lower ids.
    init(top count: Int, of logits: Logits) {
        // A heap is faster as long as few tokens enter it.
        guard count > 128 else {
            for token in logits.topTokens(count).sorted(by: { $0.index < $1.index }) { append(token) }
            return
        }
        let last = logits.logit(ofRank: count)
        var equals = count - (0..<logits.count).reduce(0) { $0 + (logits[$1] > last ? 1 : 0) }
        for start in logits.laneStarts where any(logits.lanes(at: start) .>= last) {
            for index in logits.indices(from: start) where logits[index] >= last {
                if logits[index] == last {
                    guard equals > 0 else { continue }
                    equals -= 1
                }
                append(RankedToken(index: index, logit: logits[index]))
            }
        }
    }

    /// Min-p (Nguyen et al. 2024): tokens at least `minimumWeight` times as probable as the most probable one.
    init(weighing minimumWeight: Float, of logits: Logits, _ softmax: Softmax, id: (Int) -> Int32) {
        let leastExponent = Softmax.leastExponent(ofWeight: minimumWeight)
        for start in logits.laneStarts {
            let exponents = softmax.exponents(logits.lanes(at: start))
            guard any(exponents .>= leastExponent) else { continue }
            let isKept = exponents.exponential .>= minimumWeight
            for index in logits.indices(from: start) where isKept[index - start] {
                ids.append(id(index))
                self.logits.append(logits[index])
            }
        }
    }

    private mutating func append(_ token: RankedToken) {
        ids.append(Int32(truncatingIfNeeded: token.index))
        logits.append(token.logit)
    }

    mutating func withLogits<Result>(_ body: (Logits) -> Result) -> Result? {
        logits.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.map { body(Logits(base: $0, count: buffer.count)) }
        }
    }
}
