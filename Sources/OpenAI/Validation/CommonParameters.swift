import JSON
import OrderedCollections

/// What both APIs ask for in the same words.
struct CommonParameters: Sendable, Hashable {
    var model: String
    var isStreaming: Bool
    var sampling: SamplingOptions
    var stopStrings: [String]
    var functions: [FunctionDeclaration]
    var toolChoice: ToolChoice
    var parallelToolCalls: Bool?
    var metadata: OrderedDictionary<String, String>
    var user: String?
    var safetyIdentifier: String?
    var promptCacheKey: String?
    var tier: ServiceTier

    init(
        _ reader: inout RequestReader, style: FunctionDeclaration.Style, context: RequestContext, warnings: inout Warnings
    ) throws(APIError) {
        let capabilities = context.capabilities
        model = try reader.requiredString("model")
        isStreaming = try reader.bool("stream") ?? false
        sampling = try SamplingOptions(&reader, defaults: context.sampling, vocabularySize: capabilities.vocabularySize)
        stopStrings = try Self.stopStrings(&reader)
        var functions = try FunctionDeclaration.all(
            &reader, style: style, isEnforced: capabilities.enforcesFormats, warnings: &warnings)
        toolChoice = try ToolChoice(
            &reader, style: style, functions: &functions, capabilities: capabilities, warnings: &warnings)
        self.functions = functions
        parallelToolCalls = try reader.bool("parallel_tool_calls")
        metadata = try Self.metadata(&reader)
        user = try reader.string("user")
        safetyIdentifier = try reader.string("safety_identifier")
        promptCacheKey = try reader.string("prompt_cache_key")
        // Hints to a hosted cache; this one needs none.
        let _: CacheRetention? = try reader.choice("prompt_cache_retention")
        _ = try reader.object("prompt_cache_options")
        tier = try ServiceTier.read(&reader, style: style, warnings: &warnings)
        if reader.value("moderation") != nil { warnings.ignored("moderation") }
    }

    private enum CacheRetention: String, CaseIterable {
        case inMemory = "in_memory"
        /// As clients wrote it at first.
        case hyphenated = "in-memory"
        case day = "24h"
    }

    /// `stop`: a string or up to 16, none empty.
    static func stopStrings(_ reader: inout RequestReader) throws(APIError) -> [String] {
        let path = reader.path("stop")
        guard let value = reader.value("stop") else { return [] }
        var strings: [String] = []
        switch value {
        case .string(let string): strings = [string]
        case .array:
            for (index, element) in try RequestReader.array(value, path: path, maximumCount: 16).enumerated() {
                strings.append(try RequestReader.string(element, path: "\(path)[\(index)]"))
            }
        default: throw .wrongType(path, expected: "a string or an array of strings", found: value.kindName)
        }
        guard !strings.contains("") else {
            throw .invalid("Invalid '\(path)': a stop string has at least one character.", param: path)
        }
        return strings
    }

    /// `metadata`: up to 16 strings of up to 512 characters under names of up to 64.
    static func metadata(_ reader: inout RequestReader) throws(APIError) -> OrderedDictionary<String, String> {
        guard var object = try reader.object("metadata") else { return [:] }
        let names = object.unread
        guard names.count <= 16 else {
            throw .invalid(
                "Invalid '\(object.path)': too many properties. Expected an object with at most 16 properties, "
                    + "but got an object with \(names.count) properties instead.",
                param: object.path, code: "object_above_max_properties")
        }
        var result: OrderedDictionary<String, String> = [:]
        for name in names {
            let path = object.path(APIError.excerpt(name))
            guard name.unicodeScalars.count <= 64 else { throw tooLong("key", path: path, limit: 64, length: name.unicodeScalars.count) }
            guard let value = object.value(name) else { continue }
            let string = try RequestReader.string(value, path: path)
            guard string.unicodeScalars.count <= 512 else {
                throw tooLong("string", path: path, limit: 512, length: string.unicodeScalars.count)
            }
            result[name] = string
        }
        return result
    }

    private static func tooLong(_ what: String, path: String, limit: Int, length: Int) -> APIError {
        .invalid(
            "Invalid '\(path)': \(what) too long. Expected a string with maximum length \(limit), "
                + "but got a string with length \(length) instead.",
            param: path, code: "string_above_max_length")
    }
}
