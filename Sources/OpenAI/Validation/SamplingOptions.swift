/// How tokens are drawn, as the request says it, or else the served checkpoint; every default here is "off", as the published ones have it.
package struct SamplingOptions: Sendable, Hashable {
    /// 0 to 2; 0 takes the most probable token.
    package var temperature: Double = 1
    /// 0 to 1; 1 is off.
    package var topP: Double = 1
    /// 0 is off.
    package var topK: Int = 0
    /// 0 to 1; 0 is off.
    package var minP: Double = 0
    /// Above 0; 1 is off.
    package var repetitionPenalty: Double = 1
    /// −2 to 2; 0 is off.
    package var presencePenalty: Double = 0
    /// −2 to 2; 0 is off.
    package var frequencyPenalty: Double = 0
    /// −100 to 100 by token id.
    package var logitBias: [Int32: Double] = [:]
    package var seed: UInt64?
    /// How many alternatives are reported beside each token, 0 to 20; `nil` reports no log-probabilities.
    package var topLogprobs: Int?

    package init() {}
}
