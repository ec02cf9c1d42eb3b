import Harmony
import Testing

/// Which tokens wrote which message.
struct TranscriptRecorderTests {
    private let vocabulary: HarmonyVocabulary

    init() throws {
        vocabulary = try Fixture.vocabulary.get()
    }

    /// The texts of the messages' tokens.
    private func pieces(_ text: String, role: Role? = .assistant) -> (messages: [String], repairs: [TranscriptRecorder.Repair]) {
        let tokens = vocabulary.tokens(text)
        let transcript = TranscriptRecorder.read(tokens, with: HarmonyParser(vocabulary, startingRole: role))
        return (transcript.messages.map { vocabulary.text(of: Array(tokens[$0.tokens])) }, transcript.repairs)
    }

    @Test func givesEachMessageItsTokens() {
        let first = "<|channel|>analysis<|message|>Hm<|end|>"
        let second = "<|start|>assistant<|channel|>final<|message|>Four<|return|>"
        #expect(pieces(first + second).messages == [first, second])
        #expect(pieces(first + second).repairs.isEmpty)
    }

    @Test func readsWholeConversations() {
        let first = "<|start|>user<|message|>Hi<|end|>"
        let second = "<|start|>assistant<|channel|>final<|message|>Four<|end|>"
        #expect(pieces(first + second, role: nil).messages == [first, second])
    }

    /// A message that lacks its end has what stands before the next header.
    @Test(arguments: ["<|start|>assistant<|channel|>final<|message|>", "<|channel|>final<|message|>"])
    func endsAMessageWhereTheNextBegins(header: String) {
        let (messages, repairs) = pieces("<|channel|>analysis<|message|>Hm" + header + "Four<|return|>")
        #expect(messages == ["<|channel|>analysis<|message|>Hm", header + "Four<|return|>"])
        #expect(repairs.first?.kind == .missingEnd)
        #expect(repairs.first?.message == 0)
    }

    @Test func saysWhereSomethingWasMended() {
        let repairs = pieces("<|channel|>final<|message|>Hi<|return|><|end|>").repairs
        #expect(repairs.map(\.kind) == [.strayStop])
        #expect(repairs.map(\.message) == [1])
        #expect(repairs.map(\.token) == [vocabulary.tokens("<|channel|>final<|message|>Hi<|return|>").count])
    }

    /// Tokens that are read at once say what they say one by one, also where characters are cut.
    @Test(arguments: [
        "<|channel|>final<|message|>서울 🙂 naïve<|return|>", "Hello<|return|>", "<|channel|>final<|message|>a<|channel|>analysis b<|end|>",
        "<|channel|>analysis<|message|>Hm<|channel|>final<|message|>4<|start|>assistant<|channel|>final<|message|>5<|return|><|end|>x",
    ])
    func readsManyTokensAsItReadsOne(text: String) {
        let tokens = vocabulary.tokens(text)
        for end in 0...tokens.count {
            let part = Array(tokens[..<end])
            let transcript = TranscriptRecorder.read(part, with: HarmonyParser(vocabulary))
            let collected = MessageCollector.collect(part, with: HarmonyParser(vocabulary))
            #expect(transcript.messages.map(\.parsed) == collected.messages)
            #expect(transcript.repairs.map(\.kind) == collected.repairs)
        }
    }

    @Test func keepsWhatIsCutOff() {
        let text = "<|channel|>final<|message|>Fo"
        #expect(pieces(text).messages == [text])
    }
}
