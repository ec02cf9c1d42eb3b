extension Conversation {
    /// The pieces of a prompt that `nextRole` is to continue; without one they end with the last message.
    ///
    /// - Parameter written: see `ConversationRenderer.render`.
    package func fragments(
        nextRole: Role? = .assistant, analysis: AnalysisRetention, written: (Message) -> [Int32]? = { _ in nil }
    ) throws(HarmonyError) -> [PromptFragment] {
        let offersFunctions = messages.contains { message in
            message.author.role == .developer
                && message.content.contains {
                    if case .developer(let content) = $0 { content.offersFunctions } else { false }
                }
        }
        var fragments: [PromptFragment] = []
        for index in analysis.retained(in: messages) {
            let message = messages[index]
            if message.author == Author(.assistant), let tokens = written(message) {
                fragments += [.special(.start), .text(Role.assistant.rawValue), .written(tokens, text: message.text)]
            } else {
                try message.append(to: &fragments, position: index, offersFunctions: offersFunctions)
            }
        }
        if let nextRole {
            fragments += [.special(.start), .text(nextRole.rawValue)]
        }
        return fragments
    }

    /// The pieces of a finished conversation: an assistant's message at its end, on the final channel, ends in `<|return|>`.
    package func trainingFragments(analysis: AnalysisRetention) throws(HarmonyError) -> [PromptFragment] {
        var fragments = try fragments(nextRole: nil, analysis: analysis)
        if let last = messages.last, last.author.role == .assistant, last.channel == Channel.final {
            fragments[fragments.count - 1] = .special(.return)
        }
        return fragments
    }

    /// The conversation with reasoning already closed, for the effort "none": rendered, it ends in
    /// `<|start|>assistant<|channel|>analysis<|message|><|end|>` and the model goes on behind it.
    /// gpt-oss was not trained on this.
    package var closingAnalysis: Conversation {
        Conversation(messages + [Message(.assistant, "", channel: Channel.analysis)])
    }
}

extension Message {
    /// - Parameters:
    ///   - position: the message's index, for errors.
    ///   - offersFunctions: whether a developer message of the conversation offers functions, which system messages mention.
    fileprivate func append(
        to fragments: inout [PromptFragment], position: Int, offersFunctions: Bool
    ) throws(HarmonyError) {
        fragments += [.special(.start), .text(try authorText(position: position))]
        if let recipient, recipient != "all" {
            fragments.append(.text(" to=\(recipient)"))
        }
        if let channel {
            fragments += [.special(.channel), .text(channel)]
        }
        if let contentType {
            if contentType.hasPrefix(SpecialToken.constrain.rawValue) {
                let type = contentType.dropFirst(SpecialToken.constrain.rawValue.count)
                fragments += [.text(" "), .special(.constrain), .text(String(type))]
            } else {
                fragments.append(.text(" \(contentType)"))
            }
        }
        fragments.append(.special(.message))
        for part in content {
            fragments.append(.text(try text(of: part, position: position, offersFunctions: offersFunctions)))
        }
        // A recipient makes a call even if it is "all", which is not written.
        fragments.append(.special(author.role == .assistant && recipient != nil ? .call : .end))
    }

    private func authorText(position: Int) throws(HarmonyError) -> String {
        switch (author.role, author.name) {
        case (.tool, let name?): return name
        case (.tool, nil): throw .toolWithoutName(message: position)
        case (let role, let name?): return "\(role.rawValue):\(name)"
        case (let role, nil): return role.rawValue
        }
    }

    private func text(of part: Content, position: Int, offersFunctions: Bool) throws(HarmonyError) -> String {
        switch part {
        case .text(let text):
            return text
        case .system(let content):
            guard author.role == .system else { throw .systemContentOutsideSystemMessage(message: position, role: author.role) }
            return try content.text(offersFunctions: offersFunctions)
        case .developer(let content):
            guard author.role == .developer else {
                throw .developerContentOutsideDeveloperMessage(message: position, role: author.role)
            }
            return try content.text()
        }
    }
}
