import Harmony
import JSON
import OpenAI
import OrderedCollections
import Testing

struct ResponseEventBuilderTests {
    /// An event without its number and its response.
    private func short(_ event: ResponseEvent) -> String {
        var members = event.json.objectValue ?? [:]
        for name in ["type", "sequence_number", "response"] { members[name] = nil }
        return event.name + " " + JSONValue.object(members).serialized
    }

    @Test func tellsReasoningPreambleAndCallInOrder() throws {
        let script = Script().message("analysis", ["H", "m"]).message("commentary", ["Look."])
            .message("commentary", to: "functions.f", ["{", "}"], .call)
        let text = #""annotations":[],"logprobs":[]"#
        #expect(
            try responseAnswer(script).events.map(short) == [
                "response.created {}",
                "response.in_progress {}",
                #"response.output_item.added {"output_index":0,"item":{"id":"rs_2","type":"reasoning","summary":[],"content":[],"status":"in_progress"}}"#,
                #"response.content_part.added {"item_id":"rs_2","output_index":0,"content_index":0,"part":{"type":"reasoning_text","text":""}}"#,
                #"response.reasoning_text.delta {"item_id":"rs_2","output_index":0,"content_index":0,"delta":"H"}"#,
                #"response.reasoning_text.delta {"item_id":"rs_2","output_index":0,"content_index":0,"delta":"m"}"#,
                #"response.reasoning_text.done {"item_id":"rs_2","output_index":0,"content_index":0,"text":"Hm"}"#,
                #"response.content_part.done {"item_id":"rs_2","output_index":0,"content_index":0,"part":{"type":"reasoning_text","text":"Hm"}}"#,
                #"response.output_item.done {"output_index":0,"item":{"id":"rs_2","type":"reasoning","summary":[],"content":[{"type":"reasoning_text","text":"Hm"}],"status":"completed"}}"#,
                #"response.output_item.added {"output_index":1,"item":{"id":"msg_3","type":"message","role":"assistant","status":"in_progress","phase":"commentary","content":[]}}"#,
                #"response.content_part.added {"item_id":"msg_3","output_index":1,"content_index":0,"part":{"type":"output_text","text":"",\#(text)}}"#,
                #"response.output_text.delta {"item_id":"msg_3","output_index":1,"content_index":0,"delta":"Look.","logprobs":[]}"#,
                #"response.output_text.done {"item_id":"msg_3","output_index":1,"content_index":0,"text":"Look.","logprobs":[]}"#,
                #"response.content_part.done {"item_id":"msg_3","output_index":1,"content_index":0,"part":{"type":"output_text","text":"Look.",\#(text)}}"#,
                #"response.output_item.done {"output_index":1,"item":{"id":"msg_3","type":"message","role":"assistant","status":"completed","phase":"commentary","content":[{"type":"output_text","text":"Look.",\#(text)}]}}"#,
                #"response.output_item.added {"output_index":2,"item":{"id":"fc_4","type":"function_call","call_id":"call_1","name":"f","arguments":"","status":"in_progress"}}"#,
                #"response.function_call_arguments.delta {"item_id":"fc_4","output_index":2,"delta":"{"}"#,
                #"response.function_call_arguments.delta {"item_id":"fc_4","output_index":2,"delta":"}"}"#,
                #"response.function_call_arguments.done {"item_id":"fc_4","output_index":2,"name":"f","arguments":"{}"}"#,
                #"response.output_item.done {"output_index":2,"item":{"id":"fc_4","type":"function_call","call_id":"call_1","name":"f","arguments":"{}","status":"completed"}}"#,
                "response.completed {}",
            ])
    }

    @Test(arguments: Script.corpus)
    func numbersEveryEvent(_ script: Script) throws {
        let events = try responseAnswer(script).events
        #expect(events.map { $0.json["sequence_number"]?.intValue } == Array(0..<events.count))
        #expect(events.allSatisfy { $0.json["type"]?.stringValue == $0.name })
    }

    /// The last event holds what a request without streaming gets, and the items that the other events told.
    @Test(arguments: Script.corpus)
    func eventsAddUpToTheWhole(_ script: Script) throws {
        let answer = try responseAnswer(script, ["include": ["message.output_text.logprobs"]])
        let last = try #require(answer.events.last)
        #expect(last.json["response"] == answer.whole)
        var gathered: [JSONValue] = []
        for event in answer.events {
            ResponseAccumulator.add(event, to: &gathered)
        }
        #expect(gathered == answer.whole["output"]?.arrayValue)
    }

    /// Script of the corpus, the last event, status, and why incomplete.
    @Test(
        arguments: [
            ("an answer", "response.completed", "completed", nil), ("a call", "response.completed", "completed", nil),
            ("cut off in the reasoning", "response.incomplete", "incomplete", ["reason": "max_output_tokens"]),
            ("cut off in the header", "response.incomplete", "incomplete", ["reason": "max_output_tokens"]),
            ("cancelled", "response.incomplete", "cancelled", nil), ("nothing", "response.completed", "completed", nil),
            ("failed", "response.failed", "failed", nil),
        ] as [(String, String, String, JSONValue)])
    func endsInOneOfThreeWays(name: String, event: String, status: String, details: JSONValue) throws {
        let script = try #require(Script.corpus.first { $0.name == name })
        let answer = try responseAnswer(script)
        #expect(answer.events.last?.name == event)
        #expect(answer.whole["status"]?.stringValue == status)
        #expect(answer.whole["incomplete_details"] == details)
        #expect((answer.whole["completed_at"] == 1_754_352_005) == (status == "completed"))
        #expect((answer.whole["error"] == .null) == (status != "failed"))
        #expect(answer.whole["usage"] == usage.responseJSON)
    }

    @Test func marksWhatWasCutOff() throws {
        let script = try #require(Script.corpus.first { $0.name == "cut off in the arguments" })
        let item = try responseAnswer(script).whole["output"]?[0]
        #expect(item?["status"] == "incomplete")
        #expect(item?["arguments"] == "{\"a")
    }

    @Test func waitsInTheQueueWhereItHasTo() throws {
        var builder = ResponseEventBuilder(AnswerIdentity(id: "r", created: 0, model: "m"), for: try responsesRequest(), ids: .counting())
        let events = builder.create(isQueued: true) + builder.begin()
        #expect(events.map(\.name) == ["response.created", "response.queued", "response.in_progress"])
        #expect(events.map { $0.json["response"]?["status"] } == ["queued", "queued", "in_progress"])
        #expect(events.allSatisfy { $0.json["response"]?["output"] == [] })
    }

    @Test func tellsErrorsFlat() throws {
        var builder = ResponseEventBuilder(AnswerIdentity(id: "r", created: 0, model: "m"), for: try responsesRequest(), ids: .counting())
        let expected: JSONValue = [
            "type": "error", "sequence_number": 0, "code": "internal_error",
            "message": "The server had an error while processing your request.", "param": nil,
        ]
        #expect(builder.fail(.internalError) == [ResponseEvent(name: "error", json: expected)])
        #expect(builder.error == .internalError)
    }

    @Test func repeatsTheRequestInEffect() throws {
        let members: JSONValue = [
            "instructions": "Be brief.", "max_output_tokens": 9, "temperature": 0.5, "reasoning": ["effort": "max", "summary": "detailed"],
            "tools": [["type": "web_search"], responsesTool], "tool_choice": "none", "previous_response_id": "resp_0", "store": false,
            "metadata": ["k": "v"], "text": ["format": ["type": "json_schema", "name": "n", "schema": ["type": "object"]]],
        ]
        let whole = try responseAnswer(Script.corpus[0], members).whole
        let tool: JSONValue = [
            "type": "function", "name": "f", "description": nil, "parameters": ["type": "object"], "strict": true,
        ]
        let text: JSONValue = [
            "format": ["type": "json_schema", "name": "n", "schema": ["type": "object"], "strict": false], "verbosity": "medium",
        ]
        #expect(whole["instructions"] == "Be brief.")
        #expect(whole["max_output_tokens"] == 9)
        #expect(whole["temperature"] == 0.5)
        #expect(whole["reasoning"] == ["effort": "high", "summary": "detailed"])
        #expect(whole["tools"] == [tool])
        #expect(whole["tool_choice"] == "none")
        #expect(whole["previous_response_id"] == "resp_0")
        #expect(whole["store"] == false)
        #expect(whole["metadata"] == ["k": "v"])
        #expect(whole["text"] == text)
    }

    @Test func givesLogprobsWhereIncluded() throws {
        let script = Script().message("analysis", ["Hm"]).message("final", ["4", "2"], .return)
        let answer = try responseAnswer(script, ["include": ["message.output_text.logprobs"], "top_logprobs": 1])
        let logprobs = answer.whole["output"]?[1]?["content"]?[0]?["logprobs"]?.arrayValue
        #expect(logprobs?.map { $0["token"] } == ["4", "2"])
        #expect(answer.events.filter { $0.name == "response.output_text.delta" }.map { $0.json["logprobs"]?[0]?["token"] } == ["4", "2"])
    }
}

/// Adds events up as clients do: by index, never by id.
private enum ResponseAccumulator {
    static func add(_ event: ResponseEvent, to output: inout [JSONValue]) {
        guard let index = event.json["output_index"]?.intValue else { return }
        if event.name == "response.output_item.added", index == output.count {
            output.append(event.json["item"] ?? .null)
            return
        }
        guard output.indices.contains(index), var item = output[index].objectValue else { return }
        switch event.name {
        case "response.content_part.added":
            item["content"] = .array((item["content"]?.arrayValue ?? []) + [event.json["part"] ?? .null])
        case "response.output_text.delta", "response.reasoning_text.delta":
            guard let place = event.json["content_index"]?.intValue, var parts = item["content"]?.arrayValue,
                parts.indices.contains(place), var part = parts[place].objectValue
            else { return }
            part["text"] = .string((part["text"]?.stringValue ?? "") + (event.json["delta"]?.stringValue ?? ""))
            if let logprobs = event.json["logprobs"]?.arrayValue {
                part["logprobs"] = .array((part["logprobs"]?.arrayValue ?? []) + logprobs)
            }
            parts[place] = .object(part)
            item["content"] = .array(parts)
        case "response.function_call_arguments.delta":
            item["arguments"] = .string((item["arguments"]?.stringValue ?? "") + (event.json["delta"]?.stringValue ?? ""))
        case "response.output_item.done":
            item["status"] = event.json["item"]?["status"]
            if JSONValue.object(item) != event.json["item"] { item["differs"] = event.json["item"] }
        default: break
        }
        output[index] = .object(item)
    }
}
