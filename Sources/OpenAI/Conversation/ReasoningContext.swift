import Harmony

/// Which turns' reasoning stays in the prompt (`reasoning.context`).
enum ReasoningContext: String, Sendable, Hashable, CaseIterable {
    /// As the model was trained: the same as `currentTurn`.
    case auto
    case currentTurn = "current_turn"
    case allTurns = "all_turns"

    var retention: AnalysisRetention {
        switch self {
        case .auto, .currentTurn: .currentTurn
        case .allTurns: .all
        }
    }
}
