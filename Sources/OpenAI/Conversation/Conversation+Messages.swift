import Harmony
import OrderedCollections

extension MessagesRequest {
    /// The request, ready for the engine.
    ///
    /// - Throws: 400 where the messages do not fit together: a result that answers no call.
    package func validated() throws(APIError) -> ValidatedRequest {
        let functions = toolChoice == .none ? [] : functions
        var request = ValidatedRequest(
            model: model, conversation: try conversation(functions), retention: ReasoningContext.auto.retention, effort: thinking.effort,
            sampling: sampling, maximumTokens: maximumTokens, stopStrings: stopStrings, choices: 1, isStreaming: isStreaming,
            includesUsage: true, includesReasoning: thinking.isIncluded, functions: FunctionSet(functions),
            declarations: functions, toolChoice: toolChoice, makesParallelToolCalls: makesParallelToolCalls,
            answerFormat: thinking.format,
            answerFormatParam: thinking.formatParam, isStored: false, metadata: [:], user: user, promptCacheKey: nil, warnings: warnings)
        request.effortReason = thinking.decision.reason
        request.reasoningBudget = thinking.budget
        return request
    }

    private func conversation(_ functions: [FunctionDeclaration]) throws(APIError) -> Conversation {
        var builder = ConversationBuilder(context.profile.content(effort: thinking.effort))
        builder.open(instructions: instructions, functions: functions, format: thinking.format)
        for turn in turns {
            switch turn.role {
            case .user: try builder.add(fromUser: turn.blocks)
            case .assistant: builder.add(fromAssistant: turn.blocks)
            case .system: builder.instruct(Self.text(of: turn.blocks))
            }
        }
        return builder.finish()
    }

    private static func text(of blocks: [MessagesBlock]) -> String {
        blocks.compactMap { if case .text(let text) = $0 { text } else { nil } }.joined(separator: "\n")
    }
}

extension ConversationBuilder {
    /// Results answer calls; texts between them are one message.
    fileprivate mutating func add(fromUser blocks: [MessagesBlock]) throws(APIError) {
        var texts: [String] = []
        for block in blocks {
            switch block {
            case .text(let text): texts.append(text)
            case .thinking, .call: continue
            case .result(let callID, let text, let path):
                guard answer(callID: callID, text) else {
                    throw .invalid(
                        "Invalid '\(path).tool_use_id': no assistant message before it has a tool_use block with the id "
                            + "'\(APIError.excerpt(callID))'.",
                        param: "\(path).tool_use_id")
                }
            }
        }
        if !texts.isEmpty { user(texts.joined(separator: "\n")) }
    }

    /// Text before a call is what the model said before it called.
    fileprivate mutating func add(fromAssistant blocks: [MessagesBlock]) {
        for (index, block) in blocks.enumerated() {
            switch block {
            case .thinking(let text): reason(text)
            case .call(let call): self.call(call)
            case .result: continue
            case .text(let text):
                let isBeforeCall = blocks[(index + 1)...].contains { if case .call = $0 { true } else { false } }
                say(text, channel: isBeforeCall ? Channel.commentary : Channel.final)
            }
        }
    }
}
