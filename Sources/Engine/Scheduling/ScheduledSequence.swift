/// What the scheduler knows of a sequence: how long it is and how far the model has come, not its tokens.
///
/// Reading the prompt and continuing it are one thing: `length - computed` tokens have yet to be run. A prompt leaves many, a token
/// just sampled leaves one.
struct ScheduledSequence: Hashable {
    let id: SequenceID
    /// Prompt and generated tokens.
    var length: Int
    /// Tokens that are in the sequence's cache.
    var computed = 0
    let maximumTokens: Int
    var generated = 0
    /// Its consumer is behind: it keeps its cache and is in no step.
    var isPaused = false
    /// The last step that it was in; 0 before the first.
    var lastStep = 0

    /// Tokens that have yet to be run; never none.
    var pending: Int { length - computed }
    /// Tokens it may still generate.
    var remaining: Int { maximumTokens - generated }

    init(id: SequenceID, prompt: Int, maximumTokens: Int) {
        self.id = id
        length = prompt
        self.maximumTokens = maximumTokens
    }
}
