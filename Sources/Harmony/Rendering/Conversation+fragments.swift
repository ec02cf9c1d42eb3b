/// What a conversation is rendered for, which decides how it ends.
package enum RenderingPurpose: Sendable, Hashable {
    /// The model is to go on as this role, whose header begins behind the last message.
    case continuation(as: Role)
    /// Nothing follows the last message.
    case transcript
    /// As a transcript; but an assistant's message at the end, on the final channel, ends in `<|return|>`.
    case training
}

extension Conversation {
    /// The pieces of each message that is kept, with its index; none is empty.
    ///
    /// - Parameter written: see `ConversationRenderer.rendering`.
    func pieces(
        for purpose: RenderingPurpose, analysis: AnalysisRetention, written: (Message) -> [Int32]? = { _ in nil }
    ) throws(HarmonyError) -> [(message: Int, fragments: [PromptFragment])] {
        let offersFunctions = messages.contains { message in
            message.author.role == .developer
                && message.content.contains {
                    if case .developer(let content) = $0 { content.offersFunctions } else { false }
                }
        }
        var pieces: [(message: Int, fragments: [PromptFragment])] = []
        for index in analysis.retained(in: messages) {
            let message = messages[index]
            var fragments: [PromptFragment] = []
            if message.author == Author(.assistant), let tokens = written(message) {
                fragments += [.special(.start), .text(Role.assistant.rawValue), .written(tokens, text: message.text)]
            } else {
                try message.append(to: &fragments, position: index, offersFunctions: offersFunctions)
            }
            if purpose == .training, index == messages.count - 1, message.author.role == .assistant, message.channel == Channel.final {
                fragments[fragments.count - 1] = .special(.return)
            }
            pieces.append((index, fragments))
        }
        return pieces
    }

    /// All pieces, in order.
    ///
    /// - Parameter written: see `ConversationRenderer.rendering`.
    package func fragments(
        for purpose: RenderingPurpose = .continuation(as: .assistant), analysis: AnalysisRetention,
        written: (Message) -> [Int32]? = { _ in nil }
    ) throws(HarmonyError) -> [PromptFragment] {
        try pieces(for: purpose, analysis: analysis, written: written).flatMap(\.fragments) + purpose.ending
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

extension RenderingPurpose {
    /// What follows the last message.
    var ending: [PromptFragment] {
        if case .continuation(let role) = self { [.special(.start), .text(role.rawValue)] } else { [] }
    }
}
