import Harmony
import Testing

/// Something a model wrote, and how it is read.
struct ModelOutput: Sendable, CustomTestStringConvertible {
    let name: String
    /// What follows a prompt that ends in `<|start|>assistant`; the names of special tokens stand for them.
    let transcript: String
    /// Summaries of the messages, each with its end.
    let messages: [String]
    let repairs: [HarmonyRepair]

    var testDescription: String { name }

    private init(_ name: String, _ transcript: String, _ messages: [String], _ repairs: [HarmonyRepair]) {
        self.name = name
        self.transcript = transcript
        self.messages = messages
        self.repairs = repairs
    }

    /// The functions that the model was offered.
    static let tools: Set<String> = ["f", "get_weather", "shell", "write"]

    /// Well-formed output first, then what models were seen to write instead.
    static let corpus: [ModelOutput] = [
        // MARK: Well-formed

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

        // MARK: Stray channels (corpus 1, 2)

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

        // MARK: Content types and glue (corpus 5, 12, 13)

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

        // MARK: Calls (corpus 3, 4, 6, 7)

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

        // MARK: No `<|message|>`, no header (corpus 8, 9, 15)

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

        // MARK: Roles and starts (corpus 10)

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

        // MARK: Ends (corpus 11)

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

        // MARK: Cut off (corpus 16)

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
