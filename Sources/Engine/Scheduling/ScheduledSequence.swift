/// What the scheduler knows of a sequence: how long it is and how far the model has come, not its tokens.
///
/// Reading the prompt and continuing it are one thing: `length - computed` tokens have yet to be run. A prompt leaves many, a token
/// just sampled leaves one.
package struct ScheduledSequence: Hashable {
    package let id: SequenceID
    /// See `GenerationRequest`.
    package let owner: String?
    /// Prompt and generated tokens.
    package var length: Int
    /// Tokens that are in the sequence's cache.
    package var computed = 0
    /// Of those, tokens in pages that it shares.
    package var shared = 0
    package let maximumTokens: Int
    package var generated = 0
    /// Its consumer is behind: it keeps its cache and is in no step.
    package var isPaused = false
    /// The last step before it was let in.
    var admission = 0
    /// The last step that it was in; 0 before the first.
    package var lastStep = 0

    /// Tokens that have yet to be run; never none.
    package var pending: Int { length - computed }
    /// Tokens it may still generate.
    package var remaining: Int { maximumTokens - generated }

    package let priority: GenerationRequest.Priority
    /// Whether logits are wanted behind each of its tokens, not the last alone.
    package var wantsAllLogits = false
    /// Later arrivals that were let in before it.
    package var passedBy = 0

    package init(
        id: SequenceID, prompt: Int, maximumTokens: Int, owner: String? = nil, priority: GenerationRequest.Priority = .standard
    ) {
        self.id = id
        self.owner = owner
        length = prompt
        self.maximumTokens = maximumTokens
        self.priority = priority
    }
}
