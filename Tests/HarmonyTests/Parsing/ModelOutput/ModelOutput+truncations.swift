import Harmony

extension ModelOutput {
    /// Cut off (corpus 16).
    static let truncations: [ModelOutput] = [
        .init(
            "cutInRole",
            "<|channel|>analysis<|message|>Hm.<|end|><|start|>assi",
            ["assistant analysis: Hm. (end)"],
            [.truncatedHeader]),
        .init(
            "cutInChannel",
            "<|channel|>comment",
            [],
            [.truncatedHeader]),
        .init(
            "cutInRecipient",
            "<|channel|>commentary to=functions.f",
            [],
            [.truncatedHeader]),
        .init(
            "cutInContentType",
            "<|channel|>commentary to=functions.f <|constrain|>",
            [],
            [.truncatedHeader]),
        .init(
            "cutInArguments",
            #"<|channel|>commentary to=functions.f <|constrain|>json<|message|>{"a": "#,
            [#"assistant commentary to=functions.f <|constrain|>json: {"a":  (endOfStream)"#],
            []),
        .init(
            "cutInContent",
            "<|channel|>analysis<|message|>The ",
            ["assistant analysis: The  (endOfStream)"],
            []),
        .init(
            "cutInProse",
            "<|channel|>analysis I must",
            ["assistant analysis: I must (endOfStream)"],
            [.missingMessageToken]),
    ]
}
