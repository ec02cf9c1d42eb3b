import JSON

/// `thinking` and `output_config.effort` of a message request.
struct MessagesThinking: Sendable, Hashable {
    private enum Kind: String, CaseIterable {
        case enabled, adaptive, disabled
    }

    var effort: RequestedEffort
    /// Whether the answer has the reasoning.
    var isIncluded: Bool
    /// Tokens.
    var budget: Int?

    init(_ reader: inout RequestReader, default defaultEffort: RequestedEffort, warnings: inout Warnings) throws(APIError) {
        effort = defaultEffort
        isIncluded = false
        if var thinking = try reader.object("thinking") {
            let kind: Kind? = try thinking.choice("type")
            switch kind {
            case nil: throw .missing(thinking.path("type"))
            case .enabled:
                isIncluded = true
                budget = try thinking.integer("budget_tokens", in: 0 ... .max)
            case .adaptive: isIncluded = try thinking.string("display") != "omitted"
            case .disabled: effort = .low
            }
            warnings.addUnread(of: thinking)
        }
        if var output = try reader.object("output_config") {
            effort = try output.choice("effort") ?? effort
            if output.value("format") != nil { warnings.notEnforced(output.path("format")) }
            warnings.addUnread(of: output)
        }
    }
}
