import Tokenization

/// Turns conversations into the tokens that gpt-oss was trained on.
///
///     <|start|> role[:name] [ to=recipient] [<|channel|>channel] [ content type] <|message|> content stop
///
/// There is nothing between messages and nothing before the first. The ids are those of openai-harmony: each fragment is
/// encoded by itself, and content is never encoded with special tokens.
///
/// By itself it does **not** reproduce what a model wrote, token by token: models put the recipient behind the channel, the
/// rendering puts it behind the role, and both are read. Whoever has the tokens of a message hands them in.
package struct ConversationRenderer: Sendable {
    package let vocabulary: HarmonyVocabulary

    package init(_ vocabulary: HarmonyVocabulary) {
        self.vocabulary = vocabulary
    }

    /// The ids of a conversation that the model is to continue as `nextRole`; `nil` ends after the last message.
    ///
    /// - Parameter written: see `rendering`.
    package func render(
        _ conversation: Conversation, nextRole: Role? = .assistant, analysis: AnalysisRetention,
        written: (Message) -> [Int32]? = { _ in nil }
    ) throws(HarmonyError) -> [Int32] {
        try rendering(
            conversation, for: nextRole.map { .continuation(as: $0) } ?? .transcript, analysis: analysis, written: written
        ).tokens
    }

    /// The ids of a conversation, and which of them each message has.
    ///
    /// - Parameter written: the tokens of an assistant's message as the model wrote them, as `WrittenMessage` has them; `nil` where they
    ///   are not known.
    package func rendering(
        _ conversation: Conversation, for purpose: RenderingPurpose, analysis: AnalysisRetention,
        written: (Message) -> [Int32]? = { _ in nil }
    ) throws(HarmonyError) -> RenderedConversation {
        var rendered = RenderedConversation()
        for piece in try conversation.pieces(for: purpose, analysis: analysis, written: written) {
            let start = rendered.tokens.count
            // `<|start|>` and the author; what follows is the message's own.
            encode(piece.fragments.prefix(2), into: &rendered.tokens)
            let bodyStart = rendered.tokens.count
            encode(piece.fragments.dropFirst(2), into: &rendered.tokens)
            rendered.spans.append(
                RenderedConversation.Span(
                    message: piece.message, header: conversation.messages[piece.message].header,
                    tokens: start..<rendered.tokens.count, bodyStart: bodyStart,
                    endsTurn: rendered.tokens.last != vocabulary.end))
        }
        encode(purpose.ending[...], into: &rendered.tokens)
        return rendered
    }

    private func encode(_ fragments: ArraySlice<PromptFragment>, into ids: inout [Int32]) {
        for fragment in fragments {
            switch fragment {
            case .special(let token): ids.append(vocabulary.id(of: token))
            case .text(let text): vocabulary.tokenizer.encode(text, into: &ids)
            case .written(let tokens, _): ids += tokens
            }
        }
    }
}
