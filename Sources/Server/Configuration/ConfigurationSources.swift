import Configuration
import Foundation

/// Where settings come from, the strongest first: flag, environment variable, YAML file. What none of them names has its default.
package struct ConfigurationSources: Sendable {
    private let flags: any ConfigSnapshot
    private let environment: any ConfigSnapshot
    private let file: (path: String, snapshot: any ConfigSnapshot)?

    /// - Parameters:
    ///   - arguments: the command line's settings, as `--key value` or `--key=value`.
    ///   - environment: of it, the variables that start with `CHORALE_` count.
    ///   - filePath: a YAML file.
    package init(
        arguments: [String] = [], environment: [String: String] = [:], filePath: String? = nil
    ) throws(ConfigurationError) {
        try Self.refuseUnknownFlags(in: arguments)
        flags = CommandLineArgumentsProvider(arguments: ["chorale"] + arguments).snapshot()
        self.environment = EnvironmentVariablesProvider(environmentVariables: environment)
            .prefixKeys(with: "chorale").snapshot()
        guard let filePath else {
            file = nil
            return
        }
        do {
            let data = try Data(contentsOf: URL(filePath: filePath))
            file = (filePath, try YAMLSnapshot(data: data.bytes, providerName: filePath, parsingOptions: .default))
        } catch {
            throw .unreadableFile(path: filePath, reason: "\(error)")
        }
    }

    /// The value of a setting from the strongest source that names it.
    package func value<Value: SettingValue>(_ setting: Setting<Value>) throws(ConfigurationError) -> Value {
        var sources: [(any ConfigSnapshot, String)] = [
            (flags, setting.flag), (environment, setting.environmentVariable),
        ]
        if let file { sources.append((file.snapshot, "\(setting.key) in \(file.path)")) }
        let key = AbsoluteConfigKey(setting.key.split(separator: ".").map(String.init))
        for (source, name) in sources {
            let found: ConfigValue?
            do {
                found = try source.value(forKey: key, type: Value.configType).value
            } catch {
                throw .badValue(setting: name, expected: Value.expectation)
            }
            guard let found else { continue }
            guard let value = Value(found.content) else { throw .badValue(setting: name, expected: Value.expectation) }
            return value
        }
        return setting.defaultValue
    }

    /// A misspelt flag would otherwise be silently without effect.
    private static func refuseUnknownFlags(in arguments: [String]) throws(ConfigurationError) {
        let known = Set(Settings.all.map(\.flag))
        var expectsValue = false
        for argument in arguments {
            if argument.hasPrefix("--") {
                let flag = argument.split(separator: "=", maxSplits: 1).first.map(String.init) ?? argument
                guard known.contains(flag) else {
                    throw .unknownFlag(flag, nearest: known.min { flag.editDistance(to: $0) < flag.editDistance(to: $1) })
                }
                expectsValue = !argument.contains("=")
            } else if expectsValue {
                expectsValue = false
            } else {
                throw .strayArgument(argument)
            }
        }
    }
}

/// Why the configuration could not be read.
package enum ConfigurationError: Error, Equatable, CustomStringConvertible {
    case unreadableFile(path: String, reason: String)
    case badValue(setting: String, expected: String)
    case unknownFlag(String, nearest: String?)
    case strayArgument(String)

    package var description: String {
        switch self {
        case .unreadableFile(let path, let reason): "cannot read the configuration file \(path): \(reason)"
        case .badValue(let setting, let expected): "\(setting) must be \(expected)"
        case .unknownFlag(let flag, let nearest):
            "unknown option \(flag)" + (nearest.map { "; did you mean \($0)?" } ?? "")
        case .strayArgument(let argument): "unexpected argument '\(argument)'"
        }
    }
}

extension String {
    /// Levenshtein distance in characters.
    fileprivate func editDistance(to other: String) -> Int {
        let target = Array(other)
        var previous = Array(0...target.count)
        for (i, a) in enumerated() {
            var current = [i + 1]
            for (j, b) in target.enumerated() {
                current.append(Swift.min(previous[j] + (a == b ? 0 : 1), previous[j + 1] + 1, current[j] + 1))
            }
            previous = current
        }
        return previous[target.count]
    }
}
