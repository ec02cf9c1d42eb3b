import Harmony
package import JSON

extension ResponsesRequest {
    /// The request, ready for the engine.
    ///
    /// - Parameters:
    ///   - history: the items before this request, oldest first: of each earlier response its stored input, then its output.
    ///   - referenced: the stored items that the input refers to, by id.
    ///   - startDate: what the conversation's system message states as the current date, where it began before this request.
    /// - Throws: 400 where the items do not fit together: an output that answers no call, a reference to nothing.
    package func validated(
        history: [JSONValue] = [], referenced: [String: JSONValue] = [:], startDate: String? = nil
    ) throws(APIError) -> ValidatedRequest {
        var warnings = warnings
        var sampling = common.sampling
        sampling.topLogprobs = includesLogprobs ? topLogprobs ?? 0 : views.contains(.harmony) ? topLogprobs : nil
        let earlier = try Self.items(history, path: "history", warnings: &warnings)
        let items = earlier + (try resolved(referenced, warnings: &warnings))
        let functions = common.toolChoice == .none ? [] : common.functions
        var request = ValidatedRequest(
            model: common.model, conversation: try conversation(items, functions, startDate),
            retention: (reasoning.context ?? .auto).retention,
            effort: reasoning.effort, sampling: sampling, maximumTokens: maximumTokens, stopStrings: common.stopStrings, choices: 1,
            isStreaming: common.isStreaming, includesUsage: true, includesReasoning: true,
            functions: FunctionSet(functions), declarations: functions, toolChoice: common.toolChoice,
            makesParallelToolCalls: common.parallelToolCalls == true, answerFormat: format, answerFormatParam: formatParam,
            isStored: isStored,
            metadata: common.metadata, user: common.safetyIdentifier ?? common.user, promptCacheKey: common.promptCacheKey,
            warnings: warnings)
        request.tier = common.tier
        request.effortReason = reasoning.decision.reason
        request.reasoningBudget = reasoning.budget
        request.ignoresEnd = ignoresEnd
        request.truncates = truncation == .auto
        request.views = views
        return request
    }

    /// The request's own items with references replaced by what they refer to.
    private func resolved(_ referenced: [String: JSONValue], warnings: inout Warnings) throws(APIError) -> [InputItem] {
        var result: [InputItem] = []
        for item in items {
            guard case .reference(let id, let path) = item else {
                result.append(item)
                continue
            }
            guard let stored = referenced[id] else {
                throw .invalid("Item with id '\(APIError.excerpt(id))' not found.", param: "\(path).id", code: nil)
            }
            result += try Self.items([stored], path: path, warnings: &warnings)
        }
        return result
    }

    private func conversation(
        _ items: [InputItem], _ functions: [FunctionDeclaration], _ startDate: String?
    ) throws(APIError) -> Conversation {
        var profile = context.profile
        profile.currentDate = startDate ?? profile.currentDate
        var builder = ConversationBuilder(profile.content(effort: reasoning.effort))
        let leading = items.prefix(while: \.isInstruction)
        let texts = leading.map { if case .message(_, let text, _) = $0 { text } else { "" } }
        builder.open(instructions: [instructions].compactMap { $0 } + texts, functions: functions, format: format)
        for index in items.indices.dropFirst(leading.count) {
            switch items[index] {
            case .message(.assistant, let text, let phase):
                builder.say(text, channel: (phase ?? Self.phase(at: index, of: items)).channel)
            case .message(.user, let text, _): builder.user(text)
            case .message(_, let text, _): builder.instruct(text)
            case .reasoning(let text): builder.reason(text)
            case .call(let call): builder.call(call)
            case .output(let callID, let output, let path):
                guard builder.answer(callID: callID, output) else {
                    throw .invalid(
                        "No tool call found for function call output with call_id '\(APIError.excerpt(callID))'.",
                        param: "\(path).call_id")
                }
            case .reference: continue
            }
        }
        return builder.finish()
    }

    /// A message without phase is commentary where a call comes next, and else an answer.
    private static func phase(at index: Int, of items: [InputItem]) -> MessagePhase {
        for item in items[(index + 1)...] {
            switch item {
            case .reasoning: continue
            case .call: return .commentary
            case .message, .output, .reference: return .finalAnswer
            }
        }
        return .finalAnswer
    }
}
