import JSON
import OpenAI
import OrderedCollections
import Testing

@Suite struct ServiceTierTests {
    /// What a request says, what is applied, and whether a warning says that it is not the same.
    private static let table: [(String?, ServiceTier, warns: Bool)] = [
        (nil, .default, false), ("auto", .default, false), ("default", .default, false), ("flex", .flex, false),
        ("priority", .priority, false), ("fast", .priority, false), ("scale", .default, true),
    ]

    @Test(arguments: table)
    func answersTellTheTierThatApplies(wanted: String?, tier: ServiceTier, warns: Bool) throws {
        let members: JSONValue = ["service_tier": wanted.map { .string($0) } ?? .null]
        let chat = try chatRequest(members).validated()
        #expect(chat.tier == tier)
        #expect(chat.warnings.isEmpty == !warns)
        let answer = try chatAnswer(Script.corpus[0], members)
        #expect(answer.whole["service_tier"] == .string(tier.rawValue))
        #expect(answer.chunks.allSatisfy { $0["service_tier"] == .string(tier.rawValue) })
        let response = try responseAnswer(Script.corpus[0], members)
        #expect(response.whole["service_tier"] == .string(tier.rawValue))
    }

    @Test func eachApiKnowsItsOwn() throws {
        let body: JSONValue = ["model": "m", "input": "Hi", "service_tier": "ultrafast"]
        let response = try ResponsesRequest(body, in: RequestContext()).validated()
        #expect(response.tier == .default)
        #expect(!response.warnings.isEmpty)
        for name in ["ultrafast", "slow", ""] {
            let error = #expect(throws: APIError.self) { try chatRequest(["service_tier": .string(name)]) }
            #expect(error?.param == "service_tier")
            #expect(error?.message.contains("'priority'") == true)
        }
        #expect(throws: APIError.self) { try ResponsesRequest(body.with(["service_tier": 1]), in: RequestContext()) }
    }
}
