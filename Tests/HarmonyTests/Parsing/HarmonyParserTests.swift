import Harmony
import Testing
import Tokenization

struct HarmonyParserTests {
    private let vocabulary: HarmonyVocabulary

    init() throws {
        vocabulary = try Fixture.vocabulary.get()
    }

    private func parse(_ tokens: [Int32], tools: Set<String> = [], role: Role? = .assistant) -> MessageCollector {
        MessageCollector.collect(tokens, with: HarmonyParser(vocabulary, knownTools: tools, startingRole: role))
    }

    @Test func streamsContentTokenByToken() {
        var parser = HarmonyParser(vocabulary)
        let header = MessageHeader(author: Author(.assistant), channel: Channel.final)
        let events = vocabulary.tokens("<|channel|>final<|message|>The answer<|return|>").map { parser.push($0) }
        #expect(
            events == [[], [], [.messageStarted(header)], [.contentDelta("The")], [.contentDelta(" answer")], [.messageEnded(.return)]])
    }

    @Test func holdsCharactersBackUntilTheyAreComplete() {
        var parser = HarmonyParser(vocabulary)
        for token in vocabulary.tokens("<|channel|>final<|message|>") { _ = parser.push(token) }
        let deltas = vocabulary.tokenizer.encode("é😀").map { parser.push($0) }
        #expect(deltas == [[], [.contentDelta("é")], [], [], [], [.contentDelta("😀")]])
    }

    @Test func flushesAnIncompleteCharacterBeforeTheMessageEnds() {
        let emoji = vocabulary.tokenizer.encode("😀")
        let parsed = parse(vocabulary.tokens("<|channel|>final<|message|>a") + emoji.dropLast() + [vocabulary.return])
        #expect(parsed.messages.map(\.summary) == ["assistant final: a\u{FFFD} (return)"])
    }

    @Test func replacesUnknownIdsInContent() {
        let unknown: [Int32] = [.max, -1, .min, Int32(vocabulary.tokenizer.vocabularySize)]
        for id in unknown {
            let parsed = parse(vocabulary.tokens("<|channel|>final<|message|>a") + [id] + vocabulary.tokens("b<|return|>"))
            #expect(parsed.messages.map(\.summary) == ["assistant final: a\u{FFFD}b (return)"])
            #expect(parsed.repairs == [.unknownToken])
        }
    }

    @Test func dropsUnknownIdsElsewhere() {
        let tokens = [.max] + vocabulary.tokens("<|channel|>") + [-1] + vocabulary.tokens("final<|message|>a<|end|>") + [.max, .max]
        let parsed = parse(tokens)
        #expect(parsed.messages.map(\.summary) == ["assistant final: a (end)"])
        #expect(parsed.repairs == [.unknownToken, .unknownToken])
    }

    @Test func streamsTextThatIsTooLongForAHeader() {
        let sentence = "The answer is the answer of the weather. "
        let tokens = vocabulary.tokens(String(repeating: sentence, count: 40))
        var parser = HarmonyParser(vocabulary)
        let events = tokens.map { parser.push($0) }
        let wait = events.firstIndex { !$0.isEmpty } ?? tokens.count
        #expect(vocabulary.tokenizer.decode(tokens.prefix(wait)).utf8.count <= 256)
        #expect(events[(wait + 1)...].allSatisfy { $0.count == 1 })

        let parsed = parse(tokens + [vocabulary.end] + vocabulary.tokens("<|start|>assistant<|channel|>final<|message|>More"))
        #expect(parsed.messages.map(\.header.channel) == [Channel.final, Channel.final])
        #expect(parsed.messages.first?.text == String(repeating: sentence, count: 40))
        #expect(parsed.repairs == [.missingHeader])
    }

    @Test func streamsTextBehindAChannelThatLacksTheMessageToken() {
        let text = String(repeating: "thinking of the weather ", count: 30)
        let parsed = parse(vocabulary.tokens("<|channel|>analysis " + text + "<|end|>"))
        #expect(parsed.messages.map(\.summary) == ["assistant analysis: \(text) (end)"])
        #expect(parsed.repairs == [.missingMessageToken])
    }

    @Test func keepsLongRecipients() {
        let name = String(repeating: "very_long_name_", count: 20)
        let parsed = parse(vocabulary.tokens("<|channel|>commentary to=functions.\(name) <|constrain|>json<|message|>{}<|call|>"))
        #expect(parsed.messages.map(\.summary) == ["assistant commentary to=functions.\(name) <|constrain|>json: {} (call)"])
        #expect(parsed.repairs == [])
    }

    /// A header that never ends would be held for ever.
    @Test func givesUpHeadersWithoutEnd() {
        let tokens = vocabulary.tokens("<|channel|>commentary to=" + String(repeating: "a", count: 5000))
        var parser = HarmonyParser(vocabulary)
        let started = tokens.firstIndex { !parser.push($0).isEmpty }
        #expect(started.map { $0 < 2000 } == true)
    }

    @Test func givesUpAHeaderThatTheNextOneInterrupts() {
        let parsed = parse(
            vocabulary.tokens("<|channel|>commentary to=functions.f<|start|>assistant<|channel|>final<|message|>Hi<|return|>"))
        #expect(parsed.messages.map(\.summary) == ["assistant final: Hi (return)"])
        #expect(parsed.repairs == [.abandonedHeader])
    }

    @Test func knowsNoToolsUnlessTold() {
        let parsed = parse(vocabulary.tokens("<|channel|>commentary to=shelljson<|message|>{}<|call|>"))
        #expect(parsed.messages.map(\.summary) == ["assistant commentary to=shelljson: {} (call)"])
    }

    @Test func prefersTheWholeNameToAStrippedOne() {
        let tokens = vocabulary.tokens("<|channel|>commentary to=functions.shelljson<|message|>{}<|call|>")
        let parsed = parse(tokens, tools: ["shell", "shelljson"])
        #expect(parsed.messages.map(\.summary) == ["assistant commentary to=functions.shelljson: {} (call)"])
    }

    @Test(arguments: [("b", "bjson", "functions.bjson"), ("shell", "shelljson", "functions.shell json")])
    func stripsContentTypesOnlyBetweenTokens(_ tool: String, _ name: String, _ recipient: String) throws {
        let parsed = parse(vocabulary.tokens("<|channel|>commentary to=functions.\(name)<|message|>{}<|call|>"), tools: [tool])
        #expect(parsed.messages.map(\.summary) == ["assistant commentary to=\(recipient): {} (call)"])
    }

    @Test func readsAWholeConversation() {
        let parsed = parse(
            vocabulary.tokens("<|start|>user<|message|>Hello<|end|><|start|>assistant<|channel|>final<|message|>Hi<|return|>"), role: nil)
        #expect(parsed.messages.map(\.summary) == ["user: Hello (end)", "assistant final: Hi (return)"])
        #expect(parsed.repairs == [])
    }

    @Test func finishesTwiceWithoutHarm() {
        var parser = HarmonyParser(vocabulary)
        for token in vocabulary.tokens("<|channel|>final<|message|>a") { _ = parser.push(token) }
        #expect(parser.finish() == [.messageEnded(.endOfStream)])
        #expect(parser.finish() == [])
    }
}
