package import Harmony

/// What the server puts into the Harmony system message, which clients do not write.
package struct SystemProfile: Sendable, Hashable {
    package var identity: String?
    package var knowledgeCutoff: String?
    /// `2026-11-23`; `nil` leaves the line out, so that prompts stay the same from day to day.
    package var currentDate: String?
    /// Where the request names no effort.
    package var defaultEffort: RequestedEffort
    package var channels: ChannelConfiguration

    package init(
        identity: String? = SystemContent.standardIdentity, knowledgeCutoff: String? = SystemContent.standardKnowledgeCutoff,
        currentDate: String? = nil, defaultEffort: RequestedEffort = .medium, channels: ChannelConfiguration = .standard
    ) {
        self.identity = identity
        self.knowledgeCutoff = knowledgeCutoff
        self.currentDate = currentDate
        self.defaultEffort = defaultEffort
        self.channels = channels
    }

    /// The system message's content at an effort.
    func content(effort: RequestedEffort) -> SystemContent {
        SystemContent(
            modelIdentity: identity, reasoningEffort: effort.harmony, conversationStartDate: currentDate,
            knowledgeCutoff: knowledgeCutoff, channels: channels)
    }
}
