package import Sampling

/// What a token stream yields, in this order: `queued`*, `prefilling`*, `started`, `scored` where it was asked for, `token`*, `finished`.
///
/// `finished` is always there and always last; a generation that ends early (cancelled, failed) may skip anything before it.
package enum GenerationEvent: Sendable, Hashable {
    /// Still waiting, with this many requests ahead.
    case queued(ahead: Int)
    /// Reading the prompt: tokens done (those taken from the prefix cache included) of all.
    case prefilling(done: Int, total: Int)
    /// The prompt is read; `cachedTokens` of it came from an earlier request's cache.
    case started(cachedTokens: Int)
    /// The prompt's tokens with their log-probabilities, but for the first, which has none.
    case scored([SampledToken])
    case token(SampledToken)
    case finished(GenerationEnd)
}

/// Why a generation ended.
package enum GenerationEnd: Sendable, Hashable {
    case stopToken(Int32)
    case maximumTokens
    /// By the consumer, or by the engine's shutdown.
    case cancelled
    /// It has waited longer than the queue's deadline and never began.
    case expired
    /// An engine elsewhere does not do what this request asks for; it says why, to whoever asked.
    case refused(reason: String)
    /// The model could not run a step; the reason is for logs, not for clients.
    case failed(reason: String)
}
