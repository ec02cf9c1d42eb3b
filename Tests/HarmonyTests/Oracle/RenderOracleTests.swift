import Harmony
import JSON
import Testing

@Suite(.enabled(if: Oracle.isPresent, Comment(rawValue: Oracle.absence)))
struct RenderOracleTests {
    @Test func rendersWhatTheLibraryRenders() throws {
        let renderer = ConversationRenderer(try Oracle.vocabulary.get())
        for line in try Oracle.lines("render.jsonl") {
            let name = try #require(line["id"]?.stringValue)
            let conversation = Result { try Conversation(json: line["conversation"] ?? .null) }
            let nextRole = try #require(line["next_role"]?.stringValue.flatMap(Role.init(rawValue:)))
            let analysis: AnalysisRetention = line["auto_drop_analysis"]?.boolValue == true ? .libraryRule : .all

            try expectLibraryResult(name, line["completion"]) {
                (
                    try renderer.render(conversation.get(), nextRole: nextRole, analysis: analysis),
                    try conversation.get().fragments(for: .continuation(as: nextRole), analysis: analysis)
                )
            }
            try expectLibraryResult(name + " for training", line["training"]) {
                (
                    try renderer.rendering(conversation.get(), for: .training, analysis: analysis).tokens,
                    try conversation.get().fragments(for: .training, analysis: analysis)
                )
            }
        }
    }

    @Test func rendersWhatTheLibraryRendersForTheTemplatesChats() throws {
        let renderer = ConversationRenderer(try Oracle.vocabulary.get())
        for line in try Oracle.lines("template.jsonl") {
            let name = try #require(line["desc"]?.stringValue)
            let conversation = try Conversation(json: try #require(line["conversation"]))
            let isTraining = line["chat"]?["add_generation_prompt"]?.boolValue == false
            try expectLibraryResult(name, line["library"]) {
                isTraining
                    ? (
                        try renderer.rendering(conversation, for: .training, analysis: .libraryRule).tokens,
                        try conversation.fragments(for: .training, analysis: .libraryRule)
                    )
                    : (
                        try renderer.render(conversation, analysis: .libraryRule),
                        try conversation.fragments(analysis: .libraryRule)
                    )
            }
        }
    }

    private func expectLibraryResult(
        _ name: String, _ expected: JSONValue?, _ render: () throws -> (ids: [Int32], fragments: [PromptFragment])
    ) throws {
        let expected = try #require(expected)
        if expected["error"] != nil {
            #expect(throws: HarmonyError.self, "\(name)") { try render() }
        } else {
            let rendered = try render()
            #expect(rendered.fragments.transcript == expected["text"]?.stringValue, "\(name)")
            #expect(rendered.ids == expected.ids, "\(name)")
        }
    }
}
