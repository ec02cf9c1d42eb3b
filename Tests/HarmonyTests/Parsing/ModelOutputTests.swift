import Harmony
import Testing

struct ModelOutputTests {
    private let vocabulary: HarmonyVocabulary
    private let parser: HarmonyParser

    init() throws {
        vocabulary = try Fixture.vocabulary.get()
        parser = HarmonyParser(vocabulary, knownTools: ModelOutput.tools)
    }

    @Test(arguments: ModelOutput.corpus)
    func understands(_ output: ModelOutput) {
        let parsed = MessageCollector.collect(vocabulary.tokens(output.transcript), with: parser)
        #expect(parsed.messages.map(\.summary) == output.messages)
        #expect(parsed.repairs == output.repairs)
    }

    @Test func toolsMayBeCalledAsContentTypesAre() {
        let parser = HarmonyParser(vocabulary, knownTools: ["json", "code"])
        let text = "<|channel|>commentary to=functions.code <|constrain|>json<|message|>{}<|call|>"
        let parsed = MessageCollector.collect(vocabulary.tokens(text), with: parser)
        #expect(parsed.messages.map(\.summary) == ["assistant commentary to=functions.code <|constrain|>json: {} (call)"])
        #expect(parsed.repairs == [])
    }

    /// Cut off anywhere, what was read stays, the message that was open is a beginning of itself, and no event is out of order.
    @Test(arguments: ModelOutput.corpus)
    func survivesTruncationAnywhere(_ output: ModelOutput) {
        let tokens = vocabulary.tokens(output.transcript)
        let whole = MessageCollector.collect(tokens, with: parser).messages
        for length in 0..<tokens.count {
            var order = EventOrder()
            var parser = parser
            var collector = MessageCollector()
            for token in tokens.prefix(length) {
                let events = parser.push(token)
                order.check(events, "\(length) tokens")
                collector.add(events)
            }
            let complete = collector.messages
            let open = collector.current
            #expect(open?.header == parser.currentHeader)
            let rest = parser.finish()
            order.check(rest, "\(length) tokens")
            collector.add(rest)

            #expect(complete == Array(whole.prefix(complete.count)), "\(length) tokens")
            if let open, whole.indices.contains(complete.count) {
                #expect(whole[complete.count].header == open.header, "\(length) tokens")
                #expect(whole[complete.count].text.hasPrefix(open.text), "\(length) tokens")
            }
            #expect(!order.isOpen, "\(length) tokens")
            #expect(parser.currentHeader == nil)
        }
    }

    @Test func mendsNothingInWellFormedOutput() throws {
        let renderer = ConversationRenderer(vocabulary)
        for name in ["tool_turn", "builtin_tools"] {
            var conversation = try Fixture.conversation(name)
            conversation.messages.removeAll { $0.author.role == .system }
            let tokens = try renderer.render(conversation, nextRole: nil, analysis: .all)
            let parsed = MessageCollector.collect(tokens, with: HarmonyParser(vocabulary, startingRole: nil))
            #expect(parsed.messages.map(\.message) == conversation.messages, "\(name)")
            #expect(parsed.repairs == [], "\(name)")
        }
    }

    @Test func namesEveryRepairOnce() {
        #expect(Set(HarmonyRepair.allCases.map(\.rawValue)).count == HarmonyRepair.allCases.count)
        let seen = Set(ModelOutput.corpus.flatMap(\.repairs))
        // Ids outside the vocabulary have no transcript; a header given up has its own test.
        #expect(Set(HarmonyRepair.allCases).subtracting(seen) == [.unknownToken, .abandonedHeader])
    }
}
