import Harmony

extension ModelOutput {
    /// Roles and starts (corpus 10).
    static let roles: [ModelOutput] = [
        .init(
            "startThoughGiven",
            "<|start|>assistant<|channel|>final<|message|>Hi<|return|>",
            ["assistant final: Hi (return)"],
            [.repeatedStart]),
        .init(
            "startTwice",
            "<|channel|>analysis<|message|>Hm.<|end|><|start|><|start|>assistant<|channel|>final<|message|>Hi<|return|>",
            [
                "assistant analysis: Hm. (end)",
                "assistant final: Hi (return)",
            ],
            [.repeatedStart]),
        .init(
            "assistantassistant",
            "assistantassistant<|channel|>final<|message|>Hi<|return|>",
            ["assistant final: Hi (return)"],
            [.repeatedRole]),
        .init(
            "repeatedRoleApart",
            "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant assistant<|channel|>final<|message|>Hi<|return|>",
            [
                "assistant analysis: Hm. (end)",
                "assistant final: Hi (return)",
            ],
            [.repeatedRole]),
        .init(
            "unknownRole",
            "<|channel|>analysis<|message|>Hm.<|end|><|start|>narrator<|channel|>final<|message|>Hi<|return|>",
            [
                "assistant analysis: Hm. (end)",
                "assistant final: Hi (return)",
            ],
            [.unknownRole, .headerText]),
        .init(
            "roleInCapitals",
            "<|channel|>analysis<|message|>Hm.<|end|><|start|>Assistant<|channel|>final<|message|>Hi<|return|>",
            [
                "assistant analysis: Hm. (end)",
                "assistant final: Hi (return)",
            ],
            [.unknownRole]),
        .init(
            "roleForgotten",
            "<|channel|>analysis<|message|>Hm.<|end|><|start|><|channel|>final<|message|>Hi<|return|>",
            [
                "assistant analysis: Hm. (end)",
                "assistant final: Hi (return)",
            ],
            [.missingRole]),
        .init(
            "recipientInPlaceOfTheRole",
            "<|channel|>analysis<|message|>Hm.<|end|><|start|>to=functions.f<|channel|>commentary<|message|>{}<|call|>",
            [
                "assistant analysis: Hm. (end)",
                "assistant commentary to=functions.f: {} (call)",
            ],
            [.missingRole]),
        .init(
            "anotherRole",
            "user<|channel|>final<|message|>Hi<|return|>",
            ["assistant final: Hi (return)"],
            [.headerText]),
        .init(
            "inventedUser",
            "<|channel|>final<|message|>Hi<|end|><|start|>user<|message|>Hello<|end|><|start|>assistant<|channel|>final<|message|>Hi again<|return|>",
            [
                "assistant final: Hi (end)",
                "user: Hello (end)",
                "assistant final: Hi again (return)",
            ],
            []),
        .init(
            "namedUser",
            "<|channel|>final<|message|>Hi<|end|><|start|>user:alice<|message|>Hello<|end|>",
            [
                "assistant final: Hi (end)",
                "user:alice: Hello (end)",
            ],
            []),
        .init(
            "toolThatSpeaks",
            "<|channel|>commentary to=functions.f<|message|>{}<|call|><|start|>functions.f<|channel|>commentary<|message|>42<|end|>",
            [
                "assistant commentary to=functions.f: {} (call)",
                "tool:functions.f commentary: 42 (end)",
            ],
            []),
        .init(
            "startForgotten",
            "<|channel|>analysis<|message|>Hm.<|end|><|channel|>final<|message|>Hi<|return|>",
            [
                "assistant analysis: Hm. (end)",
                "assistant final: Hi (return)",
            ],
            [.missingStart]),
        .init(
            "startForgottenBeforeRole",
            "<|channel|>analysis<|message|>Hm.<|end|>assistant<|channel|>final<|message|>Hi<|return|>",
            [
                "assistant analysis: Hm. (end)",
                "assistant final: Hi (return)",
            ],
            [.missingStart, .repeatedRole]),
    ]
}
