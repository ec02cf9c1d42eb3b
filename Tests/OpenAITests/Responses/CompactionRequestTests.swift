import Harmony
import JSON
import OpenAI
import Testing

struct CompactionRequestTests {
    private static let items: [JSONValue] = [
        ["id": "msg_1", "type": "message", "role": "user", "status": "completed", "content": [["type": "input_text", "text": "Hi"]]],
        ["id": "rs_1", "type": "reasoning", "summary": [], "content": [["type": "reasoning_text", "text": "Hm"]]],
        [
            "id": "msg_2", "type": "message", "role": "assistant", "status": "completed", "phase": "final_answer",
            "content": [["type": "output_text", "text": "Ho", "annotations": [], "logprobs": []]],
        ],
    ]

    @Test func asksForASummaryOfEverything() throws {
        let compaction = try CompactionRequest(["input": "x", "instructions": "Be brief."], model: "m", in: RequestContext())
        let request = try compaction.summary(of: Self.items, in: RequestContext()).validated()
        #expect(request.conversation.lines.dropFirst(2).prefix(3) == ["user | Hi", "assistant analysis | Hm", "assistant final | Ho"])
        #expect(request.conversation.lines.last?.hasPrefix("user | Summarize") == true)
        #expect(request.conversation.developer?.instructions == "Be brief.")
        #expect(request.model == "m")
        #expect(!request.isStored)
    }

    @Test func keepsWhatPeopleSaid() throws {
        let response = try responseAnswer(Script.corpus[1]).whole
        #expect(CompactionRequest.summary(in: response) == "42")
        let answer = CompactionRequest.answer(response, keeping: Self.items, sealed: "s", ids: .counting())
        #expect(answer["object"] == "response.compaction")
        #expect(answer["output"] == [Self.items[0], ["id": "cmp_1", "type": "compaction", "encrypted_content": "s"]])
        #expect(answer["usage"]?["total_tokens"] == 29)
    }

    @Test func theSummaryIsReadAsTheAssistantsOwn() throws {
        let body: JSONValue = ["model": "m", "input": [["type": "compaction", "id": "cmp_1", "encrypted_content": "s"]]]
        let opened = try SealedReasoning.opened(body) { $0 == "s" ? "All is well." : nil }
        let request = try ResponsesRequest(opened, in: RequestContext()).validated()
        #expect(request.conversation.lines.last == "assistant final | Summary of the conversation so far:\nAll is well.")
        #expect(request.warnings.isEmpty)
        let error = #expect(throws: APIError.self) { try SealedReasoning.opened(body) { _ in nil } }
        #expect(error?.param == "input[0].encrypted_content")
    }

    @Test func needsSomethingToCompact() {
        let error = #expect(throws: APIError.self) { try CompactionRequest(["model": "m"], model: "m", in: RequestContext()) }
        #expect(error?.param == "input")
    }
}
