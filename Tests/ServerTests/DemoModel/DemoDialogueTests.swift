import JSON
import OrderedCollections
import Testing

/// What the demonstration model was trained to do, from socket to weights and back.
@Suite struct DemoDialogueTests {
    typealias Way = DemoConversation.Way

    /// The same prompt on every day, so that the most probable tokens are the same.
    static let settings = ["--answers-current-date", "2026-11-23"]

    @Test(arguments: Way.allCases, ["low", "medium", "high"])
    func adds(way: Way, effort: String) async throws {
        try await RunningServer.run(Self.settings, model: []) { server in
            var conversation = DemoConversation(server, way, effort: effort)
            let answer = try await conversation.say("What is 347 + 288?")
            #expect(answer.content.contains("635"))
            #expect(!answer.reasoning.isEmpty)
            #expect(answer.end == "stop")
        }
    }

    @Test(arguments: Way.allCases)
    func thinksLongerAtHigherEffort(way: Way) async throws {
        try await RunningServer.run(Self.settings, model: []) { server in
            var lengths: [Int] = []
            for effort in ["low", "medium", "high"] {
                var conversation = DemoConversation(server, way, effort: effort)
                lengths.append(try await conversation.say("What is 347 + 288?").reasoning.count)
            }
            #expect(lengths[0] < lengths[1] && lengths[1] < lengths[2], "\(lengths)")
        }
    }

    @Test(arguments: Way.allCases)
    func callsAFunctionAndTellsItsResult(way: Way) async throws {
        let weather: JSONObject = [
            "name": "get_weather", "description": "Get the weather in a city.",
            "parameters": ["type": "object", "properties": ["city": ["type": "string"]], "required": ["city"]],
        ]
        try await RunningServer.run(Self.settings, model: []) { server in
            var conversation = DemoConversation(server, way, function: weather)
            let answer = try await conversation.say("What is the weather in Paris?")
            #expect(answer.end == "tool_calls")
            #expect(answer.calls.count == 1)
            let call = try #require(answer.calls.first)
            #expect(call.name == "get_weather")
            #expect(try JSONValue(parsing: call.arguments)["city"] == "Paris")
            let told = try await conversation.give(["temperature": 17, "sky": "rain"], to: call)
            #expect(told.content.contains("17"))
            #expect(told.end == "stop")
        }
    }

    @Test(arguments: Way.allCases)
    func remembersWhatWasSaid(way: Way) async throws {
        try await RunningServer.run(Self.settings, model: []) { server in
            var conversation = DemoConversation(server, way)
            _ = try await conversation.say("My name is Clara.")
            let answer = try await conversation.say("What is my name?")
            #expect(answer.content.contains("Clara"))
        }
    }

    @Test(arguments: Way.allCases)
    func goesOnFromTheAnswerBefore(way: Way) async throws {
        try await RunningServer.run(Self.settings, model: []) { server in
            var conversation = DemoConversation(server, way)
            let sum = try await conversation.say("What is 21 + 14?")
            let double = try await conversation.say("Double it.")
            #expect(sum.content.contains("35"))
            #expect(double.content.contains("70"))
        }
    }

    @Test(arguments: Way.allCases)
    func followsTheDeveloper(way: Way) async throws {
        try await RunningServer.run(Self.settings, model: []) { server in
            var closing = DemoConversation(server, way, instructions: #"End every answer with "Over.""#)
            let closed = try await closing.say("What is 21 + 14?").content
            #expect(closed.contains("35") && closed.hasSuffix("Over."), "\(closed)")
            var structured = DemoConversation(server, way, instructions: "Answer in JSON with the key result.")
            let object = try await structured.say("What is 21 + 14?").content
            #expect(try JSONValue(parsing: object) == ["result": 35])
        }
    }

    @Test(arguments: Way.allCases)
    func explainsItself(way: Way) async throws {
        try await RunningServer.run(Self.settings, model: []) { server in
            var conversation = DemoConversation(server, way)
            let content = try await conversation.say("How do I set the reasoning effort?").content
            #expect(content.contains("reasoning_effort") && content.contains("reasoning.effort"), "\(content)")
        }
    }
}
