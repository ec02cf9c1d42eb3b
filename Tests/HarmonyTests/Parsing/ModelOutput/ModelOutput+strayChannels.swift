import Harmony

extension ModelOutput {
    /// Stray channels (corpus 1, 2).
    static let strayChannels: [ModelOutput] = [
        .init(
            "strayCommentaryPrefix",
            "<|channel|>commentary to=assistant<|channel|>analysis<|message|>Hm.<|end|>",
            ["assistant analysis: Hm. (end)"],
            [.meaninglessRecipient, .repeatedChannel]),
        .init(
            "strayCommentaryPrefixWithoutRecipient",
            "<|channel|>commentary<|channel|>final<|message|>Hi<|return|>",
            ["assistant final: Hi (return)"],
            [.repeatedChannel]),
        .init(
            "strayPrefixBeforeCall",
            "<|channel|>analysis<|channel|>commentary to=functions.f <|constrain|>json<|message|>{}<|call|>",
            ["assistant commentary to=functions.f <|constrain|>json: {} (call)"],
            [.repeatedChannel]),
        .init(
            "freeTextThenChannel",
            "<|channel|>I think that<|channel|>analysis<|message|>Hm.<|end|>",
            ["assistant analysis: Hm. (end)"],
            [.unknownChannel, .repeatedChannel, .headerText]),
        .init(
            "freeTextThenStart",
            "<|channel|>I think that<|start|>assistant<|channel|>final<|message|>Hi<|return|>",
            [
                "assistant analysis: I think that (nextHeader)",
                "assistant final: Hi (return)",
            ],
            [.missingHeader]),
        .init(
            "freeTextThenEnd",
            "<|channel|>I think that<|end|><|start|>assistant<|channel|>final<|message|>Hi<|return|>",
            [
                "assistant analysis: I think that (end)",
                "assistant final: Hi (return)",
            ],
            [.missingHeader]),
        .init(
            "freeTextThenReturn",
            "<|channel|>The answer is 4<|return|>",
            ["assistant final: The answer is 4 (return)"],
            [.missingHeader]),
        .init(
            "questionMarks",
            "<|channel|>??<|channel|>analysis<|message|>Hm.<|end|>",
            ["assistant analysis: Hm. (end)"],
            [.unknownChannel]),
        .init(
            "questionMarksAsChannel",
            "<|channel|>??<|message|>Hi<|return|>",
            ["assistant final: Hi (return)"],
            [.unknownChannel, .missingChannel]),
        .init(
            "questionMarksThenEnd",
            "<|channel|>??<|end|><|start|>assistant<|channel|>final<|message|>Hi<|return|>",
            [
                "assistant analysis: ?? (end)",
                "assistant final: Hi (return)",
            ],
            [.missingHeader]),
        .init(
            "commentary2",
            "<|channel|>commentary 2?<|channel|>final<|message|>Hi<|return|>",
            ["assistant final: Hi (return)"],
            [.repeatedChannel, .headerText]),
        .init(
            "commentary2AsChannel",
            "<|channel|>commentary 2?<|message|>Hi<|end|>",
            ["assistant commentary: Hi (end)"],
            [.headerText]),
        .init(
            "repeatedCommentary",
            "<|channel|>commentary?commentary?<|message|>Hi<|end|>",
            ["assistant commentary: Hi (end)"],
            [.misspeltChannel, .headerText]),
        .init(
            "unknownChannelKept",
            "<|channel|>summary<|message|>Hi<|end|>",
            ["assistant summary: Hi (end)"],
            [.unknownChannel]),
        .init(
            "channelInCapitals",
            "<|channel|>Final<|message|>Hi<|return|>",
            ["assistant final: Hi (return)"],
            [.misspeltChannel]),
        .init(
            "textStuckToChannel",
            "<|channel|>finalHello<|return|>",
            ["assistant final: Hello (return)"],
            [.misspeltChannel, .missingMessageToken]),
        .init(
            "channelWithoutMarker",
            " final<|message|>Hi<|return|>",
            ["assistant final: Hi (return)"],
            [.missingChannelMarker]),
        .init(
            "channelStuckToRole",
            "assistantanalysis<|message|>Hm.<|end|>",
            ["assistant analysis: Hm. (end)"],
            [.repeatedRole, .missingChannelMarker]),
        .init(
            "emptyChannel",
            "<|channel|><|message|>Hi<|return|>",
            ["assistant final: Hi (return)"],
            [.missingChannel]),
    ]
}
