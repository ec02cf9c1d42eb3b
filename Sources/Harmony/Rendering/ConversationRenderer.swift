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
    /// - Parameter written: the tokens of an assistant's message as the model wrote them, as `WrittenMessage` has them; `nil` where they
    ///   are not known.
    package func render(
        _ conversation: Conversation, nextRole: Role? = .assistant, analysis: AnalysisRetention,
        written: (Message) -> [Int32]? = { _ in nil }
    ) throws(HarmonyError) -> [Int32] {
        encode(try conversation.fragments(nextRole: nextRole, analysis: analysis, written: written))
    }

    /// The ids of a finished conversation to train on: an answer at its end, on the final channel, ends in `<|return|>`.
    package func renderForTraining(_ conversation: Conversation, analysis: AnalysisRetention) throws(HarmonyError) -> [Int32] {
        encode(try conversation.trainingFragments(analysis: analysis))
    }

    private func encode(_ fragments: [PromptFragment]) -> [Int32] {
        var ids: [Int32] = []
        for fragment in fragments {
            switch fragment {
            case .special(let token): ids.append(vocabulary.id(of: token))
            case .text(let text): vocabulary.tokenizer.encode(text, into: &ids)
            case .written(let tokens, _): ids += tokens
            }
        }
        return ids
    }
}
