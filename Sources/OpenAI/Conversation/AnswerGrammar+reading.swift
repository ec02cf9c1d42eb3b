import Harmony
import JSON

extension AnswerFormat {
    /// Reads the extensions for structured answers: vLLM's `structured_outputs` and the older `guided_json`, `guided_regex`,
    /// `guided_choice` and `guided_grammar`; llama.cpp's `grammar` and `json_schema`. `nil` where the request has none.
    ///
    /// - Returns: the format, and the parameter that it comes from.
    /// - Throws: 400 where there are several, or one is not well-formed.
    static func extensions(_ reader: inout RequestReader) throws(APIError) -> (AnswerFormat, param: String)? {
        var found: [(AnswerFormat, param: String)] = []
        for (name, kind) in [
            ("guided_json", Kind.json), ("guided_regex", .regex), ("guided_choice", .choice), ("guided_grammar", .grammar),
            ("grammar", .grammar),
            ("json_schema", .json),
        ] {
            guard let value = reader.value(name) else { continue }
            found.append((try format(value, kind, path: reader.path(name)), reader.path(name)))
        }
        if var object = try reader.object("structured_outputs") {
            for kind in Kind.allCases {
                guard let value = object.value(kind.rawValue) else { continue }
                found.append((try format(value, kind, path: object.path(kind.rawValue)), object.path(kind.rawValue)))
            }
            if try object.bool("json_object") == true { found.append((.jsonObject, object.path("json_object"))) }
        }
        guard found.count <= 1 else {
            throw .invalid("Invalid '\(found[1].param)': the answer is already held to '\(found[0].param)'.", param: found[1].param)
        }
        return found.first
    }

    private enum Kind: String, CaseIterable {
        case json, regex, choice, grammar
    }

    private static func format(_ value: JSONValue, _ kind: Kind, path: String) throws(APIError) -> AnswerFormat {
        switch kind {
        case .json: return .jsonSchema(ResponseFormat(name: "answer", schema: try schema(value, path: path)), isStrict: true)
        case .regex: return .grammar(.regularExpression(try RequestReader.string(value, path: path)))
        case .grammar: return .grammar(.grammar(try RequestReader.string(value, path: path)))
        case .choice:
            var texts: [String] = []
            for (index, element) in try RequestReader.array(value, path: path, maximumCount: 1000).enumerated() {
                texts.append(try RequestReader.string(element, path: "\(path)[\(index)]"))
            }
            guard !texts.isEmpty else { throw .invalid("Invalid '\(path)': empty array.", param: path, code: "empty_array") }
            return .grammar(.choice(texts))
        }
    }

    /// A schema, or the text of one.
    private static func schema(_ value: JSONValue, path: String) throws(APIError) -> JSONValue {
        var value = value
        if case .string(let text) = value {
            do {
                value = try JSONValue(parsing: text)
            } catch {
                throw .invalid("Invalid '\(path)': \(error).", param: path)
            }
        }
        guard case .object = value else { throw .wrongType(path, expected: "an object", found: value.kindName) }
        return value
    }
}
