/// Clients of chat and messages often drop reasoning, which the model needs between a call and its answer.
extension ChatCompletionRequest {
    /// - Parameter recall: the reasoning that led to a call, by the call's id.
    package mutating func restoreReasoning(_ recall: (String) -> String?) {
        for index in messages.indices where messages[index].reasoning == nil {
            if let call = messages[index].calls.first { messages[index].reasoning = recall(call.id) }
        }
    }
}

extension MessagesRequest {
    /// - Parameter recall: the reasoning that led to a call, by the call's id.
    package mutating func restoreReasoning(_ recall: (String) -> String?) {
        for index in turns.indices {
            let blocks = turns[index].blocks
            let hasThinking = blocks.contains { if case .thinking = $0 { true } else { false } }
            let calls = blocks.compactMap { if case .call(let call) = $0 { call.id } else { nil } }
            guard !hasThinking, let id = calls.first, let reasoning = recall(id) else { continue }
            turns[index].blocks.insert(.thinking(reasoning), at: 0)
        }
    }
}
