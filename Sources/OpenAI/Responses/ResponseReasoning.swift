import JSON
import OrderedCollections

/// `reasoning` of a response. A summary may be asked for and is never given: the reasoning itself is in the answer.
struct ResponseReasoning: Sendable, Hashable {
    private enum Summary: String, CaseIterable {
        case auto, concise, detailed
    }

    var effort: RequestedEffort
    var context: ReasoningContext?
    /// Tokens after which the reasoning is closed.
    var budget: Int?
    private var summary: Summary?

    init(_ reader: inout RequestReader, default effort: RequestedEffort, warnings: inout Warnings) throws(APIError) {
        self.effort = effort
        guard var reasoning = try reader.object("reasoning") else { return }
        self.effort = try reasoning.choice("effort") ?? effort
        let former: Summary? = try reasoning.choice("generate_summary")
        summary = try reasoning.choice("summary") ?? former
        context = try reasoning.choice("context")
        budget = try reasoning.integer("max_tokens", in: 0 ... .max)
        warnings.addUnread(of: reasoning)
    }

    /// As the response echoes it: the effort that took effect.
    var json: JSONValue {
        var members: JSONObject = [
            "effort": .string(effort.effective.rawValue), "summary": .nullable(summary?.rawValue),
        ]
        if let context { members["context"] = .string(context.rawValue) }
        if let budget { members["max_tokens"] = .integer(budget) }
        return .object(members)
    }
}
