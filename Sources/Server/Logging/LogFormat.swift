package import Logging

/// How log lines look.
package enum LogFormat: String, SettingChoice, Sendable {
    /// For people: time, level, metadata, message.
    case text
    /// One JSON object a line, for what collects logs.
    case json

    /// What a process logs with, to standard error.
    package func handler(label: String) -> any LogHandler {
        switch self {
        case .text: StreamLogHandler.standardError(label: label)
        case .json: JSONLogHandler(label: label)
        }
    }
}
