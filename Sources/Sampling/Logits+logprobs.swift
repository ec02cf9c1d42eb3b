#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

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
