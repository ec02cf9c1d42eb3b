import Harmony
import JSON
import OpenAI
import Testing

struct ResponseReplayTests {
    private func replayed(_ script: Script, _ members: JSONValue = [:]) throws -> (first: [ResponseEvent], again: [ResponseEvent]) {
        let answer = try responseAnswer(script, members)
        let stored = try JSONValue(parsing: answer.whole.serialized)
        let pieces = ResponsePieces(try JSONValue(parsing: answer.pieces.json.serialized))
        return (answer.events, ResponseReplay(stored, pieces: pieces).events)
    }

    @Test(arguments: Script.corpus)
    func tellsTheSameEventsAgain(_ script: Script) throws {
        let (first, again) = try replayed(script)
        #expect(again == first)
    }

    @Test(arguments: Script.corpus)
    func tellsTheSameLogprobsAgain(_ script: Script) throws {
        let (first, again) = try replayed(script, ["include": ["message.output_text.logprobs"], "top_logprobs": 1])
        #expect(again == first)
    }

    @Test(arguments: Script.corpus)
    func tellsTheSameCallsOfOtherToolsAgain(_ script: Script) throws {
        let (first, again) = try replayed(script, ["tools": [["type": "custom", "name": "f"]]])
        #expect(again == first)
        let namespace: JSONValue = ["type": "namespace", "name": "functions", "tools": [responsesTool]]
        let other = try replayed(script, ["tools": [namespace]])
        #expect(other.again == other.first)
    }

    @Test func tellsItemsInOnePieceWhereThePiecesAreLost() throws {
        let script = Script().message("final", ["One", " two"], .return)
        let whole = try responseAnswer(script).whole
        let deltas = ResponseReplay(whole, pieces: ResponsePieces(["lengths": [[3, 9]]])).events
            .filter { $0.name == "response.output_text.delta" }
        #expect(deltas.map { $0.json["delta"] } == ["One two"])
    }
}
