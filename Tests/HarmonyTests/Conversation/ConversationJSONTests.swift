import Harmony
import JSON
import Testing

struct ConversationJSONTests {
    @Test func fillsNothingIn() throws {
        let json: JSONValue = ["messages": [["role": "system", "name": nil, "content": [["type": "system_content"]]]]]
        #expect(try Conversation(json: json) == Conversation([Message(Author(.system), content: [.system(SystemContent())])]))
    }

    @Test(arguments: [
        (#"[]"#, "messages", "given"),
        (#"{"messages":{}}"#, "messages", "an array"),
        (#"{"messages":[{"role":"user","content":"a"},{"content":"b"}]}"#, "messages[1].role", "given"),
        (#"{"messages":[{"role":"bot","content":"a"}]}"#, "messages[0].role", "one of system, developer, user, assistant, tool"),
        (#"{"messages":[{"role":"user","content":5}]}"#, "messages[0].content", "an array"),
        (
            #"{"messages":[{"role":"user","content":[{"type":"image"}]}]}"#, "messages[0].content[0].type",
            "text, system_content or developer_content"
        ),
        (#"{"messages":[{"role":"user","content":[{"type":"text","text":[]}]}]}"#, "messages[0].content[0].text", "a string"),
        (
            #"{"messages":[{"role":"system","content":[{"type":"system_content","reasoning_effort":"huge"}]}]}"#,
            "messages[0].content[0].reasoning_effort", "one of low, medium, high"
        ),
        (
            #"{"messages":[{"role":"developer","content":[{"type":"developer_content","tools":{"f":{"name":"f","tools":[{}]}}}]}]}"#,
            "messages[0].content[0].tools.f.tools[0].name", "given"
        ),
    ])
    func namesTheValueThatIsWrong(_ json: String, _ path: String, _ expected: String) throws {
        let json = try JSONValue(parsing: json)
        #expect(throws: HarmonyError.invalidJSON(path: path, expected: expected)) { try Conversation(json: json) }
    }
}
