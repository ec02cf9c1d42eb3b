/// What the engine was doing after its last step: for health pages and for the wait that a refused client is told.
package struct EngineLoad: Sendable, Hashable {
    /// Sequences that hold a cache: prefilling, decoding or paused by a slow consumer.
    package var running = 0
    /// Accepted requests that have not begun.
    package var waiting = 0
    /// What the caches of the running sequences take, what they share counted once: in tokens of whole pages, as memory is.
    package var tokensInUse = 0
    /// Tokens kept for reuse that no running sequence has.
    package var cachedTokens = 0
    /// What all caches may take, in the same measure. (Tokens kept for reuse may be more: those in the middle of turns take less.)
    package var tokenBudget = 0
    /// Prompt tokens a second in recent steps that had any; 0 before the first.
    package var prefillTokensPerSecond = 0.0
    /// Generated tokens a second, over all sequences, in recent steps that had any; 0 before the first.
    package var decodeTokensPerSecond = 0.0
    /// When a place in the queue is likely to be free, from recent step times and answer lengths; zero when one is free now.
    package var retryAfter = Duration.zero
    /// Until the first of those that run is likely to end, also while there are places.
    package var timeToNextEnd = Duration.zero
    /// Whether requests are accepted at all.
    package var isAdmitting = true

    package init() {}
}
