import Harmony

extension ModelOutput {
    /// Ends (corpus 11).
    static let ends: [ModelOutput] = [
        .init(
            "endThenReturn",
            "<|channel|>final<|message|>Hi<|end|><|return|>",
            ["assistant final: Hi (end)"],
            [.strayStop]),
        .init(
            "returnTwice",
            "<|channel|>final<|message|>Hi<|return|><|return|>",
            ["assistant final: Hi (return)"],
            [.strayStop]),
        .init(
            "textBehindTheAnswer",
            "<|channel|>final<|message|>Hi<|end|> oops oops",
            ["assistant final: Hi (end)"],
            [.strayText]),
        .init(
            "textBehindAnalysis",
            "<|channel|>analysis<|message|>Hm.<|end|>The answer is 4.<|return|>",
            [
                "assistant analysis: Hm. (end)",
                "assistant final: The answer is 4. (return)",
            ],
            [.missingStart, .missingHeader]),
        .init(
            "lineBreakBetweenMessages",
            "<|channel|>analysis<|message|>Hm.<|end|>\n<|start|>assistant<|channel|>final<|message|>Hi<|return|>",
            [
                "assistant analysis: Hm. (end)",
                "assistant final: Hi (return)",
            ],
            [.strayText]),
        .init(
            "everythingBehindReturn",
            "<|channel|>final<|message|>Hi<|return|>more <|channel|>final<|message|>of it",
            ["assistant final: Hi (return)"],
            [.strayText]),
        .init(
            "everythingBehindCall",
            "<|channel|>commentary to=functions.f<|message|>{}<|call|>more<|channel|>final<|message|>of it",
            ["assistant commentary to=functions.f: {} (call)"],
            [.strayText]),
        .init(
            "messageBehindReturn",
            "<|channel|>final<|message|>Hi<|return|><|start|>assistant<|channel|>final<|message|>Again<|return|>",
            [
                "assistant final: Hi (return)",
                "assistant final: Again (return)",
            ],
            []),
        .init(
            "endForgotten",
            "<|channel|>analysis<|message|>Hm.<|start|>assistant<|channel|>final<|message|>Hi<|return|>",
            [
                "assistant analysis: Hm. (nextHeader)",
                "assistant final: Hi (return)",
            ],
            [.missingEnd]),
        .init(
            "endAndStartForgotten",
            "<|channel|>analysis<|message|>Hm.<|channel|>commentary to=functions.f<|message|>{}<|call|>",
            [
                "assistant analysis: Hm. (nextHeader)",
                "assistant commentary to=functions.f: {} (call)",
            ],
            [.missingEnd, .missingStart]),
        .init(
            "channelMarkerInContent",
            "<|channel|>final<|message|>The <|channel|>comment of<|return|>",
            ["assistant final: The <|channel|>comment of (return)"],
            [.markerInContent]),
        .init(
            "channelMarkerAtTheEnd",
            "<|channel|>final<|message|>The <|channel|>comment<|return|>",
            ["assistant final: The <|channel|>comment (return)"],
            [.markerInContent]),
        .init(
            "otherMarkersInContent",
            "<|channel|>final<|message|>a<|constrain|>b<|message|>c<|reserved_0|>d<|return|>",
            ["assistant final: a<|constrain|>b<|message|>c<|reserved_0|>d (return)"],
            [.markerInContent, .markerInContent, .markerInContent]),
        .init(
            "endOfTextAsStop",
            "<|channel|>final<|message|>Hi<|endoftext|>",
            ["assistant final: Hi (return)"],
            [.endOfTextAsStop]),
        .init(
            "reservedTokenInHeader",
            "<|channel|>final<|reserved_0|><|message|>Hi<|return|>",
            ["assistant final: Hi (return)"],
            [.strayMarker]),
    ]
}
