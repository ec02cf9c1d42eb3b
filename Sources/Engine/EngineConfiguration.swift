/// The engine's limits. Values below the least that makes sense count as that least.
package struct EngineConfiguration: Sendable, Hashable {
    /// How much the keys and values of all sequences, running and kept for reuse, may take together.
    package enum CacheBudget: Sendable, Hashable {
        case tokens(Int)
        /// Bytes, at the model's `cacheBytesPerToken`.
        case bytes(Int)
    }

    /// Tokens of one sequence, prompt and answer together; `nil` takes the model's. The model's context and the cache budget
    /// cap it, so that a sequence which is accepted can always finish. Default `nil`.
    package var contextLength: Int?

    /// Sequences in one step of the model. Default 8, least 1.
    package var maximumBatch = 8

    /// Prompt tokens in one step, over all sequences that read their prompts. New arrivals and cancellations wait at most one such step. Default 256,
    /// least 1.
    package var prefillChunk = 256

    /// How long a step may take in which prompts are read beside running answers: as many tokens of prompts are in it as fit, 16 at least.
    /// Default 250 ms.
    package var prefillLimit = Duration.milliseconds(250)

    /// When tokens are guessed from what a sequence has said before. It changes no answer.
    package enum Speculation: String, Sendable, Hashable, CaseIterable {
        case never
        /// As the times of steps and the fate of earlier guesses say.
        case whereItPays = "auto"
        case always
    }

    /// Default where it pays.
    package var speculation = Speculation.whereItPays

    /// Requests that wait for a place in the batch; more are refused. Default 64, least 1.
    package var queueLimit = 64

    /// Requests that have waited longer for a place in the batch end as `expired`, before the engine's next step. Default `nil`: none.
    package var queueDeadline: Duration?

    /// Counted in whole pages of the model's caches. Default 4 GiB, least one page.
    package var cacheBudget = CacheBudget.bytes(4 << 30)

    /// Tokens that a consumer may leave unread before its own sequence pauses; it resumes at half. Default 256, least 1.
    package var streamBuffer = 256

    package init() {}
}
