import Foundation
import HTTP

/// How the server is run: who may ask, what is told of it and how it stops.
package struct OperationConfiguration: Sendable {
    /// Nil: nobody is asked for a key.
    package var keys: KeySource?
    /// Web pages that may call the API from browsers.
    package var origins: [String]
    package var metricsAccess: MetricsAccess
    package var logFormat: LogFormat
    /// Answers that take longer are logged as slow; nil: none.
    package var slowAfter: Duration?
    /// File of what each answer cost.
    package var usageLog: String?
    /// From SIGTERM until the server stops accepting.
    package var drainDelay: Duration
    /// For the log: variables of the environment that look like settings and are none.
    package var unknownVariables: [(name: String, nearest: String?)]

    init(_ sources: ConfigurationSources) throws(ConfigurationError) {
        let file = try sources.text(Settings.keysFile)
        let secrets = try sources.value(Settings.apiKeys)
        keys = file == nil && secrets.isEmpty ? nil : KeySource(file: file, secrets: secrets)
        origins = try sources.value(Settings.corsOrigins)
        for origin in origins where !Self.isOrigin(origin) {
            throw .badValue(setting: Settings.corsOrigins.key, expected: "origins such as https://app.example or *, not \(origin)")
        }
        metricsAccess = try sources.value(Settings.metricsAccess)
        logFormat = try sources.value(Settings.logFormat)
        let slow = try sources.value(Settings.slowSeconds, in: 0...31_536_000)
        slowAfter = slow > 0 ? .seconds(slow) : nil
        usageLog = try sources.text(Settings.usageLog)
        unknownVariables = sources.unknownVariables
        drainDelay = .seconds(try sources.value(Settings.drainDelaySeconds, in: 0...3600))
    }

    /// A scheme, a host and at most a port, as browsers write them (RFC 6454 §6.2).
    private static func isOrigin(_ text: String) -> Bool {
        if text == "*" { return true }
        guard let url = URLComponents(string: text), let scheme = url.scheme, let host = url.host, !scheme.isEmpty, !host.isEmpty else {
            return false
        }
        return url.path.isEmpty && url.query == nil && url.fragment == nil && url.user == nil
    }
}

/// Who may ask for `/metrics`.
package enum MetricsAccess: String, SettingChoice, Sendable {
    /// Whoever may use the API: everybody where no keys are asked for.
    case key
    case open
    case off
}

/// Where keys come from.
package struct KeySource: Sendable, Hashable {
    /// See `KeyFile`; nil: none.
    package var file: String?
    /// Secrets themselves, from the environment.
    package var secrets: [String]

    package init(file: String?, secrets: [String]) {
        self.file = file
        self.secrets = secrets
    }

    /// - Throws: `UnreadableFile`, or `KeyFileError` for a line that is no key. No keys at all let nobody in.
    package func read() throws -> [APIKey] {
        var keys = secrets.enumerated().map { index, secret in
            APIKey(name: index == 0 ? "environment" : "environment-\(index + 1)", digest: SHA256.digest(of: Array(secret.utf8)))
        }
        if let file { keys += try KeyFile.keys(in: String(decoding: contents(ofFile: file), as: UTF8.self)) }
        return keys
    }
}
