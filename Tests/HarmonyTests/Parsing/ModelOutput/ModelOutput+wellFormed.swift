extension ModelOutput {
    /// Output as the format has it.
    static let wellFormed: [ModelOutput] = [
        .init(
            "analysisThenFinal",
            "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>Hi!<|return|>",
            [
                "assistant analysis: Hm. (end)",
                "assistant final: Hi! (return)",
            ],
            []),
        .init(
            "recipientInTheRoleSection",
            " to=functions.f<|channel|>commentary json<|message|>{}<|call|>",
            ["assistant commentary to=functions.f json: {} (call)"],
            []),
        .init(
            "recipientInTheChannelSection",
            "<|channel|>commentary to=functions.f <|constrain|>json<|message|>{}<|call|>",
            ["assistant commentary to=functions.f <|constrain|>json: {} (call)"],
            []),
        .init(
            "preamble",
            "<|channel|>commentary<|message|>Let me look.<|end|><|start|>assistant to=functions.f<|channel|>commentary<|message|>{}<|call|>",
            [
                "assistant commentary: Let me look. (end)",
                "assistant commentary to=functions.f: {} (call)",
            ],
            []),
        .init(
            "finalOnly",
            "<|channel|>final<|message|>Hi<|return|>",
            ["assistant final: Hi (return)"],
            []),
        .init(
            "structuredAnswer",
            "<|channel|>final <|constrain|>json<|message|>{}<|return|>",
            ["assistant final <|constrain|>json: {} (return)"],
            []),
        .init(
            "rawArguments",
            #"<|channel|>commentary to=functions.shell code<|message|>[{"a":1}]] {"b"<|call|>"#,
            [#"assistant commentary to=functions.shell code: [{"a":1}]] {"b" (call)"#],
            []),
        .init(
            "builtInTool",
            "<|channel|>analysis to=python code<|message|>print(1)<|call|>",
            ["assistant analysis to=python code: print(1) (call)"],
            []),
        .init(
            "emptyAnalysis",
            "<|channel|>analysis<|message|><|end|><|start|>assistant<|channel|>final<|message|>Hi<|return|>",
            [
                "assistant analysis:  (end)",
                "assistant final: Hi (return)",
            ],
            []),
    ]
}
