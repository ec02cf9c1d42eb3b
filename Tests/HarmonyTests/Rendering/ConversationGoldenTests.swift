import Harmony
import Testing

struct ConversationGoldenTests {
    @Test(arguments: ["plain", "functions", "builtin_tools", "tool_turn", "headers", "response_formats"])
    func rendersTheGoldenText(_ name: String) throws {
        let fragments = try Fixture.conversation(name).fragments(analysis: .all)
        #expect(fragments.transcript == (try Fixture.text(name)))
    }
}
