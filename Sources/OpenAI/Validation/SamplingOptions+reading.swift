import JSON

extension SamplingOptions {
    /// Reads the parameters that both APIs and their extensions share. Log-probabilities are asked for differently in each.
    ///
    /// - Parameter defaults: what holds where the request says nothing.
    init(_ reader: inout RequestReader, defaults: SamplingOptions, vocabularySize: Int?) throws(APIError) {
        self = defaults
        temperature = try reader.number("temperature", in: 0...2) ?? temperature
        topP = try reader.number("top_p", in: 0...1) ?? topP
        // −1 is how vLLM's clients say "off".
        topK = max(0, try reader.integer("top_k", in: -1 ... .max) ?? topK)
        minP = try reader.number("min_p", in: 0...1) ?? minP
        repetitionPenalty = try reader.number("repetition_penalty", in: 0...10) ?? repetitionPenalty
        if repetitionPenalty == 0 {
            throw .invalid(
                "Invalid 'repetition_penalty': expected a value > 0, but got 0 instead.", param: "repetition_penalty",
                code: "decimal_below_min_value")
        }
        presencePenalty = try reader.number("presence_penalty", in: -2...2) ?? 0
        frequencyPenalty = try reader.number("frequency_penalty", in: -2...2) ?? 0
        seed = try reader.integer("seed").map { UInt64(bitPattern: Int64($0)) }
        if let bias = try reader.object("logit_bias") {
            logitBias = try Self.logitBias(bias, vocabularySize: vocabularySize)
        }
    }

    /// `{"50256": -100}`: token ids are written as strings.
    private static func logitBias(_ object: RequestReader, vocabularySize: Int?) throws(APIError) -> [Int32: Double] {
        var object = object
        var result: [Int32: Double] = [:]
        for name in object.unread {
            let path = object.path(APIError.excerpt(name))
            guard let id = Int32(name), id >= 0, Int(id) < vocabularySize ?? .max else {
                let range = vocabularySize.map { " from 0 to \($0 - 1)" } ?? ""
                throw .invalid("Invalid key in 'logit_bias': '\(APIError.excerpt(name))' is not a token id\(range).", param: path)
            }
            guard let value = object.value(name) else { continue }
            result[id] = try RequestReader.number(value, path: path, in: -100...100)
        }
        return result
    }
}
