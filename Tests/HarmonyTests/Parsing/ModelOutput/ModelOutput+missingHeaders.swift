import Harmony

extension ModelOutput {
    /// No `<|message|>`, no header (corpus 8, 9, 15).
    static let missingHeaders: [ModelOutput] = [
        .init(
            "stopInHeader",
            "<|channel|>final<|return|>",
            ["assistant final:  (return)"],
            [.missingMessageToken]),
        .init(
            "proseBehindChannel",
            "<|channel|>analysis I must refuse<|end|><|start|>assistant<|channel|>final<|message|>Sorry.<|return|>",
            [
                "assistant analysis: I must refuse (end)",
                "assistant final: Sorry. (return)",
            ],
            [.missingMessageToken]),
        .init(
            "textThenReturn",
            "I must refuse.<|return|>",
            ["assistant final: I must refuse. (return)"],
            [.missingHeader]),
        .init(
            "textThenEndAndReturn",
            #"{"a": 1}<|end|><|return|>"#,
            [#"assistant final: {"a": 1} (end)"#],
            [.missingHeader, .strayStop]),
        .init(
            "textThenEnd",
            "Sorry<|end|>",
            ["assistant final: Sorry (end)"],
            [.missingHeader]),
        .init(
            "textThenAnotherMessage",
            "I must refuse<|end|><|start|>assistant<|channel|>final<|message|>Sorry.<|return|>",
            [
                "assistant analysis: I must refuse (end)",
                "assistant final: Sorry. (return)",
            ],
            [.missingHeader]),
        .init(
            "textThenStart",
            "I must refuse<|start|>assistant<|channel|>final<|message|>Sorry.<|return|>",
            [
                "assistant analysis: I must refuse (nextHeader)",
                "assistant final: Sorry. (return)",
            ],
            [.missingHeader]),
        .init(
            "textThenChannel",
            "I must refuse<|channel|>final<|message|>Sorry.<|return|>",
            ["assistant final: Sorry. (return)"],
            [.headerText]),
        .init(
            "textThatLooksLikeARole",
            "user asked<|return|>",
            ["assistant final: user asked (return)"],
            [.missingHeader]),
        .init(
            "textCutOff",
            "The answer is",
            ["assistant final: The answer is (endOfStream)"],
            [.missingHeader]),
        .init(
            "textEndedByEndOfText",
            "The answer is 4.<|endoftext|>",
            ["assistant final: The answer is 4. (return)"],
            [.endOfTextAsStop, .missingHeader]),
        .init(
            "stopAtOnce",
            "<|end|>",
            [],
            [.strayStop]),
        .init(
            "returnAtOnce",
            "<|return|>",
            [],
            [.strayStop]),
        .init(
            "messageTokenOnly",
            "<|message|>Hi<|return|>",
            ["assistant final: Hi (return)"],
            [.missingChannel]),
        .init(
            "messageTokenTwice",
            "<|channel|>final<|message|><|message|>Hi<|return|>",
            ["assistant final: Hi (return)"],
            [.strayMarker]),
    ]
}
