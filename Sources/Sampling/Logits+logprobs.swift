#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

extension SampledToken {
    /// A token that stands already, with what a model thought of it.
    ///
    /// - Parameters:
    ///   - logits: [vocabularySize], those before it.
    ///   - top: how many of the most probable tokens are told beside it.
    package init(_ id: Int32, among logits: UnsafeMutableBufferPointer<Float>, top: Int) {
        self.init(id: id)
        guard let base = logits.baseAddress, id >= 0, Int(id) < logits.count else { return }
        self = Logits(base: base, count: logits.count).logprobs(of: id, top: top)
    }
}

extension Logits {
    /// Stands for the logarithm of zero, which JSON cannot write; the OpenAI API's value for "very unlikely".
    private static let leastLogprob: Float = -9999

    /// A chosen token with its log-probability and those of the `limit` most probable ones: log-softmax, sums in double.
    func logprobs(of id: Int32, top limit: Int) -> SampledToken {
        let softmax = Softmax(maximum: maximum, inverseTemperature: 1)
        guard softmax.maximum > -.infinity else { return SampledToken(id: id, logprob: Self.leastLogprob) }
        let normaliser = Double(softmax.maximum) + log(total(softmax))
        func logprob(_ logit: Float) -> Float {
            guard logit > -.infinity else { return Self.leastLogprob }
            return max(Float(Double(min(logit, .greatestFiniteMagnitude)) - normaliser), Self.leastLogprob)
        }
        return SampledToken(
            id: id, logprob: logprob(self[Int(id)]),
            topLogprobs: topTokens(limit).map { TokenLogprob(id: Int32(truncatingIfNeeded: $0.index), logprob: logprob($0.logit)) })
    }
}
