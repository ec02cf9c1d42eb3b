package import JSON
import OrderedCollections

/// The body of `POST /v1/responses/compact`: a conversation that is to become shorter.
package struct CompactionRequest: Sendable, Hashable {
    /// What there is to compact, as a response to it would be asked for.
    package let request: ResponsesRequest

    /// Tokens of a summary at most, its reasoning included; where the context is short, an eighth of it.
    package static let maximumTokens = 4096
    private static let prompt = """
        Summarize the conversation so far for yourself: it goes on from your summary alone. Keep what was asked, what was found and \
        decided, names, numbers and results of tools that still matter, and what is left to do. Write the summary only.
        """

    /// - Parameter model: where the body names none.
    package init(_ json: JSONValue, model: String, in context: RequestContext) throws(APIError) {
        request = try ResponsesRequest(countingInput: json, model: model, in: context)
        if request.input.isEmpty, request.previousResponseID == nil, request.conversationID == nil { throw .missing("input") }
    }

    /// The request that has the model write the summary.
    ///
    /// - Parameter items: the whole conversation.
    package func summary(of items: [JSONValue], in context: RequestContext) throws(APIError) -> ResponsesRequest {
        let question: JSONValue = ["type": "message", "role": "user", "content": .string(Self.prompt)]
        var members: JSONObject = [
            "model": .string(request.model), "input": .array(items + [question]), "store": false, "truncation": "auto",
            "reasoning": ["effort": "low"],
        ]
        if let instructions = request.instructions { members["instructions"] = .string(instructions) }
        return try ResponsesRequest(.object(members), in: context)
    }

    /// The text of the model's answer.
    package static func summary(in response: JSONValue) -> String {
        let texts = (response["output"]?.arrayValue ?? []).filter { $0["type"] == "message" }.compactMap {
            $0["content"]?[0]?["text"]?.stringValue
        }
        return texts.joined(separator: "\n")
    }

    /// The answer: what people and the developer said, and the summary, sealed.
    package static func answer(_ response: JSONValue, keeping items: [JSONValue], sealed: String, ids: IDSource) -> JSONValue {
        let kept = items.filter { $0["type"] == "message" && $0["role"] != "assistant" }
        let summary: JSONValue = ["id": .string(ids("cmp_")), "type": "compaction", "encrypted_content": .string(sealed)]
        return [
            "id": response["id"] ?? .null, "object": "response.compaction", "created_at": response["created_at"] ?? .null,
            "output": .array(kept + [summary]), "usage": response["usage"] ?? .null,
        ]
    }
}
