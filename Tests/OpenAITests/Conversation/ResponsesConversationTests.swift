import Harmony
import JSON
import OpenAI
import OrderedCollections
import Testing

struct ResponsesConversationTests {
    @Test func takesAStringForAUsersMessage() throws {
        #expect(try responses("Hi").conversation.lines == ["system | …", "user | Hi"])
    }

    @Test func putsInstructionsBeforeLeadingMessages() throws {
        let conversation = try responses(
            [
                ["role": "system", "content": "B"],
                ["type": "message", "role": "developer", "content": [["type": "input_text", "text": "C"]]],
                ["role": "user", "content": "Hi"], ["role": "developer", "content": "D"],
            ], ["instructions": "A"]
        ).conversation
        #expect(conversation.lines == ["system | …", "developer | …", "user | Hi", "developer | …"])
        #expect(conversation.developer?.instructions == "A\n\nB\n\nC")
    }

    @Test func tellsEveryItem() throws {
        let request = try responses([
            ["role": "user", "content": [["type": "input_text", "text": "Weather"], ["type": "input_text", "text": "in Bonn?"]]],
            [
                "type": "reasoning", "id": "rs_1", "summary": [["type": "summary_text", "text": "no"]],
                "content": [["type": "reasoning_text", "text": "Ask f."]],
            ],
            ["type": "function_call", "id": "fc_1", "status": "completed", "call_id": "c1", "name": "f", "arguments": "{}"],
            [
                "type": "function_call_output", "call_id": "c1",
                "output": [["type": "input_text", "text": "rain"], ["type": "input_text", "text": "wind"]],
            ],
            [
                "type": "message", "id": "msg_1", "status": "completed", "role": "assistant",
                "content": [["type": "output_text", "text": "Rain.", "annotations": [], "logprobs": []]],
            ],
        ])
        #expect(
            request.conversation.lines.dropFirst() == [
                "user | Weather\nin Bonn?", "assistant analysis | Ask f.", "assistant to=functions.f commentary <|constrain|>json | {}",
                "tool:functions.f to=assistant commentary | rain\nwind", "assistant final | Rain.",
            ])
        #expect(request.warnings.isEmpty)
    }

    /// The items after an assistant's message, and the channel that it goes to.
    @Test(
        arguments: [
            ([["role": "assistant", "content": "a"]], "final"),
            (
                [["role": "assistant", "content": "a"], ["type": "function_call", "call_id": "c", "name": "f", "arguments": ""]],
                "commentary"
            ),
            (
                [
                    ["role": "assistant", "content": "a"], ["type": "reasoning", "content": [["type": "reasoning_text", "text": "r"]]],
                    ["type": "function_call", "call_id": "c", "name": "f", "arguments": ""],
                ], "commentary"
            ),
            (
                [
                    ["role": "assistant", "content": "a"], ["role": "user", "content": "b"],
                    ["type": "function_call", "call_id": "c", "name": "f", "arguments": ""],
                ], "final"
            ),
            ([["role": "assistant", "content": "a", "phase": "commentary"]], "commentary"),
            (
                [
                    ["role": "assistant", "content": "a", "phase": "final_answer"],
                    ["type": "function_call", "call_id": "c", "name": "f", "arguments": ""],
                ], "final"
            ),
        ] as [(JSONValue, String)])
    func findsTheChannelOfAnAssistantsMessage(items: JSONValue, channel: String) throws {
        #expect(try responses(items).conversation.messages[1].channel == channel)
    }

    @Test func continuesWhatWasStored() throws {
        let history: [JSONValue] = [
            ["type": "message", "role": "user", "content": [["type": "input_text", "text": "Hi"]]],
            ["type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"],
        ]
        let request = try responsesRequest([
            "instructions": "New.", "previous_response_id": "resp_0",
            "input": [["type": "function_call_output", "call_id": "c", "output": "1"]],
        ])
        #expect(
            try request.validated(history: history).conversation.lines == [
                "system | …", "developer | …", "user | Hi", "assistant to=functions.f commentary <|constrain|>json | {}",
                "tool:functions.f to=assistant commentary | 1",
            ])
    }

    @Test func needsNoInputAfterAPreviousResponse() throws {
        let request = try responsesRequest(["input": nil, "previous_response_id": "resp_0"])
        #expect(try request.validated(history: [["role": "user", "content": "Hi"]]).conversation.lines.last == "user | Hi")
    }

    @Test func resolvesReferences() throws {
        let request = try responsesRequest(["input": [["type": "item_reference", "id": "msg_1"]]])
        let item: JSONValue = ["id": "msg_1", "type": "message", "role": "user", "content": "Hi"]
        #expect(try request.validated(referenced: ["msg_1": item]).conversation.lines.last == "user | Hi")
    }
}
