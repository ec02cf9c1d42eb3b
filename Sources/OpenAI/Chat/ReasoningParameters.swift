/// The ways in which chat clients ask for reasoning: `reasoning_effort`, `include_reasoning`, and `reasoning` with `effort`,
/// `exclude`, `context`, `max_tokens` and `latency_ms`.
struct ReasoningParameters {
    var effort: RequestedEffort?
    var isIncluded: Bool
    var context = ReasoningContext.auto
    /// Tokens.
    var budget: Int?
    /// Milliseconds that effort `auto` may take.
    var latency: Int?

    init(_ reader: inout RequestReader, warnings: inout Warnings) throws(APIError) {
        effort = try reader.choice("reasoning_effort")
        isIncluded = try reader.bool("include_reasoning") ?? true
        guard var reasoning = try reader.object("reasoning") else { return }
        let nested: RequestedEffort? = try reasoning.choice("effort")
        if let effort, let nested, effort != nested {
            throw .invalid(
                "'reasoning_effort' is '\(effort.rawValue)' and 'reasoning.effort' is '\(nested.rawValue)'. Set one of them.",
                param: reasoning.path("effort"))
        }
        effort = effort ?? nested
        if try reasoning.bool("exclude") == true { isIncluded = false }
        context = try reasoning.choice("context") ?? .auto
        budget = try reasoning.integer("max_tokens", in: 0 ... .max)
        latency = try Self.latency(&reasoning)
        warnings.addUnread(of: reasoning)
    }

    /// Reads `reasoning.latency_ms`.
    static func latency(_ reasoning: inout RequestReader) throws(APIError) -> Int? {
        try reasoning.integer("latency_ms", in: 1 ... .max)
    }
}
