/// A token with the natural logarithm of its probability under the model's own distribution
/// (temperature 1, before penalties, bias and truncation).
package struct TokenLogprob: Sendable, Hashable {
    package var id: Int32
    package var logprob: Float

    package init(id: Int32, logprob: Float) {
        self.id = id
        self.logprob = logprob
    }
}

/// The token that was chosen.
package struct SampledToken: Sendable, Hashable {
    package var id: Int32
    /// `nil` unless log-probabilities were asked for.
    package var logprob: Float?
    /// Most probable first.
    package var topLogprobs: [TokenLogprob]

    package init(id: Int32, logprob: Float? = nil, topLogprobs: [TokenLogprob] = []) {
        self.id = id
        self.logprob = logprob
        self.topLogprobs = topLogprobs
    }
}
