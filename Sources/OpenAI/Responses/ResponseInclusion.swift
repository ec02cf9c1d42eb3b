import JSON

/// `include` of a response: what the answer should hold beyond the usual.
enum ResponseInclusion: String, CaseIterable {
    case logprobs = "message.output_text.logprobs"
    case harmony, routing
    case encryptedReasoning = "reasoning.encrypted_content"
    case fileSearchResults = "file_search_call.results"
    case webSearchResults = "web_search_call.results"
    case webSearchSources = "web_search_call.action.sources"
    case inputImages = "message.input_image.image_url"
    case computerImages = "computer_call_output.output.image_url"
    case codeInterpreterOutputs = "code_interpreter_call.outputs"

    /// Those that a response can hold here. The others are named in warnings.
    static func read(_ reader: inout RequestReader, warnings: inout Warnings) throws(APIError) -> Set<ResponseInclusion> {
        var inclusions: Set<ResponseInclusion> = []
        for (index, element) in (try reader.array("include") ?? []).enumerated() {
            let path = "\(reader.path("include"))[\(index)]"
            let text = try RequestReader.string(element, path: path)
            guard let inclusion = ResponseInclusion(rawValue: text) else {
                throw .notAmong(allCases.map(\.rawValue), value: text, param: path)
            }
            switch inclusion {
            case .logprobs, .encryptedReasoning, .harmony, .routing: inclusions.insert(inclusion)
            default: warnings.add("'\(text)' in 'include' was ignored")
            }
        }
        return inclusions
    }

    /// What it shows of an answer token by token, if it does.
    var view: AnswerViewKind? {
        switch self {
        case .harmony: .harmony
        case .routing: .routing
        default: nil
        }
    }
}
