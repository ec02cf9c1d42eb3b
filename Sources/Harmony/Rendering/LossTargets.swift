/// Which tokens of a conversation a model is trained to write.
///
/// Those are an assistant's: of each message everything behind `<|start|>assistant`, which is what a server gives to the model. So the
/// recipient, the channel, `<|message|>`, the content and the stop token are targets.
package struct LossTargets: Sendable, Hashable {
    /// The channels whose messages count; `nil`: all, and messages without a channel.
    package var channels: Set<String>?
    package var turns = Turns.all
    /// Whether the `<|start|>assistant` counts too that stands behind an assistant's `<|end|>`: within a turn the model writes it itself.
    package var includesContinuations = false

    package enum Turns: String, Sendable, Hashable, CaseIterable {
        /// Everything that the assistant says.
        case all
        /// What it says behind the last user's message.
        case last
    }

    package init() {}

    /// The targets, in order; none is empty and none touches the next.
    package func ranges(in rendered: RenderedConversation) -> [Range<Int>] {
        let lastUser = rendered.spans.lastIndex { $0.header.author.role == .user } ?? -1
        var ranges: [Range<Int>] = []
        for (index, span) in rendered.spans.enumerated() {
            guard span.header.author.role == .assistant, turns == .all || index > lastUser, counts(span.header.channel) else { continue }
            let continues = includesContinuations && index > 0 && rendered.spans[index - 1].leadsOn
            let range = (continues ? span.tokens.lowerBound : span.bodyStart)..<span.tokens.upperBound
            if let last = ranges.last, last.upperBound == range.lowerBound {
                ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
            } else {
                ranges.append(range)
            }
        }
        return ranges
    }

    /// For each token 1 where it is a target, else 0.
    package func mask(of rendered: RenderedConversation) -> [UInt8] {
        var mask = [UInt8](repeating: 0, count: rendered.tokens.count)
        for range in ranges(in: rendered) {
            for index in range { mask[index] = 1 }
        }
        return mask
    }

    private func counts(_ channel: String?) -> Bool {
        guard let channels else { return true }
        return channel.map(channels.contains) ?? false
    }
}

extension RenderedConversation.Span {
    /// Whether the model goes on behind it by itself.
    fileprivate var leadsOn: Bool { header.author.role == .assistant && !endsTurn }
}
