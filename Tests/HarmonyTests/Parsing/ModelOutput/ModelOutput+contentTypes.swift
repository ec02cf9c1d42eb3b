import Harmony

extension ModelOutput {
    /// Content types, and what is stuck together (corpus 5, 12, 13).
    static let contentTypes: [ModelOutput] = [
        .init(
            "constrainStuckToChannel",
            "<|channel|>final<|constrain|>json<|message|>{}<|return|>",
            ["assistant final <|constrain|>json: {} (return)"],
            []),
        .init(
            "constrainStuckToRecipient",
            "<|channel|>commentary to=functions.f<|constrain|>json<|message|>{}<|call|>",
            ["assistant commentary to=functions.f <|constrain|>json: {} (call)"],
            []),
        .init(
            "typeStuckToFunction",
            "<|channel|>commentary to=functions.shelljson<|message|>{}<|call|>",
            ["assistant commentary to=functions.shell json: {} (call)"],
            [.gluedContentType]),
        .init(
            "typeStuckToNakedFunction",
            "<|channel|>commentary to=shelljson<|message|>{}<|call|>",
            ["assistant commentary to=functions.shell json: {} (call)"],
            [.gluedContentType, .nakedToolName]),
        .init(
            "recipientStuckToChannel",
            "<|channel|>commentaryto=functions.f<|message|>{}<|call|>",
            ["assistant commentary to=functions.f: {} (call)"],
            [.misplacedSpace]),
        .init(
            "recipientStuckToRole",
            "assistantto=functions.f<|channel|>commentary<|message|>{}<|call|>",
            ["assistant commentary to=functions.f: {} (call)"],
            [.repeatedRole, .misplacedSpace]),
        .init(
            "spaceBehindConstrain",
            "<|channel|>commentary to=functions.f <|constrain|> json<|message|>{}<|call|>",
            ["assistant commentary to=functions.f <|constrain|>json: {} (call)"],
            [.misspeltContentType]),
        .init(
            "spaceBehindTo",
            "<|channel|>commentary to= functions.f<|message|>{}<|call|>",
            ["assistant commentary to=functions.f: {} (call)"],
            [.misplacedSpace]),
        .init(
            "constrainTwice",
            "<|channel|>commentary to=functions.f <|constrain|>code<|constrain|>json<|message|>{}<|call|>",
            ["assistant commentary to=functions.f <|constrain|>json: {} (call)"],
            [.repeatedContentType]),
        .init(
            "constrainBeforeRecipient",
            "<|channel|>commentary <|constrain|>json to=functions.f<|message|>{}<|call|>",
            ["assistant commentary to=functions.f <|constrain|>json: {} (call)"],
            []),
        .init(
            "emptyConstrain",
            "<|channel|>final <|constrain|><|message|>{}<|return|>",
            ["assistant final: {} (return)"],
            [.misspeltContentType]),
        .init(
            "instructionAsContentType",
            "<|channel|>commentary to=functions.write <|constrain|>edit: edit file a<|message|>text<|call|>",
            ["assistant commentary to=functions.write <|constrain|>edit: text (call)"],
            [.misspeltContentType, .headerText]),
        .init(
            "functionAsContentType",
            "<|channel|>final <|constrain|>functions.f<|message|>{}<|return|>",
            ["assistant final to=functions.f: {} (return)"],
            [.toolAsContentType, .callOutsideCommentary]),
        .init(
            "nakedFunctionAsContentType",
            "<|channel|>final <|constrain|>get_weather<|message|>{}<|return|>",
            ["assistant final to=functions.get_weather: {} (return)"],
            [.nakedToolName, .toolAsContentType, .callOutsideCommentary]),
        .init(
            "soleWordIsAContentType",
            "<|channel|>analysis code<|message|>x<|end|>",
            ["assistant analysis code: x (end)"],
            []),
    ]
}
