package import Harmony

/// The reasoning effort as the API names it; gpt-oss knows three.
package enum RequestedEffort: String, Sendable, Hashable, CaseIterable {
    /// The analysis is given empty, so that the model answers at once. Off the model's training distribution.
    case none
    case minimal, low, medium, high, xhigh, max
    /// The server chooses by the time that the client allows; a validated request has its choice instead.
    case auto

    /// The header that tells the effective effort.
    package static let headerName = "chorale-reasoning-effort"
    /// The header that tells why, where the server chose it.
    package static let reasonHeaderName = "chorale-reasoning-effort-reason"

    /// What the system message's `Reasoning:` line says.
    package var harmony: ReasoningEffort {
        switch self {
        case .none, .minimal, .low: .low
        case .medium, .auto: .medium
        case .high, .xhigh, .max: .high
        }
    }

    /// What takes effect: `none`, `low`, `medium` or `high`. Echoed in the header and in `reasoning.effort`.
    package var effective: RequestedEffort {
        switch self {
        case .none: .none
        case .minimal, .low: .low
        case .medium, .auto: .medium
        case .high, .xhigh, .max: .high
        }
    }
}
