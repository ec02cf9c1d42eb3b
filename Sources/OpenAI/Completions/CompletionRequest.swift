import Harmony
package import JSON
import OrderedCollections

/// The body of `POST /v1/completions`: prompts that the model continues as they are, without a conversation around them.
package struct CompletionRequest: Sendable, Hashable {
    /// What is continued.
    package enum Prompt: Sendable, Hashable {
        /// May name special tokens, since whoever writes a whole prompt writes the format too.
        case text(String)
        case tokens([Int32])
    }

    package let model: String
    /// Not empty.
    package let prompts: [Prompt]
    /// Whether the answer begins with its prompt.
    package let echoes: Bool
    package private(set) var warnings = Warnings()

    let choices: Int
    let sampling: SamplingOptions
    let maximumTokens: Int
    let stopStrings: [String]
    let isStreaming: Bool
    let includesUsage: Bool
    let keepsSpecialTokens: Bool
    let user: String?
    let extensions: GenerationExtensions
    /// `return_tokens_as_token_ids`, as vLLM has it.
    let namesTokenIDs: Bool

    /// - Throws: 400 with the path of the first parameter that is wrong.
    package init(_ json: JSONValue, in context: RequestContext) throws(APIError) {
        var reader = try RequestReader(json, path: "")
        let capabilities = context.capabilities
        model = try reader.requiredString("model")
        prompts = try Self.prompts(&reader, vocabularySize: capabilities.vocabularySize)
        choices = try Self.choices(&reader, prompts: prompts.count, capabilities: capabilities)
        echoes = try reader.bool("echo") ?? false
        var sampling = try SamplingOptions(&reader, defaults: context.sampling, vocabularySize: capabilities.vocabularySize)
        sampling.topLogprobs = try reader.integer("logprobs", in: 0...20)
        self.sampling = sampling
        maximumTokens = try reader.integer("max_tokens", in: 0 ... .max) ?? 16
        stopStrings = try CommonParameters.stopStrings(&reader)
        isStreaming = try reader.bool("stream") ?? false
        includesUsage = try ChatCompletionRequest.includesUsage(&reader, isStreaming: isStreaming, warnings: &warnings)
        keepsSpecialTokens = try reader.bool("skip_special_tokens") == false
        user = try reader.string("user")
        extensions = try GenerationExtensions(&reader, vocabularySize: capabilities.vocabularySize)
        namesTokenIDs = try reader.bool("return_tokens_as_token_ids") ?? false
        if extensions.prompt != nil { throw .unsupportedParameter("prompt_token_ids", "Send the ids as 'prompt'.") }
        if reader.value("suffix") != nil { throw .unsupportedParameter("suffix", "This model only continues text.") }
        warnings.addUnread(of: reader)
    }

    /// The request for one of the prompts, ready for the engine.
    ///
    /// - Parameter prompt: its tokens.
    package func validated(prompt: [Int32]) -> ValidatedRequest {
        var request = ValidatedRequest(
            model: model, conversation: .init([]), retention: .all, effort: .medium, sampling: sampling, maximumTokens: maximumTokens,
            stopStrings: stopStrings, choices: choices, isStreaming: isStreaming, includesUsage: includesUsage, includesReasoning: true,
            functions: FunctionSet(), declarations: [], toolChoice: .none, makesParallelToolCalls: false, answerFormat: .text,
            answerFormatParam: "response_format", isStored: false, metadata: [:], user: user, promptCacheKey: nil, warnings: warnings)
        request.prompt = prompt
        request.plainText = keepsSpecialTokens ? .withSpecialTokens : .withoutSpecialTokens
        request.scoresPrompt = echoes && sampling.topLogprobs != nil
        request.ignoresEnd = extensions.ignoresEnd
        request.returnsTokenIDs = extensions.returnsTokenIDs
        request.namesTokenIDs = namesTokenIDs
        return request
    }
}

extension CompletionRequest {
    /// A string, strings, ids, or arrays of ids.
    private static func prompts(_ reader: inout RequestReader, vocabularySize: Int?) throws(APIError) -> [Prompt] {
        let path = reader.path("prompt")
        let value = try reader.required("prompt")
        if case .string(let text) = value { return [.text(text)] }
        guard case .array(let elements) = value else {
            throw .wrongType(path, expected: "a string or an array", found: value.kindName)
        }
        guard let first = elements.first else {
            throw .invalid("Invalid 'prompt': empty array. Expected at least one element.", param: path, code: "empty_array")
        }
        if first.intValue != nil { return [.tokens(try GenerationExtensions.tokens(value, path: path, vocabularySize: vocabularySize))] }
        var prompts: [Prompt] = []
        for (index, element) in elements.enumerated() {
            let path = "\(path)[\(index)]"
            switch element {
            case .string(let text): prompts.append(.text(text))
            case .array: prompts.append(.tokens(try GenerationExtensions.tokens(element, path: path, vocabularySize: vocabularySize)))
            default: throw .wrongType(path, expected: "a string or an array of token ids", found: element.kindName)
            }
        }
        return prompts
    }

    private static func choices(_ reader: inout RequestReader, prompts: Int, capabilities: Capabilities) throws(APIError) -> Int {
        let count = try reader.integer("n", in: 1...128) ?? 1
        let best = try reader.integer("best_of", in: 1...20)
        if let best, best != count {
            throw .unsupportedValue("Invalid 'best_of': this server returns every answer that it makes; set 'n' alone.", param: "best_of")
        }
        guard count * prompts <= capabilities.maximumChoices else {
            throw .unsupportedValue(
                "Invalid 'n': this server gives at most \(capabilities.maximumChoices) answers per request, "
                    + "but \(prompts) prompts with \(count) each were asked for.",
                param: "n")
        }
        return count
    }
}
