import JSON
import OrderedCollections

/// `reasoning` of a response. A summary may be asked for and is never given: the reasoning itself is in the answer.
struct ResponseReasoning: Sendable, Hashable {
    private enum Summary: String, CaseIterable {
        case auto, concise, detailed
    }

    let decision: EffortDecision
    var effort: RequestedEffort { decision.effort }
    var context: ReasoningContext?
    /// Tokens after which the reasoning is closed.
    var budget: Int?
    private var summary: Summary?

    /// - Parameter inputBytes: of the request's text.
    init(_ reader: inout RequestReader, in server: RequestContext, inputBytes: Int, warnings: inout Warnings) throws(APIError) {
        let standard = server.profile.defaultEffort
        guard var reasoning = try reader.object("reasoning") else {
            decision = server.forecast.decide(standard, within: nil, inputBytes: inputBytes)
            return
        }
        let effort: RequestedEffort? = try reasoning.choice("effort")
        let latency = try ReasoningParameters.latency(&reasoning)
        decision = server.forecast.decide(effort ?? standard, within: latency, inputBytes: inputBytes)
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
