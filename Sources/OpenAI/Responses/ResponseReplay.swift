package import JSON
import OrderedCollections

/// Tells the stream of a finished response again: the same events with the same numbers as the first time.
///
/// A response that was interrupted with its server has lost what it had said; its stream is what is known of it. Where that is known, and
/// the response was begun again or ended by another server, the stream goes on behind it.
package struct ResponseReplay: Sendable {
    private let response: JSONValue
    private let pieces: ResponsePieces
    private let earlier: [JSONValue]
    private let wasBegunAgain: Bool

    /// - Parameters:
    ///   - earlier: the events of those who made it and were interrupted.
    ///   - wasBegunAgain: whether it was made again after them, rather than ended.
    package init(_ response: JSONValue, pieces: ResponsePieces, earlier: [JSONValue] = [], wasBegunAgain: Bool = false) {
        self.response = response
        self.pieces = pieces
        self.earlier = earlier
        self.wasBegunAgain = wasBegunAgain
    }

    /// In order; the number of an event is its index.
    package var events: [ResponseEvent] {
        let output = response["output"]?.arrayValue ?? []
        let identity = AnswerIdentity(
            id: response["id"]?.stringValue ?? "", created: response["created_at"]?.intValue ?? 0,
            model: response["model"]?.stringValue ?? "")
        let ids = StoredIDs(output.map { $0["id"]?.stringValue ?? "" })
        var builder = ResponseEventBuilder(identity, echo: echo, includesLogprobs: true, ids: ids.source(at: 0))
        var events = earlier.map { ResponseEvent(name: $0["type"]?.stringValue ?? "", json: $0) }
        if wasBegunAgain {
            events += builder.createAgain(behind: earlier.count) + builder.begin()
        } else if earlier.isEmpty {
            events += builder.create(isQueued: response["background"] == true) + builder.begin()
        } else {
            builder.goOn(behind: earlier.count)
        }
        for (index, item) in output.enumerated() {
            builder.ids = ids.source(at: index)
            let encrypted = item["encrypted_content"]?.stringValue
            builder.seal = { _ in encrypted }
            events += builder.push(.itemStarted(Self.kind(of: item)))
            let (text, logprobs) = Self.text(of: item)
            for piece in pieces.split(text, logprobs: logprobs, ofItem: index) { events += builder.add(piece.text, piece.logprobs) }
            events += builder.push(.itemEnded(isComplete: item["status"] != "incomplete"))
        }
        _ = builder.push(.finished(end))
        return events + builder.complete(response["usage"], at: response["completed_at"]?.intValue ?? 0)
    }

    /// The members that the builder repeats rather than makes.
    private var echo: JSONObject {
        let made: Set<String> = [
            "id", "object", "created_at", "completed_at", "status", "error", "incomplete_details", "model", "output", "usage",
        ]
        return (response.objectValue ?? [:]).filter { !made.contains($0.key) }
    }

    private var end: AnswerEnd {
        switch response["status"] {
        case "completed": .stop
        case "incomplete": .length
        case "cancelled": .cancelled
        default: .failed(APIError(status: 500, kind: kindOfError, message: response["error"]?["message"]?.stringValue ?? ""))
        }
    }

    private var kindOfError: APIError.Kind {
        switch response["error"]?["code"] {
        case "rate_limit_exceeded": .rateLimit
        case "invalid_prompt": .invalidRequest
        default: .server
        }
    }

    private static func kind(of item: JSONValue) -> AnswerItem {
        switch item["type"] {
        case "reasoning": .reasoning
        case "function_call", "custom_tool_call":
            .toolCall(
                id: item["call_id"]?.stringValue ?? "",
                ClientTool(
                    name: item["name"]?.stringValue ?? "", namespace: item["namespace"]?.stringValue,
                    isCustom: item["type"] == "custom_tool_call"))
        default: item["phase"] == "commentary" ? .preamble : .final
        }
    }

    private static func text(of item: JSONValue) -> (String, [JSONValue]) {
        if let text = (item["arguments"] ?? item["input"])?.stringValue { return (text, []) }
        let part = item["content"]?[0]
        return (part?["text"]?.stringValue ?? "", part?["logprobs"]?.arrayValue ?? [])
    }
}

/// The ids that the items have already.
private struct StoredIDs {
    private let ids: [String]

    init(_ ids: [String]) {
        self.ids = ids
    }

    func source(at index: Int) -> IDSource {
        let id = ids.indices.contains(index) ? ids[index] : ""
        return IDSource { _ in id }
    }
}
