package import GPTOSS
package import Sampling

/// What the engine is asked for: token ids in, token ids out. It knows no text.
package struct GenerationRequest: Sendable {
    /// For logs; any string.
    package var id: String
    package var prompt: [Int32]
    package var sampling: SamplingParameters
    /// At most this many tokens are generated; with 0 the prompt is read, and nothing comes. Prompt and this together must fit the engine's context.
    package var maximumTokens: Int
    /// Generation ends after one of these, which is the stream's last token.
    package var stopTokens: Set<Int32>
    /// What the tokens are held to; `nil`: nothing.
    package var constraint: (any TokenConstraint)?
    /// The constraint, or a wider one, in the notation of an engine that runs elsewhere: a hint, since the constraint is checked on what comes.
    package var format: String?
    /// Where it names a token, that one is generated, if the constraint allows it.
    package var steering: (any TokenSteering)?
    /// How many of the most probable tokens are told beside each of the prompt's with its log-probability; `nil` tells none. With it the whole
    /// prompt is read, whatever of it is in the cache.
    package var promptLogprobs: Int?
    /// Whom it is for: places in the batch and in the queue are shared evenly among owners; `nil` where all are alike.
    package var owner: String?

    /// Told which experts the tokens go to; `nil`: nobody wants to know.
    package var trace: ExpertTrace?

    /// Whose turn it is where not all can have it.
    package var priority: Priority = .standard

    package enum Priority: Int, Sendable, Hashable, Comparable, CaseIterable {
        /// Runs in what the others leave.
        case flexible
        case standard
        case urgent

        package static func < (left: Priority, right: Priority) -> Bool { left.rawValue < right.rawValue }
    }

    package init(
        id: String, prompt: [Int32], sampling: SamplingParameters = SamplingParameters(), maximumTokens: Int,
        stopTokens: Set<Int32>, constraint: (any TokenConstraint)? = nil, steering: (any TokenSteering)? = nil, owner: String? = nil
    ) {
        self.id = id
        self.prompt = prompt
        self.sampling = sampling
        self.maximumTokens = maximumTokens
        self.stopTokens = stopTokens
        self.constraint = constraint
        self.steering = steering
        self.owner = owner
    }
}
