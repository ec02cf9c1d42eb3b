import Harmony
import JSON
import OpenAI
import OrderedCollections

/// `chorale render` and `chorale parse`: what the routes of the same names do, with the tokenizer of a checkpoint and no server.
package struct HarmonyCommand {
    private let vocabulary: HarmonyVocabulary
    private let model: String

    /// What is printed of a rendering.
    package enum Output: String, Sendable, CaseIterable {
        /// The whole answer.
        case json
        case text
        /// The token ids in one line.
        case ids
    }

    /// What takes the place of a body's members.
    package struct Options: Sendable {
        package var purpose: String?
        package var analysis: String?
        package var targets: [String] = []
        package var turns: String?
        package var countsContinuations = false
        /// What the system message states as the current date.
        package var date: String?

        package init() {}

        /// What they say.
        var parsed: RenderingOptions {
            get throws(APIError) { try RenderingOptions(.object(members)) }
        }

        fileprivate var members: JSONObject {
            var members: JSONObject = [:]
            for (name, value) in [("purpose", purpose), ("analysis", analysis), ("turns", turns)] {
                if let value { members[name] = .string(value) }
            }
            if !targets.isEmpty { members["targets"] = .array(targets.map { .string($0) }) }
            if countsContinuations { members["continuations"] = true }
            return members
        }
    }

    /// - Parameter model: see `CheckpointLocation`; of it, tokenizer.json.
    package init(model: String) throws {
        self.model = model
        vocabulary = try HarmonyVocabulary(CheckpointFiles(CheckpointLocation(model).directory).tokenizer())
    }

    /// - Parameter body: as `POST /v1/harmony/render` takes it.
    package func render(_ body: String, options: Options, output: Output) throws -> String {
        let request = try RenderingRequest(
            try Self.object(body, options.members), model: model, in: Self.context(date: options.date))
        let answer = try request.answer(vocabulary)
        switch output {
        case .json: return answer.serialized
        case .text: return answer["text"]?.stringValue ?? ""
        case .ids: return (answer["token_ids"]?.arrayValue ?? []).map(\.serialized).joined(separator: " ")
        }
    }

    /// - Parameters:
    ///   - body: as `POST /v1/harmony/parse` takes it, or, where it is no JSON object, the text itself.
    ///   - role: in place of the body's; `none`: the text begins with `<|start|>`.
    package func parse(_ body: String, role: String?) throws -> String {
        var options: JSONObject = [:]
        if let role { options["role"] = role == "none" ? .null : .string(role) }

        let isObject = body.utf8.first { !" \n\r\t".utf8.contains($0) } == UInt8(ascii: "{")
        let json = isObject ? body : JSONValue.object(["text": .string(body)]).serialized
        let request = try ParsingRequest(try Self.object(json, options), model: model, in: RequestContext())
        return request.answer(vocabulary).serialized
    }

    private static func object(_ text: String, _ options: JSONObject) throws -> JSONValue {
        let json = try JSONValue(parsing: text, limits: JSONLimits(maximumBytes: .max))
        guard let members = json.objectValue else { throw APIError.malformedBody("expected an object") }
        return .object(members.merging(options) { _, new in new })
    }

    /// What a request is judged by where there is no server.
    static func context(date: String?) -> RequestContext {
        var context = RequestContext(profile: SystemProfile(currentDate: date))
        context.capabilities.forcesToolCalls = true
        context.capabilities.enforcesFormats = true
        return context
    }
}
