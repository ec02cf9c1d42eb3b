/// What the engine was doing after its last step: for health pages and for the wait that a refused client is told.
package struct EngineLoad: Sendable, Hashable {
    /// Sequences that hold a cache: prefilling, decoding or paused by a slow consumer.
    package var running = 0
    /// Accepted requests that have not begun.
    package var waiting = 0
    /// Tokens in the caches of the running sequences; this and what follows count each cache in whole pages, as memory does.
    package var tokensInUse = 0
    /// Tokens in caches kept for reuse.
    package var cachedTokens = 0
    /// The most that `tokensInUse` and `cachedTokens` may be together.
    package var tokenBudget = 0
    /// Prompt tokens a second in recent steps that had any; 0 before the first.
    package var prefillTokensPerSecond = 0.0
    /// Generated tokens a second, over all sequences, in recent steps that had any; 0 before the first.
    package var decodeTokensPerSecond = 0.0
    /// When a place in the queue is likely to be free, from recent step times and answer lengths; zero when one is free now.
    package var retryAfter = Duration.zero
    /// Whether requests are accepted at all.
    package var isAdmitting = true
}
