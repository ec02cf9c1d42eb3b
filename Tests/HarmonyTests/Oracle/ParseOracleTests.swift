import Harmony
import JSON
import Testing

@Suite(.enabled(if: Oracle.isPresent, Comment(rawValue: Oracle.absence)))
struct ParseOracleTests {
    /// Where the library is lenient it is followed; where it fails or guesses wrong, `ParseDivergence.all` has our result.
    @Test func readsWhatTheLibraryReads() throws {
        let vocabulary = try Oracle.vocabulary.get()
        var divergences = Dictionary(uniqueKeysWithValues: ParseDivergence.all.map { ($0.id, $0) })
        for line in try Oracle.lines("parse.jsonl") {
            let id = try #require(line["id"]?.stringValue)
            let tokens = try #require(line.ids)
            let role = line["role"]?.stringValue.flatMap(Role.init(rawValue:))
            let parsed = MessageCollector.collect(tokens, with: HarmonyParser(vocabulary, startingRole: role))
            let ours = parsed.messages.map(\.message.summary)

            let library = try libraryMessages(line)
            if let divergence = divergences.removeValue(forKey: id) {
                #expect(ours == divergence.messages, "\(id), \(divergence.reason)")
                #expect(ours != library, "\(id) agrees with the library and needs no row")
            } else {
                #expect(ours == library, "\(id): \(line["text"]?.stringValue ?? "")")
            }
        }
        #expect(divergences.isEmpty, "rows without a case")
    }

    /// The messages that the library finds in lenient mode, `nil` where it fails.
    private func libraryMessages(_ line: JSONValue) throws -> [String]? {
        let lenient = line["lenient"]?.stringValue == "same" ? line["strict"] : line["lenient"]
        guard let result = lenient?["parse"], result["messages"] != nil else { return nil }
        return try Conversation(json: result).messages.map(\.summary)
    }
}
