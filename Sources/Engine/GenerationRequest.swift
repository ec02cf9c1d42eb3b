package import Sampling

/// What the engine is asked for: token ids in, token ids out. It knows no text.
package struct GenerationRequest: Sendable {
    /// For logs; any string.
    package var id: String
    package var prompt: [Int32]
    package var sampling: SamplingParameters
    /// At most this many tokens are generated. Prompt and this together must fit the model's context.
    package var maximumTokens: Int
    /// Generation ends after one of these, which is the stream's last token.
    package var stopTokens: Set<Int32>

    package init(
        id: String, prompt: [Int32], sampling: SamplingParameters = SamplingParameters(), maximumTokens: Int,
        stopTokens: Set<Int32>
    ) {
        self.id = id
        self.prompt = prompt
        self.sampling = sampling
        self.maximumTokens = maximumTokens
        self.stopTokens = stopTokens
    }
}

/// What a token stream yields, in this order: `queued`*, `prefilling`*, `started`, `token`*, `finished`.
package enum GenerationEvent: Sendable {
    /// Still waiting, with this many requests ahead.
    case queued(ahead: Int)
    /// Reading the prompt: tokens done (those taken from the prefix cache included) of all.
    case prefilling(done: Int, total: Int)
    /// The prompt is read; `cachedTokens` of it came from an earlier request's cache.
    case started(cachedTokens: Int)
    case token(SampledToken)
    case finished(GenerationEnd)
}

/// Why a generation ended.
package enum GenerationEnd: Sendable, Hashable {
    case stopToken(Int32)
    case maximumTokens
    case cancelled
}
