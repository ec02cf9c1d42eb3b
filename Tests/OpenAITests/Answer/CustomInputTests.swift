import Harmony
import JSON
import OpenAI
import Testing

/// What a custom tool is handed: the text in the arguments that the model wrote, as it comes.
struct CustomInputTests {
    /// The deltas of a call whose arguments come in these pieces.
    private func deltas(_ pieces: [String]) throws -> [String] {
        let script = Script().message("commentary", to: "functions.f", pieces, .call)
        let answer = try responseAnswer(script, ["tools": [["type": "custom", "name": "f"]]])
        #expect(answer.whole["output"]?[0]?["type"] == "custom_tool_call")
        let deltas = answer.events.filter { $0.name == "response.custom_tool_call_input.delta" }.compactMap {
            $0.json["delta"]?.stringValue
        }
        #expect(deltas.joined() == answer.whole["output"]?[0]?["input"]?.stringValue)
        return deltas
    }

    @Test(arguments: [
        (#"{"input":"ls -la"}"#, "ls -la"), (#" { "input" : "ls" } "#, "ls"), (#"{"input":""}"#, ""),
        (#"{"input":"a\n\t\r\b\f\"\\\/"}"#, "a\n\t\r\u{8}\u{C}\"\\/"),
        (#"{"input":"\u00e9 \ud83d\ude00 \ud83d \ude00 \ud83dx"}"#, "é 😀 \u{FFFD} \u{FFFD} \u{FFFD}x"),
        (#"{"input":"é😀"}"#, "é😀"), ("ls -la", "ls -la"), (#"{"cmd":"ls"}"#, #"{"cmd":"ls"}"#), (#"["ls"]"#, #"["ls"]"#), ("", ""),
        (#"{"in put":"x"}"#, #"{"in put":"x"}"#), (#"{"input":3}"#, #"{"input":3}"#), (#"{"input":"unfinished"#, "unfinished"),
        (#"{"inp"#, #"{"inp"#),
    ])
    func isTheTextInTheArguments(arguments: String, input: String) throws {
        #expect(try deltas([arguments]).joined() == input)
        #expect(try deltas(arguments.unicodeScalars.map { String($0) }).joined() == input)
    }

    @Test func comesAsTheModelWritesIt() throws {
        #expect(try deltas([#"{"inp"#, #"ut": "l"#, "s -l", #"a"}"#]) == ["l", "s -l", "a"])
    }

    @Test func isToldInChatToo() throws {
        let script = Script().message("commentary", to: "functions.f", [#"{"input": "l"#, #"s"}"#], .call)
        let answer = try chatAnswer(script, ["tools": [["type": "custom", "custom": ["name": "f"]]]])
        let call: JSONValue = ["id": "call_1", "type": "custom", "custom": ["name": "f", "input": "ls"]]
        #expect(answer.whole["choices"]?[0]?["message"]?["tool_calls"] == [call])
        let deltas = answer.chunks.compactMap { $0["choices"]?[0]?["delta"]?["tool_calls"]?[0]?["custom"]?["input"]?.stringValue }
        #expect(deltas == ["", "l", "s"])
    }
}
