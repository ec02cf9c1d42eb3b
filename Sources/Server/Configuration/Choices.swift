package import GPTOSS
package import HTTP
package import Logging
package import OpenAI

/// Reasoning efforts that can be configured.
package enum EffortChoice: String, SettingChoice, Sendable {
    case low, medium, high

    package var effort: RequestedEffort {
        switch self {
        case .low: .low
        case .medium: .medium
        case .high: .high
        }
    }
}

/// Log levels that can be configured, as swift-log has them.
package enum LogLevelChoice: String, SettingChoice, Sendable {
    case trace, debug, info, notice, warning, error, critical

    package var level: Logger.Level { Logger.Level(rawValue: rawValue) ?? .info }
}

/// Arithmetics that can be configured.
package enum ArithmeticChoice: String, SettingChoice, Sendable {
    case fast, exact

    package var arithmetic: Arithmetic {
        switch self {
        case .fast: .fast
        case .exact: .exact
        }
    }
}

extension HalfClosePolicy: SettingChoice {}

extension ForwardedFields: SettingChoice {}
