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

    @Test(arguments: [true, false])
    func goesOnBehindWhatWasSaidBefore(isMadeAgain: Bool) throws {
        let script = Script().message("final", ["One", " two"], .return)
        let answer = try responseAnswer(script)
        let earlier = answer.events.prefix(4).map(\.json)
        let ended = isMadeAgain ? answer.whole : answer.whole.with(["status": "failed", "output": []])
        let events = ResponseReplay(ended, pieces: answer.pieces, earlier: earlier, wasBegunAgain: isMadeAgain).events
        #expect(events.map { $0.json["sequence_number"]?.intValue } == Array(0..<events.count))
        #expect(events.prefix(4).map(\.json) == earlier)
        let items = answer.events.map(\.name).filter { $0 != "response.created" && $0 != "response.in_progress" }
        let expected = isMadeAgain ? ["response.queued", "response.in_progress"] + items : ["response.failed"]
        #expect(events.dropFirst(4).map(\.name) == expected)
    }

    @Test func tellsItemsInOnePieceWhereThePiecesAreLost() throws {
        let script = Script().message("final", ["One", " two"], .return)
        let whole = try responseAnswer(script).whole
        let deltas = ResponseReplay(whole, pieces: ResponsePieces(["lengths": [[3, 9]]])).events
            .filter { $0.name == "response.output_text.delta" }
        #expect(deltas.map { $0.json["delta"] } == ["One two"])
    }
}
