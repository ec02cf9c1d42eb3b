/// A case of parse.jsonl that is read otherwise than by the library, which fails or loses text where it does not guess.
struct ParseDivergence {
    let id: String
    /// The library's quirk by the golden cases' own names (P1 to P16), or our rule.
    let reason: String
    /// What is read instead.
    let messages: [String]

    private init(_ id: String, _ reason: String, _ messages: [String]) {
        self.id = id
        self.reason = reason
        self.messages = messages
    }

    static let all: [ParseDivergence] = [
        .init("p025", "no channel means final", ["assistant final: hi"]),
        .init("p027", "a channel in capitals is the same channel", ["assistant final: hi"]),
        .init("p033", "P5", []),
        .init("p034", "P5", []),
        .init("p039", "P5", ["assistant final: a"]),
        .init("p040", "P5", ["assistant final: a"]),
        .init("p042", "P1", [#"assistant final <|constrain|>json: {"a":1}"#]),
        .init("p043", "P1", [#"assistant final <|constrain|>json: {"a":1}"#]),
        .init("p045", "P1", ["assistant analysis code: x"]),
        .init("p048", "P1", ["assistant final to=functions.f: {}"]),
        .init("p049", "P2", ["assistant commentary to=functions.f <|constrain|>json: {}"]),
        .init("p051", "two content types: the last counts", ["assistant commentary to=functions.f <|constrain|>json: {}"]),
        .init("p052", "content type and recipient in either order", ["assistant commentary to=functions.f <|constrain|>json: {}"]),
        .init("p054", "two recipients: the last counts", ["assistant commentary to=functions.g: {}"]),
        .init("p055", "a space behind to=", ["assistant commentary to=functions.f: {}"]),
        .init("p057", "two recipients: the last counts", ["assistant commentary to=functions.g: {}"]),
        .init("p058", "P12", ["assistant commentary to=functions.f: {}"]),
        .init("p060", "P15", ["assistant commentary to=functions.f: {}"]),
        .init("p061", "an empty channel means final", ["assistant final: hi"]),
        .init("p066", "P1", ["assistant final: hi"]),
        .init("p067", "P16", ["assistant final: hi"]),
        .init("p069", "prose in a header is dropped", ["assistant final: hi"]),
        .init("p072", "P14", ["assistant commentary to=functions.f json: {}"]),
        .init("p073", "P11: a stray marker in a header is dropped", ["assistant final: hi"]),
        .init("p075", "bytes that are no text, stuck to a known channel", ["assistant final: hi"]),
        .init("p076", "P9: dropped in a header", ["assistant final: hi"]),
        .init("p078", "P15", ["assistant final: x"]),
        .init("p079", "P15", ["assistant commentary to=functions.f: {}"]),
        .init(
            "p084", "P4: text without header is analysis when the turn goes on",
            [
                "assistant analysis: I must refuse",
                "assistant analysis: We must refuse",
                "assistant final: I'm sorry, but I can't help with that.",
            ]),
        .init(
            "p087", "P4: text without header is analysis when the turn goes on",
            [
                "assistant analysis: ... Let's use the tool.",
                #"assistant commentary to=functions.get_weather json: {"location":"Tokyo"}"#,
            ]),
        .init("p091", "P4", ["assistant final: a", "assistant final: lost text", "assistant final: b"]),
        .init("p093", "an empty header is given up", []),
        .init("p094", "P3", ["assistant analysis: thinking", "assistant final: answer"]),
        .init("p096", "P11", ["assistant final: hi"]),
        .init("p099", "text behind the answer is dropped", ["assistant final: a"]),
        .init("p100", "a second stop is dropped", ["assistant final: a"]),
        .init("p102", "P13", ["assistant final: a", "assistant final: b"]),
        .init("p103", "P13, and two recipients: the last counts", ["assistant commentary to=b: {}", "assistant final: ok"]),
        .init("p121", "P9", ["assistant final: a�hello world"]),
        .init("p126", "P6", ["user:alice: x"]),
        .init("p127", "P6", ["user:alice to=assistant: x"]),
        .init("p129", "P7", ["tool:functions.f commentary: 42"]),
        .init("p130", "P1", ["tool:functions.f commentary json: 42"]),
        .init("p133", "a header without its role is the assistant's", ["assistant to=foo: x"]),
        .init("p135", "a role in capitals is the same role", ["assistant final: x"]),
        .init("p136", "a repeated role is dropped", ["assistant final: x"]),
        .init("p141", "text without header is the answer at the turn's end", ["assistant final: no start"]),
        .init("p144", "no channel means final", ["assistant final: x"]),
        .init("p147", "P7: the name of the tool whose role is given", ["tool:functions.f commentary to=assistant: 42"]),
        .init("p151", "P6", ["user:bob: Hi"]),
        .init("p153", "P2", ["assistant commentary to=functions.f <|constrain|>json: x"]),
        .init("p154", "P1", ["assistant final <|constrain|>json: x"]),
    ]
}
