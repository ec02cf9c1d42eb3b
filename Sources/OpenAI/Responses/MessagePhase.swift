import Harmony

/// What a message of the assistant is in its turn.
package enum MessagePhase: String, Sendable, Hashable, CaseIterable {
    /// Said before a call.
    case commentary
    case finalAnswer = "final_answer"

    var channel: String {
        switch self {
        case .commentary: Channel.commentary
        case .finalAnswer: Channel.final
        }
    }
}
