extension [String: Int32] {
    /// The special tokens of o200k_harmony as tiktoken names them: ids 199998 to 201087; 200018 has two names.
    package static let o200kHarmony = harmony(reserved: 200013...201087).merging(["<|endofprompt|>": 200018]) { first, _ in first }

    /// The special tokens of o200k_harmony as openai-harmony 0.0.8 names them: without `<|endofprompt|>`, and one past
    /// the last row of gpt-oss, 201088.
    package static let openAIHarmony = harmony(reserved: 200013...201088)

    private static func harmony(reserved: ClosedRange<Int32>) -> [String: Int32] {
        var ids: [String: Int32] = [
            "<|startoftext|>": 199998, "<|endoftext|>": 199999, "<|return|>": 200002, "<|constrain|>": 200003, "<|channel|>": 200005,
            "<|start|>": 200006, "<|end|>": 200007, "<|message|>": 200008, "<|call|>": 200012,
        ]
        for id in [200000, 200001, 200004, 200009, 200010, 200011] + Array(reserved) { ids["<|reserved_\(id)|>"] = id }
        return ids
    }
}
