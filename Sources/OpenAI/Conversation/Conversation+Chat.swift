import Harmony

extension ChatCompletionRequest {
    /// The request, ready for the engine.
    ///
    /// - Throws: 400 where the messages do not fit together: a tool's message that answers no call.
    package func validated() throws(APIError) -> ValidatedRequest {
        let functions = common.toolChoice == .none ? [] : common.functions
        var sampling = common.sampling
        sampling.topLogprobs = topLogprobs
        var request = ValidatedRequest(
            model: common.model, conversation: try conversation(functions), retention: reasoningContext.retention, effort: effort,
            sampling: sampling, maximumTokens: maximumTokens, stopStrings: common.stopStrings, choices: choices,
            isStreaming: common.isStreaming, includesUsage: includesUsage, includesReasoning: includesReasoning,
            functions: FunctionSet(functions), declarations: functions, toolChoice: common.toolChoice,
            makesParallelToolCalls: common.parallelToolCalls == true, answerFormat: format, answerFormatParam: formatParam,
            isStored: isStored,
            metadata: common.metadata, user: common.safetyIdentifier ?? common.user, promptCacheKey: common.promptCacheKey,
            warnings: warnings)
        request.tier = common.tier
        request.effortReason = decision.reason
        request.prompt = extensions.prompt
        request.reasoningBudget = reasoningBudget
        request.ignoresEnd = extensions.ignoresEnd
        request.returnsTokenIDs = extensions.returnsTokenIDs
        request.views = views
        return request
    }

    private func conversation(_ functions: [FunctionDeclaration]) throws(APIError) -> Conversation {
        var builder = ConversationBuilder(context.profile.content(effort: effort))
        let leading = messages.prefix { $0.role == .system || $0.role == .developer }
        builder.open(
            instructions: leading.compactMap(\.text), functions: functions, format: format)
        for message in messages.dropFirst(leading.count) {
            switch message.role {
            case .system, .developer: builder.instruct(message.text ?? "")
            case .user: builder.user(message.text ?? "", name: message.name)
            case .assistant: builder.add(message)
            case .tool:
                guard builder.answer(callID: message.callID ?? "", message.text ?? "") else {
                    throw .invalid(
                        "Invalid '\(message.path).tool_call_id': no assistant message before it has a tool call with the id "
                            + "'\(APIError.excerpt(message.callID ?? ""))'.",
                        param: "\(message.path).tool_call_id")
                }
            }
        }
        return builder.finish()
    }
}

extension ConversationBuilder {
    /// Content beside calls is what the model said before it called.
    fileprivate mutating func add(_ message: ChatMessage) {
        if let reasoning = message.reasoning, !reasoning.isEmpty { reason(reasoning) }
        if let text = message.text {
            if message.calls.isEmpty {
                say(text, channel: Channel.final)
            } else if !text.isEmpty {
                say(text, channel: Channel.commentary)
            }
        }
        for call in message.calls { self.call(call) }
    }
}
