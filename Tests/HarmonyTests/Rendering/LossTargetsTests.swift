import Harmony
import Testing
import Tokenization

/// Which tokens a model is trained to write.
struct LossTargetsTests {
    private let renderer: ConversationRenderer
    private let vocabulary: HarmonyVocabulary

    init() throws {
        vocabulary = try Fixture.vocabulary.get()
        renderer = ConversationRenderer(vocabulary)
    }

    private static let conversation = Conversation([
        Message(.user, "One"),
        Message(.assistant, "Hm", channel: Channel.analysis),
        Message(.assistant, "{}", recipient: "functions.f", channel: Channel.commentary, contentType: "<|constrain|>json"),
        Message(
            Author(.tool, name: "functions.f"), recipient: "assistant", channel: Channel.commentary, content: [.text("4")]),
        Message(.assistant, "Four", channel: Channel.final),
        Message(.user, "Two"),
        Message(.assistant, "Ah", channel: Channel.analysis),
        Message(.assistant, "Five", channel: Channel.final),
    ])

    /// The transcript with what is a target between ⟦ and ⟧.
    private func marked(
        _ change: (inout LossTargets) -> Void = { _ in }, purpose: RenderingPurpose = .training, analysis: AnalysisRetention = .all,
        _ conversation: Conversation = conversation
    ) throws -> String {
        var targets = LossTargets()
        change(&targets)
        let rendered = try renderer.rendering(conversation, for: purpose, analysis: analysis)
        let mask = targets.mask(of: rendered)
        #expect(mask.count == rendered.tokens.count)
        var text = ""
        for (index, token) in rendered.tokens.enumerated() {
            if mask[index] == 1, index == 0 || mask[index - 1] == 0 { text += "⟦" }
            if mask[index] == 0, index > 0, mask[index - 1] == 1 { text += "⟧" }
            text += vocabulary.tokenizer.decode([token])
        }
        return mask.last == 1 ? text + "⟧" : text
    }

    @Test func areEverythingBehindTheAssistantsStart() throws {
        #expect(
            try marked() == "<|start|>user<|message|>One<|end|>"
                + "<|start|>assistant⟦<|channel|>analysis<|message|>Hm<|end|>⟧"
                + "<|start|>assistant⟦ to=functions.f<|channel|>commentary <|constrain|>json<|message|>{}<|call|>⟧"
                + "<|start|>functions.f to=assistant<|channel|>commentary<|message|>4<|end|>"
                + "<|start|>assistant⟦<|channel|>final<|message|>Four<|end|>⟧"
                + "<|start|>user<|message|>Two<|end|>"
                + "<|start|>assistant⟦<|channel|>analysis<|message|>Ah<|end|>⟧"
                + "<|start|>assistant⟦<|channel|>final<|message|>Five<|return|>⟧")
    }

    @Test func areThoseOfTheChosenChannels() throws {
        let text = try marked(
            { $0.channels = [Channel.final] },
            Conversation([
                Message(.user, "One"), Message(.assistant, "Hm", channel: Channel.analysis),
                Message(.assistant, "Four", channel: Channel.final),
                Message(.assistant, "None"),
            ]))
        #expect(
            text == "<|start|>user<|message|>One<|end|><|start|>assistant<|channel|>analysis<|message|>Hm<|end|>"
                + "<|start|>assistant⟦<|channel|>final<|message|>Four<|end|>⟧<|start|>assistant<|message|>None<|end|>")
    }

    @Test func mayBeThoseOfTheLastTurnAlone() throws {
        let text = try marked({ $0.turns = .last })
        #expect(text.contains("<|start|>assistant<|channel|>final<|message|>Four<|end|>"))
        #expect(text.hasSuffix("⟦<|channel|>analysis<|message|>Ah<|end|>⟧<|start|>assistant⟦<|channel|>final<|message|>Five<|return|>⟧"))
    }

    /// Behind its own `<|end|>` the model begins the next message itself; behind a call it waits for the result.
    @Test func mayHaveTheStartsThatTheModelWrites() throws {
        let text = try marked({ $0.includesContinuations = true })
        #expect(
            text.contains("<|start|>assistant⟦<|channel|>analysis<|message|>Hm<|end|><|start|>assistant to=functions.f<|channel|>"))
        #expect(text.contains("4<|end|><|start|>assistant⟦<|channel|>final"))
        #expect(text.hasSuffix("⟦<|channel|>analysis<|message|>Ah<|end|><|start|>assistant<|channel|>final<|message|>Five<|return|>⟧"))
    }

    @Test func leaveOutWhatTheModelIsGivenToGoOnFrom() throws {
        let text = try marked(purpose: .continuation(as: .assistant))
        #expect(text.hasSuffix("⟦<|channel|>final<|message|>Five<|end|>⟧<|start|>assistant"))
    }

    @Test func agreeWithWhatIsKept() throws {
        let text = try marked(analysis: .nowhere)
        #expect(!text.contains("analysis"))
        #expect(text.contains("⟦ to=functions.f"))
    }

    @Test func spansTileTheTokens() throws {
        for purpose in [RenderingPurpose.training, .transcript, .continuation(as: .assistant)] {
            for analysis in AnalysisRetention.allCases {
                let rendered = try renderer.rendering(Self.conversation, for: purpose, analysis: analysis)
                var end = 0
                for span in rendered.spans {
                    #expect(span.tokens.lowerBound == end)
                    #expect(rendered.tokens[span.tokens.lowerBound] == vocabulary.start)
                    #expect(span.tokens.contains(span.bodyStart))
                    end = span.tokens.upperBound
                }
                #expect(rendered.tokens[end...] == (purpose.isOver ? [] : [vocabulary.start] + vocabulary.tokens("assistant"))[...])
                #expect(rendered.spanIndices.compactMap { $0 }.count == end)
            }
        }
    }
}

extension RenderingPurpose {
    fileprivate var isOver: Bool { self == .training || self == .transcript }
}
