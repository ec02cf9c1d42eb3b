import Harmony

extension ModelOutput {
    /// Calls (corpus 3, 4, 6, 7).
    static let calls: [ModelOutput] = [
        .init(
            "callOnAnalysis",
            "<|channel|>analysis to=functions.f code<|message|>{}<|call|>",
            ["assistant analysis to=functions.f code: {} (call)"],
            [.callOutsideCommentary]),
        .init(
            "callOnFinal",
            "<|channel|>final to=functions.f<|message|>{}<|call|>",
            ["assistant final to=functions.f: {} (call)"],
            [.callOutsideCommentary]),
        .init(
            "nakedRecipient",
            "<|channel|>commentary to=get_weather<|message|>{}<|call|>",
            ["assistant commentary to=functions.get_weather: {} (call)"],
            [.nakedToolName]),
        .init(
            "functionWithoutTo",
            "<|channel|>commentary functions.f<|message|>{}<|call|>",
            ["assistant commentary to=functions.f: {} (call)"],
            [.nakedToolName]),
        .init(
            "nakedFunctionWithoutTo",
            "<|channel|>commentary get_weather json<|message|>{}<|call|>",
            ["assistant commentary to=functions.get_weather json: {} (call)"],
            [.nakedToolName]),
        .init(
            "functionAsChannel",
            "<|channel|>get_weather <|constrain|>json<|message|>{}<|call|>",
            ["assistant to=functions.get_weather <|constrain|>json: {} (call)"],
            [.nakedToolName]),
        .init(
            "channelMarkerBehindName",
            "<|channel|>commentary to=functions.f<|channel|>commentary<|message|>{}<|call|>",
            ["assistant commentary to=functions.f: {} (call)"],
            [.repeatedChannel]),
        .init(
            "markerStuckToAssistant",
            " to=assistant<|channel|>analysis<|message|>Hm.<|end|>",
            ["assistant analysis: Hm. (end)"],
            [.meaninglessRecipient]),
        .init(
            "recipientIsAChannel",
            "<|channel|>analysis to=final<|message|>Hm.<|end|>",
            ["assistant analysis: Hm. (end)"],
            [.meaninglessRecipient]),
        .init(
            "twoRecipients",
            " to=functions.f<|channel|>commentary to=functions.shell<|message|>{}<|call|>",
            ["assistant commentary to=functions.shell: {} (call)"],
            [.repeatedRecipient]),
        .init(
            "unknownFunction",
            "<|channel|>commentary to=functions.shelljson2<|message|>{}<|call|>",
            ["assistant commentary to=functions.shelljson2: {} (call)"],
            []),
        .init(
            "callEndedByEnd",
            "<|channel|>commentary to=functions.f json<|message|>{}<|end|><|call|>",
            ["assistant commentary to=functions.f json: {} (end)"],
            [.strayStop]),
        .init(
            "callWithoutMessage",
            "<|channel|>commentary to=functions.f<|call|>",
            ["assistant commentary to=functions.f:  (call)"],
            [.missingMessageToken]),
        .init(
            "argumentsWithoutMessage",
            #"<|channel|>commentary to=functions.f <|constrain|>json{"a":1}<|call|>"#,
            [#"assistant commentary to=functions.f <|constrain|>json: {"a":1} (call)"#],
            [.missingMessageToken]),
        .init(
            "argumentsStuckToName",
            #"<|channel|>commentary to=functions.f{"a":1}<|call|>"#,
            [#"assistant commentary to=functions.f: {"a":1} (call)"#],
            [.missingMessageToken]),
        .init(
            "nakedArgumentsWithoutMessage",
            #"<|channel|>commentary functions.f {"a":1}<|call|>"#,
            [#"assistant commentary to=functions.f: {"a":1} (call)"#],
            [.nakedToolName, .missingMessageToken]),
        .init(
            "functionNamedInProse",
            "<|channel|>analysis functions.f should help<|end|>",
            ["assistant analysis: functions.f should help (end)"],
            [.missingMessageToken]),
    ]
}
