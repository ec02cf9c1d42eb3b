import Grammar
import Harmony
import JSON
import OpenAI
import OrderedCollections
import Server
import Testing
import Tokenization

/// What a turn may be, token by token.
@Suite struct TurnConstraintTests {
    private static let shared = Result { try Shared() }

    private struct Shared {
        let vocabulary: HarmonyVocabulary
        let compiler: GrammarCompiler

        init() throws {
            vocabulary = try HarmonyVocabulary(Tokenizer.load(directory: RunningServer.parrot))
            compiler = try GrammarCompiler(TokenTrie(vocabulary.tokenizer))
        }
    }

    private func request(_ members: JSONValue) throws -> ValidatedRequest {
        var object: JSONObject = ["model": "m", "messages": [["role": "user", "content": "Hi"]]]
        object.merge(members.objectValue ?? [:]) { $1 }
        var context = RequestContext()
        context.capabilities.forcesToolCalls = true
        context.capabilities.enforcesFormats = true
        return try ChatCompletionRequest(.object(object), in: context).validated()
    }

    private func constraint(_ members: JSONValue, maximumTokens: Int = 1000) throws -> TurnConstraint? {
        let shared = try Self.shared.get()
        return try TurnConstraint(
            request(members), maximumTokens: maximumTokens, vocabulary: shared.vocabulary, compiler: shared.compiler)
    }

    private func allowed(_ constraint: inout TurnConstraint) throws -> Set<Int32> {
        let trie = try Self.shared.get().compiler.trie
        var words = [UInt64](repeating: 0, count: trie.maskWords)
        words.withUnsafeMutableBufferPointer { constraint.mask(into: $0) }
        var result = Set<Int32>()
        for id in 0..<trie.vocabularySize where words[id / 64] >> UInt64(id % 64) & 1 == 1 { result.insert(Int32(id)) }
        return result
    }

    /// Whether every token of the text, with the names of special tokens in it, may come.
    private func admits(_ text: String, _ members: JSONValue) throws -> Bool {
        guard var constraint = try constraint(members) else { return true }
        for token in try Self.shared.get().vocabulary.tokenizer.encode(text, allowingSpecial: .all) {
            guard try allowed(&constraint).contains(token) else { return false }
            constraint.advance(token)
        }
        return try allowed(&constraint).isEmpty
    }

    private static let tool: JSONValue = ["type": "function", "function": ["name": "f", "parameters": ["type": "object"]]]
    private static let strict: JSONValue = [
        "type": "function",
        "function": [
            "name": "g", "strict": true,
            "parameters": ["type": "object", "properties": ["x": ["type": "integer"]], "required": ["x"], "additionalProperties": false],
        ],
    ]
    private static let tools: JSONValue = ["tools": [tool, strict]]
    private static let analysis = "<|channel|>analysis<|message|>Let me see: {\"x\"}<|end|><|start|>assistant"
    private static let answer = "<|channel|>final<|message|>Any text.<|return|>"
    private static let call = "<|channel|>commentary to=functions.f <|constrain|>json<|message|>{\"a\": [1]}<|call|>"

    @Test(arguments: [
        analysis + answer, answer, analysis + call, call,
        analysis + "<|channel|>commentary<|message|>I look it up.<|end|><|start|>assistant" + call,
        " to=functions.g<|channel|>commentary <|constrain|>json<|message|>{\"x\":3}<|call|>",
    ])
    func aTurnReasonsThenCallsOrAnswers(text: String) throws {
        #expect(try admits(text, Self.tools))
    }

    @Test(arguments: [
        "<|channel|>commentary to=functions.h <|constrain|>json<|message|>{}<|call|>",
        "<|channel|>commentary to=functions.g <|constrain|>json<|message|>{\"x\":\"3\"}<|call|>",
        "<|channel|>commentary to=functions.f <|constrain|>json<|message|>[]<|call|>",
        "<|channel|>analysis to=functions.f<|message|>{}<|call|>", "<|channel|>final<|message|>Text.<|end|>", "Text.<|return|>",
        "<|channel|>comment<|message|>", "<|message|>", "assistant", "<|start|>assistant", analysis + "<|message|>",
    ])
    func noOtherHeaderIsWritten(text: String) throws {
        #expect(try !admits(text, Self.tools))
    }

    @Test func severalCallsAreMadeWhereTheyAreAskedFor() throws {
        let next = "<|start|>assistant"
        let second = " to=functions.g<|channel|>commentary <|constrain|>json<|message|>{\"x\":3}<|call|>"
        let other = "<|channel|>final<|message|>Done.<|return|>"
        let calls = Self.call + next + second + next
        for isParallel in [nil, false, true] as [Bool?] {
            var members = try #require(Self.tools.objectValue)
            if let isParallel { members["parallel_tool_calls"] = .bool(isParallel) }
            #expect(try admits(Self.call, .object(members)) == (isParallel != true))
            #expect(try admits(Self.analysis + calls + other, .object(members)) == (isParallel == true))
            #expect(try admits(Self.answer, .object(members)))
            #expect(try !admits(Self.call + next + Self.call.replacing("functions.f", with: "functions.h"), .object(members)))
        }
    }

    @Test func aSchemaThatIsNotStrictIsNotHeldTo() throws {
        let arguments = { (strict: JSONValue) -> JSONValue in
            var function: JSONObject = ["name": "f", "parameters": ["type": "object", "required": ["x"]]]
            if strict != .null { function["strict"] = strict }
            return ["tools": [["type": "function", "function": .object(function)]]]
        }
        for strict in [nil, false] as [JSONValue] { #expect(try admits(Self.call, arguments(strict))) }
        #expect(try !admits(Self.call, arguments(true)))
    }

    @Test func aFormatHoldsInTheFinalMessageAlone() throws {
        let members: JSONValue = ["response_format": ["type": "json_object"]]
        #expect(try admits(Self.analysis + "<|channel|>final<|message|>{\"a\":1}<|return|>", members))
        #expect(try admits("<|channel|>final <|constrain|>json<|message|>{}<|return|>", members))
        #expect(try !admits(Self.analysis + Self.answer, members))
        let preamble = "<|channel|>commentary<|message|>Here it is.<|end|><|start|>assistant"
        #expect(try !admits(preamble + "<|channel|>final<|message|>{}<|return|>", members))
        #expect(try admits(preamble + Self.answer, Self.tools))
        // With tools, either.
        let both = JSONValue.object(["tools": [Self.tool], "response_format": ["type": "json_object"]])
        #expect(try admits(Self.call, both))
        #expect(try !admits(Self.answer, both))
        #expect(try constraint([:]) == nil)
    }

    @Test func aForcedCallLeavesNoAnswer() throws {
        let required = JSONValue.object(["tools": [Self.tool, Self.strict], "tool_choice": "required"])
        #expect(try admits(Self.analysis + Self.call, required))
        #expect(try !admits(Self.analysis + Self.answer, required))
        let named = JSONValue.object(["tools": [Self.tool, Self.strict], "tool_choice": ["type": "function", "function": ["name": "g"]]])
        #expect(try !admits(Self.call, named))
    }

    @Test func effortNoneLeavesNoReasoning() throws {
        #expect(try !admits(Self.analysis + Self.answer, ["tools": [Self.tool], "reasoning_effort": "none"]))
        #expect(try admits(Self.answer, ["tools": [Self.tool], "reasoning_effort": "none"]))
    }

    @Test func reasoningBeforeAForcedCallIsBounded() throws {
        let vocabulary = try Self.shared.get().vocabulary
        var constraint = try #require(
            try constraint(["tools": [Self.tool], "tool_choice": "required"], maximumTokens: 80))
        for token in vocabulary.tokenizer.encode("<|channel|>analysis<|message|>", allowingSpecial: .all) { constraint.advance(token) }
        let letter = try #require(vocabulary.tokenizer.encode("a").first)
        var count = 0
        while count < 100, try allowed(&constraint) != [vocabulary.end] {
            #expect(try allowed(&constraint).contains(letter))
            constraint.advance(letter)
            count += 1
        }
        #expect(count < 40)
        constraint.advance(vocabulary.end)
        // No more reasoning: the next message has to begin, and its header leads to the call alone.
        #expect(constraint.takeForced(limit: 200).first == vocabulary.start)
        #expect(try !allowed(&constraint).contains(vocabulary.end))
    }
}
