import JSON
import OpenAI
import OrderedCollections
import Testing

struct StoredItemsTests {
    static let items: [JSONValue] = [
        ["role": "user", "content": "Hi"],
        ["role": "assistant", "content": "Hello"],
        ["type": "message", "role": "developer", "content": [["type": "input_text", "text": "Be brief."]], "id": "msg_0"],
        ["type": "reasoning", "summary": [], "content": [["type": "reasoning_text", "text": "Hm"]]],
        ["type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"],
        ["type": "function_call_output", "call_id": "c", "output": "4"],
    ]

    @Test func giveEveryItemAnIDATypeAndPartsWhereItHasNone() {
        let stored = StoredItems.items(Self.items, ids: .counting())
        #expect(stored.map { $0["id"] } == ["msg_1", "msg_2", "msg_0", "rs_3", "fc_4", "fco_5"])
        #expect(stored[0]["content"] == [["type": "input_text", "text": "Hi"]])
        #expect(stored[1]["content"] == [["type": "output_text", "text": "Hello", "annotations": [], "logprobs": []]])
        #expect(stored[4]["status"] == "completed")
    }

    @Test func replaceReferences() {
        let input: [JSONValue] = [["id": "a"], ["type": "item_reference", "id": "b"]]
        let stored = StoredItems.items(input, referenced: ["a": ["id": "a", "x": 1]], ids: .counting())
        #expect(stored == [["id": "a", "x": 1], ["type": "item_reference", "id": "b"]])
    }

    @Test func conversationsTakeMetadataAndItems() throws {
        let request = try ConversationRequest(["metadata": ["a": "b"], "items": .array(Self.items), "x": 1], for: .create)
        #expect(request.metadata == ["a": "b"])
        #expect(request.items == Self.items)
        #expect(request.warnings.sentences == ["unknown parameter 'x' was ignored"])
        #expect(try ConversationRequest(nil, for: .create).items.isEmpty)
    }

    @Test(
        arguments: [
            ([:], .update, "metadata"), ([:], .addItems, "items"), (["items": [["type": "thought"]]], .addItems, "items[0].type"),
            (["metadata": ["a": 1]], .create, "metadata.a"),
            (["items": .array([JSONValue](repeating: ["role": "user", "content": "a"], count: 21))], .addItems, "items"),
        ] as [(JSONValue, ConversationRequest.Purpose, String)])
    func conversationsRefuse(body: JSONValue, purpose: ConversationRequest.Purpose, param: String) throws {
        let error = try #require(throws: APIError.self) { try ConversationRequest(body, for: purpose) }
        #expect(error.status == 400)
        #expect(error.param == param)
    }
}
