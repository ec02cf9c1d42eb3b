import Harmony
import Testing
import Tokenization

struct MessageRecorderTests {
    private let vocabulary: HarmonyVocabulary

    init() throws {
        vocabulary = try Fixture.vocabulary.get()
    }

    /// What the recorder keeps of a generation behind `<|start|>assistant`.
    private func record(_ tokens: [Int32]) -> [WrittenMessage] {
        var parser = HarmonyParser(vocabulary, knownTools: ["f"])
        var recorder = MessageRecorder(vocabulary)
        return tokens.compactMap { recorder.push($0, parser.push($0)) }
    }

    @Test func keepsEachMessageAsItWasWritten() {
        let written = record(
            vocabulary.tokens(
                "<|channel|>analysis<|message|>Hm<|end|><|start|>assistant<|channel|>commentary to=functions.f <|constrain|>json<|message|>{}<|call|>"
            ))
        #expect(written.map(\.message.text) == ["Hm", "{}"])
        #expect(written.map(\.message.recipient) == [nil, "functions.f"])
        #expect(
            written.map { vocabulary.tokenizer.decode($0.tokens) } == [
                "<|channel|>analysis<|message|>Hm<|end|>", "<|channel|>commentary to=functions.f <|constrain|>json<|message|>{}<|call|>",
            ])
    }

    /// In a history an answer ends like any message.
    @Test func endsAnAnswerAsAPromptDoes() {
        let written = record(vocabulary.tokens("<|channel|>final<|message|>Yes<|return|>"))
        #expect(written.map { vocabulary.tokenizer.decode($0.tokens) } == ["<|channel|>final<|message|>Yes<|end|>"])
    }

    @Test(arguments: [
        "<|channel|>final<|message|>Yes", "No header<|return|>", "<|channel|>commentary 2?<|message|>Hm<|end|>",
        "<|channel|>final<|message|>a<|start|>assistant",
    ])
    func leavesOutWhatIsNotInForm(transcript: String) {
        #expect(record(vocabulary.tokens(transcript)).isEmpty)
    }

    /// Every byte a token of its own: no tokenizer would cut the text like that, but a model may.
    @Test func promptsGoOnFromTheTokensThemselves() throws {
        let letters = "answer".utf8.flatMap { vocabulary.tokenizer.encode(String(UnicodeScalar($0))) }
        let odd = vocabulary.tokens("<|channel|>final<|message|>") + letters
        let written = try #require(record(odd + [vocabulary.return]).first)
        let conversation = Conversation([
            Message(.user, "?"), Message(.assistant, "answer", channel: Channel.final),
            Message(.assistant, "other", channel: Channel.final),
        ])
        let renderer = ConversationRenderer(vocabulary)
        let spliced = try renderer.render(conversation, analysis: .all) { $0.text == written.message.text ? written.tokens : nil }
        #expect(Array(spliced).firstRange(of: odd + [vocabulary.end]) != nil)
        let plain = try renderer.render(conversation, analysis: .all)
        #expect(spliced != plain)
        #expect(vocabulary.tokenizer.decode(spliced) == vocabulary.tokenizer.decode(plain))
    }

    @Test func turnsAreDroppedFromTheOldest() throws {
        let conversation = Conversation([
            Message(.system, "s"), Message(.developer, "d"), Message(.user, "1"), Message(.assistant, "a", channel: Channel.final),
            Message(.developer, "e"), Message(.user, "2"), Message(.assistant, "b", channel: Channel.final), Message(.user, "3"),
        ])
        let first = try #require(conversation.droppingOldestTurn())
        #expect(first.conversation.messages.map(\.text) == ["s", "d", "e", "2", "b", "3"])
        #expect(first.dropped == 2)
        let second = try #require(first.conversation.droppingOldestTurn())
        #expect(second.conversation.messages.map(\.text) == ["s", "d", "e", "3"])
        #expect(second.conversation.droppingOldestTurn() == nil)
    }
}
