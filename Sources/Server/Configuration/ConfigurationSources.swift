import Configuration
import Foundation
import Synchronization

/// Where settings come from, the strongest first: flag, environment variable, YAML file. What none of them names has its default.
package struct ConfigurationSources: Sendable {
    private let flags: any ConfigSnapshot
    private let environment: any ConfigSnapshot
    private let file: (path: String, snapshot: any ConfigSnapshot)?
    /// The ids of the file's map `models`, in its order.
    let mappedModels: [String]
    /// Variables of the environment that begin with `CHORALE_` and are no setting, each with the one that was probably meant. They are no
    /// error: container platforms set such variables by themselves, for a service of this name.
    package let unknownVariables: [(name: String, nearest: String?)]

    /// - Parameters:
    ///   - arguments: the command line's settings, as `--key value` or `--key=value`.
    ///   - environment: of it, the variables that start with `CHORALE_` count.
    ///   - filePath: a YAML file.
    package init(
        arguments: [String] = [], environment: [String: String] = [:], filePath: String? = nil
    ) throws(ConfigurationError) {
        try Self.refuseUnknownFlags(in: arguments)
        flags = CommandLineArgumentsProvider(arguments: ["chorale"] + arguments).snapshot()
        let variables = Set(Settings.all.map(\.environmentVariable))
        unknownVariables = environment.keys.filter { $0.hasPrefix("CHORALE_") && !variables.contains($0) }.sorted()
            .map { ($0, $0.nearest(of: variables)) }
        self.environment = EnvironmentVariablesProvider(environmentVariables: environment)
            .prefixKeys(with: "chorale").snapshot()
        guard let filePath else {
            (file, mappedModels) = (nil, [])
            return
        }
        let (snapshot, keys) = try Self.snapshot(ofFile: filePath)
        file = (filePath, snapshot)
        var ids: [String] = []
        for id in keys.compactMap({ Self.modelField($0)?.id }) where !ids.contains(id) { ids.append(id) }
        mappedModels = ids
    }

    /// Reads a YAML file, all of whose keys have to be settings.
    ///
    /// - Returns: it, and its keys in the order of the file.
    private static func snapshot(ofFile path: String) throws(ConfigurationError) -> (any ConfigSnapshot, keys: [String]) {
        let found = Mutex<[String]>([])
        let snapshot: any ConfigSnapshot
        do {
            let data = try contents(ofFile: path)
            // The only thing that is told of every key is what decides whether its value is secret.
            let options = YAMLSnapshot.ParsingOptions(
                secretsSpecifier: .dynamic { key, _ in
                    found.withLock { $0.append(key) }
                    return false
                })
            snapshot = try YAMLSnapshot(data: data.bytes, providerName: path, parsingOptions: options)
        } catch let error as UnreadableFile {
            throw .unreadableFile(path: path, reason: error.reason)
        } catch {
            // The parser shows the place in several lines.
            let lines = "\(error)".split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            throw .unreadableFile(path: path, reason: lines.filter { $0 != "^" }.joined(separator: " "))
        }
        let known = Set(Settings.all.filter { !$0.isSecret }.map(\.key))
        let keys = found.withLock(\.self)
        for key in keys.sorted() where !known.contains(key) && modelField(key) == nil {
            let near = modelKeys(near: key)
            throw .unknownKey(key, path: path, nearest: key.nearest(of: near.isEmpty ? known : near))
        }
        return (snapshot, keys)
    }

    /// The value of a setting from the strongest source that names it.
    package func value<Value: SettingValue>(_ setting: Setting<Value>) throws(ConfigurationError) -> Value {
        try sourced(setting).value
    }

    /// The same, with the source's name: a flag, an environment variable, a key in a file; nil for the default.
    func sourced<Value: SettingValue>(_ setting: Setting<Value>) throws(ConfigurationError) -> (value: Value, source: String?) {
        var sources: [(any ConfigSnapshot, String)] = [(environment, setting.environmentVariable)]
        if !setting.isSecret { sources.insert((flags, setting.flag), at: 0) }
        if let file, !setting.isSecret { sources.append((file.snapshot, "\(setting.key) in \(file.path)")) }
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
            return (value, name)
        }
        return (setting.defaultValue, nil)
    }

    /// What the file alone says; `nil` where it says nothing.
    func inFile<Value: SettingValue>(_ key: String) throws(ConfigurationError) -> Value? {
        guard let file else { return nil }
        let found: ConfigValue?
        do {
            found = try file.snapshot.value(forKey: AbsoluteConfigKey(key.split(separator: ".").map(String.init)), type: Value.configType)
                .value
        } catch {
            throw .badValue(setting: "\(key) in \(file.path)", expected: Value.expectation)
        }
        guard let found else { return nil }
        guard let value = Value(found.content) else { throw .badValue(setting: "\(key) in \(file.path)", expected: Value.expectation) }
        return value
    }

    /// The file's path, where there is one.
    var filePath: String? { file?.path }

    /// A misspelt flag would otherwise be silently without effect.
    private static func refuseUnknownFlags(in arguments: [String]) throws(ConfigurationError) {
        let known = Set(Settings.all.filter { !$0.isSecret }.map(\.flag))
        var expectsValue = false
        for argument in arguments {
            if argument.hasPrefix("--") {
                let flag = argument.split(separator: "=", maxSplits: 1).first.map(String.init) ?? argument
                guard known.contains(flag) else {
                    throw .unknownFlag(flag, nearest: flag.nearest(of: known))
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
    case unknownKey(String, path: String, nearest: String?)
    case strayArgument(String)

    package var description: String {
        switch self {
        case .unreadableFile(let path, let reason): "cannot read the configuration file \(path): \(reason)"
        case .badValue(let setting, let expected): "\(setting) must be \(expected)"
        case .unknownFlag(let flag, let nearest):
            "unknown option \(flag)" + (nearest.map { "; did you mean \($0)?" } ?? "")
        case .unknownKey(let key, let path, let nearest):
            "unknown key \(key) in \(path)" + (nearest.map { "; did you mean \($0)?" } ?? "")
        case .strayArgument(let argument): "unexpected argument '\(argument)'"
        }
    }
}

extension String {
    /// The name that was probably meant: one that begins so, or the most alike where most letters are right.
    fileprivate func nearest(of names: Set<String>) -> String? {
        let names = names.sorted()
        if let longer = names.first(where: { $0.hasPrefix(self) }) { return longer }
        return names.min { editDistance(to: $0) < editDistance(to: $1) }.flatMap { editDistance(to: $0) * 2 <= count ? $0 : nil }
    }

    /// Levenshtein distance in characters.
    private func editDistance(to other: String) -> Int {
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
