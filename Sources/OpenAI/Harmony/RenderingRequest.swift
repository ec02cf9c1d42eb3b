package import Harmony
package import JSON
import OrderedCollections

/// The body of `POST /v1/harmony/render`: a conversation, and how it is to be rendered.
package struct RenderingRequest: Sendable, Hashable {
    package let model: String
    package let conversation: Conversation
    package let options: RenderingOptions
    package let warnings: Warnings

    /// - Parameter model: where the body names none.
    package init(_ json: JSONValue, model: String, in context: RequestContext) throws(APIError) {
        var reader = try RequestReader(json, path: "")
        self.model = try reader.string("model") ?? model
        options = try RenderingOptions(&reader)
        var members = json.objectValue ?? [:]
        for name in RenderingOptions.names { members[name] = nil }
        let source = try ConversationSource(.object(members), model: model, in: context)
        let closes = source.closesAnalysis && options.purpose == .inference
        conversation = closes ? source.conversation.closingAnalysis : source.conversation
        warnings = source.warnings
    }

    /// The rendering, with what each token is.
    package func answer(_ vocabulary: HarmonyVocabulary) throws(APIError) -> JSONValue {
        let rendered: RenderedConversation
        do {
            rendered = try ConversationRenderer(vocabulary).rendering(
                conversation, for: options.purpose.harmony, analysis: options.analysis.retention)
        } catch {
            throw .invalid("The conversation cannot be rendered: \(error).", param: nil)
        }
        let spans = rendered.spans
        let lengths = vocabulary.byteLengths(of: rendered.tokens)
        var offset = 0
        var offsets: [JSONValue] = []
        for length in lengths {
            offsets.append(.integer(offset))
            offset += length
        }
        let indices = rendered.spanIndices
        func column(_ value: (RenderedConversation.Span) -> String?) -> JSONValue {
            .array(indices.map { index in .nullable(index.flatMap { value(spans[$0]) }) })
        }
        return [
            "object": "harmony.rendering", "model": .string(model), "text": .string(vocabulary.text(of: rendered.tokens)),
            "token_ids": .integers(rendered.tokens),
            "messages": .array(
                spans.map { span in
                    var members: JSONObject = ["index": .integer(span.message)]
                    members.merge(span.header.json) { old, _ in old }
                    members["start"] = .integer(span.tokens.lowerBound)
                    members["end"] = .integer(span.tokens.upperBound)
                    return .object(members)
                }),
            "tokens": [
                "message": .array(indices.map { .nullable($0) }), "channel": column(\.header.channel),
                "role": column(\.header.author.role.rawValue), "byte_offset": .array(offsets),
                "byte_length": .array(lengths.map { .integer($0) }),
                "loss_mask": .array(options.targets.mask(of: rendered).map { .integer(Int($0)) }),
            ],
        ]
    }
}

/// How conversations are rendered, as requests and commands say it.
package struct RenderingOptions: Sendable, Hashable {
    package var purpose = Purpose.inference
    package var analysis = Analysis.published
    package var targets = LossTargets()

    package enum Purpose: String, Sendable, Hashable, CaseIterable {
        case inference, training

        package var harmony: RenderingPurpose {
            switch self {
            case .inference: .continuation(as: .assistant)
            case .training: .training
            }
        }
    }

    /// Which reasoning stays.
    package enum Analysis: String, Sendable, Hashable, CaseIterable {
        /// That of the turn that is running: as gpt-oss was trained.
        case published
        case all, none
        /// As openai-harmony drops it.
        case library

        package var retention: AnalysisRetention {
            switch self {
            case .published: .currentTurn
            case .all: .all
            case .none: .nowhere
            case .library: .libraryRule
            }
        }
    }

    /// The members that say it.
    static let names = ["purpose", "analysis", "targets", "turns", "continuations"]

    package init() {}

    /// Of an object with the members that a request has for it.
    package init(_ json: JSONValue) throws(APIError) {
        var reader = try RequestReader(json, path: "")
        try self.init(&reader)
    }

    init(_ reader: inout RequestReader) throws(APIError) {
        purpose = try reader.choice("purpose") ?? .inference
        analysis = try reader.choice("analysis") ?? .published
        targets.turns = try reader.choice("turns") ?? .all
        targets.includesContinuations = try reader.bool("continuations") ?? false
        guard let channels = try reader.array("targets") else { return }
        var names: Set<String> = []
        for (index, channel) in channels.enumerated() {
            names.insert(try RequestReader.string(channel, path: "\(reader.path("targets"))[\(index)]"))
        }
        targets.channels = names
    }
}

extension JSONValue {
    static func integers(_ ids: some Sequence<Int32>) -> JSONValue { .array(ids.map { .integer(Int($0)) }) }
}
