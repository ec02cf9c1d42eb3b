import Harmony
import OpenAI
import Testing

struct AnswerInterpreterTests {
    /// Script of the corpus, its answer in short with the function `f` declared and the stop string `STOP`.
    static let expectations: [String: String] = [
        "an answer": "final(Hello, world) stop",
        "reasoning and an answer": "reasoning(Let me think) final(42) stop",
        "reasoning twice": "reasoning(One) reasoning(Two) final(3) stop",
        "a call": "reasoning(Call it) call_1:f({\"a\":1}) toolCalls",
        "a call without arguments": "call_1:f() toolCalls",
        "a preamble and a call": "preamble(I will look.) call_1:f({}) toolCalls",
        "a preamble and an answer": "preamble(Wait.) final(Done.) stop",
        "a call on analysis": "call_1:f({}) toolCalls",
        "a call by its bare name": "call_1:f({}) toolCalls",
        "an undeclared call": "call_1:g({}) toolCalls",
        "an unknown channel": "final(Hm) final(Yes) stop",
        "no channel": "final(Plain) stop",
        "an empty answer": "reasoning(Silence.) final() stop",
        "only reasoning": "reasoning(The answer is 4) final(The answer is 4) stop",
        "nothing": "final() stop",
        "cut off in the header": "length",
        "cut off in the reasoning": "reasoning(Let me)~ length",
        "cut off in the answer": "reasoning(Hm) final(It is)~ length",
        "cut off in the arguments": "call_1:f({\"a)~ length",
        "cancelled": "final(It)~ cancelled",
        "failed": "final(It)~ failed:internal_error",
        "a stop string": "reasoning(STOP is here) final(One ) stop",
        "half a stop string": "final(One ST) stop",
        "going on as the user": "final(Hi) stop",
        "a second answer": "final(One) stop",
        "characters in pieces": "final(😀) stop",
        "no header": "final(Sorry!) stop",
    ]

    @Test(arguments: Script.corpus)
    func understands(_ script: Script) throws {
        #expect(script.answer(stop: ["STOP"]).summary == Self.expectations[script.name])
    }

    /// Nothing that the model wrote is lost where the request declares no function.
    @Test(arguments: [
        ("a call", "reasoning(Call it) preamble({\"a\":1}) stop"),
        ("a call on analysis", "reasoning({}) final({}) stop"),
    ])
    func showsCallsAsTextWithoutFunctions(name: String, expected: String) throws {
        let script = try #require(Script.corpus.first { $0.name == name })
        #expect(script.answer([]).summary == expected)
    }

    @Test func countsTokensOfTheAnalysisExactly() {
        var interpreter = AnswerInterpreter(functions: FunctionSet(), ids: .counting())
        let script = Script().message("analysis", ["a", "b", "c"]).message("analysis", ["d"]).message("final", ["e", "f"], .return)
        _ = script.run(&interpreter)
        #expect(interpreter.reasoningTokens == 4)
        #expect(interpreter.generatedTokens == script.steps.count)
    }

    @Test func countsTokensThatOnlyBeginACharacter() {
        var interpreter = AnswerInterpreter(functions: FunctionSet(), ids: .counting())
        let header = MessageHeader(author: Author(.assistant), channel: "analysis")
        let script = Script().token("<|message|>", .messageStarted(header)).token(bytes: [0xC3], [])
            .token(bytes: [0xA4], [.contentDelta("ä")]).token("<|end|>", .messageEnded(.end))
        _ = script.run(&interpreter)
        #expect(interpreter.reasoningTokens == 2)
    }

    /// A header that began inside content, as the parser finds out later, was not content.
    @Test func countsNoTokensOfAHeaderInsideContent() {
        var interpreter = AnswerInterpreter(functions: FunctionSet(), ids: .counting())
        let analysis = MessageHeader(author: Author(.assistant), channel: "analysis")
        let script = Script().token("<|message|>", .messageStarted(analysis)).token("a", .contentDelta("a")).token("<|channel|>")
            .token("final", .repaired(.missingEnd), .messageEnded(.nextHeader))
            .token("<|message|>", .messageStarted(MessageHeader(author: Author(.assistant), channel: "final")))
            .token("b", .contentDelta("b")).token("<|return|>", .messageEnded(.return))
        #expect(script.run(&interpreter).summary == "reasoning(a) final(b) stop")
        #expect(interpreter.reasoningTokens == 1)
    }

    /// Text without header is known for analysis only when the next header begins.
    @Test func countsTokensOfTextThatWasHeldBack() {
        var interpreter = AnswerInterpreter(functions: FunctionSet(), ids: .counting())
        let analysis = MessageHeader(author: Author(.assistant), channel: "analysis")
        let script = Script().token("Let ").token("me").token("<|end|>")
            .token("<|start|>", .repaired(.missingHeader), .messageStarted(analysis), .contentDelta("Let me"), .messageEnded(.end))
            .message("final", ["42"], .return)
        #expect(script.run(&interpreter).summary == "reasoning(Let me) final(42) stop")
        #expect(interpreter.reasoningTokens == 2)
    }

    @Test(arguments: [
        ("a stop string", true), ("an answer", true), ("a call", true), ("going on as the user", true), ("only reasoning", false),
        ("cut off in the answer", false), ("half a stop string", true),
    ])
    func tellsWhenTheTurnIsOver(name: String, expected: Bool) throws {
        let script = try #require(Script.corpus.first { $0.name == name })
        var interpreter = AnswerInterpreter(functions: FunctionSet(["f"]), stopStrings: ["STOP"], ids: .counting())
        _ = script.run(&interpreter)
        #expect(interpreter.isTurnOver == expected)
    }

    @Test func oneCallEndsTheTurnUnlessSeveralAreAskedFor() {
        let calls = Script().message("analysis", ["Two."]).message("commentary", to: "functions.f", ["{}"], .call)
            .message("commentary", to: "functions.f", ["[]"], .call)
        let reasoned = calls.message("analysis", ["And now?"], .endOfStream).ending(.cancelled)
        #expect(reasoned.answer().summary == "reasoning(Two.) call_1:f({}) toolCalls")
        #expect(reasoned.answer(isParallel: true).summary == "reasoning(Two.) call_1:f({}) call_2:f([]) toolCalls")
        #expect(calls.message("final", ["Hm"], .return).answer(isParallel: true).summary.hasSuffix("call_2:f([]) toolCalls"))
    }

    @Test func callsThatAreCompleteAreTheAnswerWhereTokensRunOutBehindThem() {
        let first = Script().message("commentary", to: "functions.f", ["{}"], .call)
        #expect(first.token("<|start|>").ending(.length).answer(isParallel: true).summary == "call_1:f({}) toolCalls")
        let cut = first.message("commentary", to: "functions.f", ["["], .endOfStream).ending(.length)
        #expect(cut.answer(isParallel: true).summary == "call_1:f({}) call_2:f([)~ length")
    }

    @Test func goesOnAfterAnUnknownChannel() {
        var interpreter = AnswerInterpreter(functions: FunctionSet(), ids: .counting())
        _ = Script().message("??", ["Hm"]).run(&interpreter)
        #expect(!interpreter.isTurnOver)
    }

    @Test func staysStoppedWhereTheGenerationWasCancelledForIt() {
        let script = Script().message("final", ["a STOP b"], .endOfStream).ending(.cancelled)
        #expect(script.answer(stop: ["STOP"]).summary == "final(a ) stop")
    }

    @Test func saysWhenTheAnswerIsTheReasoning() {
        var interpreter = AnswerInterpreter(functions: FunctionSet(), ids: .counting())
        _ = Script().message("analysis", ["Four"], .return).run(&interpreter)
        #expect(interpreter.tookAnswerFromReasoning)
    }

    /// The stop string may fall anywhere in the tokens: the text is the same, and held back only as long as need be.
    @Test(arguments: 1...8)
    func cutsStopStringsAcrossTokens(of size: Int) {
        let text = Array("Yes. END of it")
        let pieces = stride(from: 0, to: text.count, by: size).map { String(text[$0..<min($0 + size, text.count)]) }
        let script = Script().message("final", pieces, .return)
        #expect(script.answer(stop: ["END", "EN D"]).summary == "final(Yes. ) stop")
    }

    @Test func givesEachTokenWithItsText() {
        let script = Script().message("analysis", ["a"]).message("final", ["b", "S", "T", "c"], .return)
        let deltas = script.answer(stop: ["STOP"], keepsTokens: true).compactMap { event -> [String]? in
            guard case .delta(let text, let tokens) = event else { return nil }
            return [text] + tokens.map { String(decoding: $0.bytes, as: UTF8.self) }
        }
        #expect(deltas == [["a", "a"], ["b", "b"], ["STc", "S", "T", "c"]])
    }

    @Test func givesNoTokenOfAStopString() {
        let script = Script().message("final", ["one S", "TO", "P", "!"], .return)
        let tokens = script.answer(stop: ["STOP"], keepsTokens: true).flatMap { event -> [String] in
            guard case .delta(_, let tokens) = event else { return [] }
            return tokens.map { String(decoding: $0.bytes, as: UTF8.self) }
        }
        #expect(tokens == ["one S"])
    }

    @Test func givesTokensThatWereTakenForAHeader() throws {
        let script = try #require(Script.corpus.first { $0.name == "no header" })
        let deltas = script.answer(keepsTokens: true).compactMap { event -> [String]? in
            guard case .delta(_, let tokens) = event else { return nil }
            return tokens.map { String(decoding: $0.bytes, as: UTF8.self) }
        }
        #expect(deltas == [["Sor", "ry"], ["!"]])
    }
}
