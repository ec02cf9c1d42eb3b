/// How the next token is chosen from the logits. The defaults are those of the published checkpoints:
/// plain sampling from the whole distribution at temperature 1.
package struct SamplingParameters: Sendable, Hashable {
    /// Divides the logits; 0 takes the most probable token.
    package var temperature: Float = 1
    /// Keeps the smallest set of most probable tokens whose probabilities sum to at least this; 1 keeps all.
    package var topP: Float = 1
    /// Keeps this many of the most probable tokens; 0 keeps all.
    package var topK: Int = 0
    /// Drops tokens less probable than this share of the most probable one; 0 keeps all.
    package var minP: Float = 0
    /// Divides positive and multiplies negative logits of tokens in prompt or output (Keskar et al. 2019); 1 is off.
    package var repetitionPenalty: Float = 1
    /// Subtracted once from the logit of every token that was generated.
    package var presencePenalty: Float = 0
    /// Subtracted from a token's logit for each time it was generated.
    package var frequencyPenalty: Float = 0
    /// Added to the logits of the tokens named.
    package var logitBias: [Int32: Float] = [:]
    /// The same seed, prompt and parameters give the same tokens; `nil` draws one.
    package var seed: UInt64?
    /// How many of the most probable tokens are reported beside each chosen one; `nil` reports no log-probability at all.
    package var topLogprobs: Int?

    package init() {}
}
