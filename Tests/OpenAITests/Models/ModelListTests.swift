import JSON
import OpenAI
import Testing

struct ModelListTests {
    private let list = ModelList([
        ModelDescription(
            id: "gpt-oss-20b", created: 1_754_352_000, owner: "chorale", aliases: ["gpt-4o-mini"], status: .unloaded,
            contextLength: 131_072)
    ])

    @Test func listsModels() {
        let expected: JSONValue = [
            "object": "list",
            "data": [
                [
                    "id": "gpt-oss-20b", "object": "model", "created": 1_754_352_000, "owned_by": "chorale",
                    "status": ["value": "unloaded"], "aliases": ["gpt-4o-mini"], "max_model_len": 131_072,
                ]
            ],
        ]
        #expect(list.json == expected)
    }

    @Test func findsModelsByName() throws {
        #expect(try list.model("gpt-oss-20b").json == list.json["data"]?[0])
        #expect(try list.model("gpt-4o-mini").id == "gpt-oss-20b")
        #expect(throws: APIError.unknownModel("gpt-5")) { try list.model("gpt-5") }
    }
}
