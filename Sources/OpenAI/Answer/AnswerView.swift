package import Harmony
import JSON
import OrderedCollections

/// What an answer may show of itself, token by token, beside what it says (`include`).
package enum AnswerViewKind: String, Sendable, Hashable, CaseIterable {
    /// The messages that the model wrote, as they are in Harmony.
    case harmony
    /// The experts that its tokens went to.
    case routing

    /// Reads `include` where nothing else may stand in it.
    static func read(_ reader: inout RequestReader) throws(APIError) -> Set<AnswerViewKind> {
        var kinds: Set<AnswerViewKind> = []
        for (index, element) in (try reader.array("include") ?? []).enumerated() {
            let path = "\(reader.path("include"))[\(index)]"
            let text = try RequestReader.string(element, path: path)
            guard let kind = AnswerViewKind(rawValue: text) else { throw .notAmong(allCases.map(\.rawValue), value: text, param: path) }
            kinds.insert(kind)
        }
        return kinds
    }
}

/// An answer token by token.
package struct AnswerView: Sendable, Hashable {
    /// Everything that was generated.
    package var tokens: [GeneratedToken]
    /// What of it is which message; `nil` where that is not wanted.
    package var messages: [TranscribedMessage]?
    package var routing: Routing?
    /// Whether log-probabilities are told.
    package var includesLogprobs: Bool

    /// Where tokens went in a mixture of experts.
    package struct Routing: Sendable, Hashable {
        package var layers: Int
        package var experts: Int
        package var expertsPerToken: Int
        /// For each token the experts of each layer, [layers][expertsPerToken]; `nil` for one that the model never read, as the last.
        package var chosen: [[[Int]]?]

        package init(layers: Int, experts: Int, expertsPerToken: Int, chosen: [[[Int]]?]) {
            self.layers = layers
            self.experts = experts
            self.expertsPerToken = expertsPerToken
            self.chosen = chosen
        }
    }

    package init(tokens: [GeneratedToken], messages: [TranscribedMessage]?, routing: Routing?, includesLogprobs: Bool) {
        self.tokens = tokens
        self.messages = messages
        self.routing = routing
        self.includesLogprobs = includesLogprobs
    }
}

extension AnswerView {
    /// The members `harmony` and `routing`, as far as they are wanted.
    var json: JSONObject {
        var members: JSONObject = [:]
        if let messages { members["harmony"] = .array(messages.map(json(of:))) }
        if let routing {
            members["routing"] = [
                "layers": .integer(routing.layers), "experts": .integer(routing.experts),
                "experts_per_token": .integer(routing.expertsPerToken), "token_ids": .integers(tokens.map(\.id)),
                "chosen": .array(
                    routing.chosen.map { layers in
                        layers.map { .array($0.map { .array($0.map { .integer($0) }) }) } ?? .null
                    }),
            ]
        }
        return members
    }

    private func json(of message: TranscribedMessage) -> JSONValue {
        let written = tokens[message.tokens.clamped(to: tokens.indices)]
        var members = message.parsed.json
        members["token_ids"] = .integers(written.map(\.id))
        if includesLogprobs { members["logprobs"] = .array(written.map(TokenLogprobs.entry)) }
        return .object(members)
    }
}

extension MessageHeader {
    /// Role, name, channel, recipient and content type, those that are there.
    var json: JSONObject {
        var members: JSONObject = ["role": .string(author.role.rawValue)]
        if let name = author.name { members["name"] = .string(name) }
        if let channel { members["channel"] = .string(channel) }
        if let recipient { members["recipient"] = .string(recipient) }
        if let contentType { members["content_type"] = .string(contentType) }
        return members
    }
}

extension ParsedMessage {
    /// The header, the content and how it ended.
    var json: JSONObject {
        var members = header.json
        members["content"] = .string(text)
        members["end_reason"] = .string(end.name)
        return members
    }
}

extension MessageEnd {
    fileprivate var name: String {
        switch self {
        case .end: "end"
        case .return: "return"
        case .call: "call"
        case .nextHeader: "next_header"
        case .endOfStream: "end_of_stream"
        }
    }
}
