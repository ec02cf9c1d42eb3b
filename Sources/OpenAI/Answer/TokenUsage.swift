package import JSON

/// What a request cost, in tokens, exactly.
package struct TokenUsage: Sendable, Hashable {
    package var inputTokens: Int
    /// How many of the input's came from the cache.
    package var cachedInputTokens: Int
    /// Everything that was generated, headers and stop tokens included; of all choices.
    package var outputTokens: Int
    /// How many of the output's were content of the analysis channel.
    package var reasoningTokens: Int

    package init(inputTokens: Int, cachedInputTokens: Int = 0, outputTokens: Int, reasoningTokens: Int = 0) {
        self.inputTokens = inputTokens
        self.cachedInputTokens = cachedInputTokens
        self.outputTokens = outputTokens
        self.reasoningTokens = reasoningTokens
    }

    package var totalTokens: Int { inputTokens + outputTokens }

    /// `usage` of a chat completion.
    package var chatJSON: JSONValue {
        [
            "prompt_tokens": .integer(inputTokens), "completion_tokens": .integer(outputTokens), "total_tokens": .integer(totalTokens),
            "prompt_tokens_details": ["cached_tokens": .integer(cachedInputTokens), "cache_write_tokens": 0, "audio_tokens": 0],
            "completion_tokens_details": [
                "reasoning_tokens": .integer(reasoningTokens), "audio_tokens": 0, "accepted_prediction_tokens": 0,
                "rejected_prediction_tokens": 0,
            ],
        ]
    }

    /// `usage` of a response.
    package var responseJSON: JSONValue {
        [
            "input_tokens": .integer(inputTokens),
            "input_tokens_details": ["cached_tokens": .integer(cachedInputTokens), "cache_write_tokens": 0],
            "output_tokens": .integer(outputTokens), "output_tokens_details": ["reasoning_tokens": .integer(reasoningTokens)],
            "total_tokens": .integer(totalTokens),
        ]
    }
}
