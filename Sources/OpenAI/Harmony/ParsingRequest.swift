package import Harmony
package import JSON
import OrderedCollections

/// The body of `POST /v1/harmony/parse`: text or token ids in the Harmony format, well-formed or not.
package struct ParsingRequest: Sendable, Hashable {
    package enum Source: Sendable, Hashable {
        /// With the names of special tokens in it, which are these tokens.
        case text(String)
        case tokens([Int32])
    }

    package let model: String
    package let source: Source
    /// Whose header the tokens go on with; `nil` where they begin with `<|start|>`.
    package let role: Role?
    /// Functions that the model was offered.
    package let tools: Set<String>
    package private(set) var warnings = Warnings()

    /// - Parameter model: where the body names none.
    package init(_ json: JSONValue, model: String, in context: RequestContext) throws(APIError) {
        var reader = try RequestReader(json, path: "")
        self.model = try reader.string("model") ?? model
        let text = try reader.string("text")
        switch (text, reader.value("token_ids")) {
        case (let text?, nil): source = .text(text)
        case (nil, []?): source = .tokens([])
        case (nil, let value?):
            source = .tokens(
                try GenerationExtensions.tokens(value, path: "token_ids", vocabularySize: context.capabilities.vocabularySize))
        case (nil, nil): throw .missing("text")
        case (_?, _?): throw .invalid("Only one of 'text' and 'token_ids' may be given.", param: "token_ids")
        }
        let role: Role? = try reader.choice("role")
        // `null` says that there is none, where an absent member says that it is the assistant.
        self.role = json["role"] == nil ? .assistant : role
        var names: Set<String> = []
        for (index, name) in (try reader.array("tools") ?? []).enumerated() {
            names.insert(try RequestReader.string(name, path: "tools[\(index)]"))
        }
        tools = names
        warnings.addUnread(of: reader)
    }

    /// The messages, each with its tokens, and what was mended.
    package func answer(_ vocabulary: HarmonyVocabulary) -> JSONValue {
        let tokens =
            switch source {
            case .text(let text): vocabulary.tokens(of: text)
            case .tokens(let tokens): tokens
            }
        let transcript = TranscriptRecorder.read(tokens, with: HarmonyParser(vocabulary, knownTools: tools, startingRole: role))
        let messages = transcript.messages.map { message in
            var members = message.parsed.json
            members["token_ids"] = .integers(tokens[message.tokens])
            members["start"] = .integer(message.tokens.lowerBound)
            members["end"] = .integer(message.tokens.upperBound)
            return JSONValue.object(members)
        }
        let repairs = transcript.repairs.map { repair in
            JSONValue.object([
                "kind": .string(repair.kind.rawValue), "message": .integer(repair.message), "token": .integer(repair.token),
            ])
        }
        let isCutOff = transcript.messages.last.map { $0.parsed.end == .endOfStream } ?? false
        return [
            "object": "harmony.parse", "model": .string(model), "messages": .array(messages), "repairs": .array(repairs),
            "complete": .bool(!isCutOff && transcript.messages.last?.tokens.upperBound == transcript.count),
        ]
    }
}
