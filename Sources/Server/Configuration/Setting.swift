package import Configuration
import Foundation
import JSON

/// A type that a setting may have.
package protocol SettingValue: Sendable {
    /// The type that the sources are asked for.
    static var configType: ConfigType { get }
    /// What a bad value should have been, for error messages: "an integer".
    static var expectation: String { get }
    init?(_ content: ConfigContent)
    /// As it would stand in the YAML file, where nothing in it needs quotation marks.
    var text: String { get }
    /// As it stands in a YAML file whatever is in it.
    var yaml: String { get }
}

extension SettingValue {
    package var yaml: String { text }
}

/// What the help text, the README's table and the sources need to know of a setting.
package protocol SettingDescription: Sendable {
    /// Dotted, as in the YAML file: `http.idle-seconds`.
    var key: String { get }
    var summary: String { get }
    var defaultText: String { get }
    /// Whether its value is never shown, and taken from the environment alone: flags are seen by every process, files by who backs them up.
    var isSecret: Bool { get }
    /// Whether the sources leave it at its default.
    func isDefault(in sources: ConfigurationSources) throws(ConfigurationError) -> Bool
    /// The value that holds, as YAML, and the source that it comes from; nil for the default.
    func effective(in sources: ConfigurationSources) throws(ConfigurationError) -> (yaml: String, source: String?)
}

extension SettingDescription {
    /// `--http-idle-seconds`
    package var flag: String { "--" + key.replacing(".", with: "-") }

    /// `CHORALE_HTTP_IDLE_SECONDS`
    package var environmentVariable: String {
        "CHORALE_" + key.uppercased().replacing(".", with: "_").replacing("-", with: "_")
    }
}

/// One key of the configuration: its name, default and meaning. Sizes and times carry their unit in the name.
package struct Setting<Value: SettingValue>: SettingDescription {
    package let key: String
    package let defaultValue: Value
    package let summary: String
    package let isSecret: Bool

    package init(_ key: String, _ defaultValue: Value, _ summary: String, isSecret: Bool = false) {
        self.isSecret = isSecret
        self.key = key
        self.defaultValue = defaultValue
        self.summary = summary
    }

    package var defaultText: String { defaultValue.text }

    package func isDefault(in sources: ConfigurationSources) throws(ConfigurationError) -> Bool {
        try sources.value(self).text == defaultText
    }

    package func effective(in sources: ConfigurationSources) throws(ConfigurationError) -> (yaml: String, source: String?) {
        let (value, source) = try sources.sourced(self)
        return (value.yaml, source)
    }
}

extension String: SettingValue {
    package static var configType: ConfigType { .string }
    package static var expectation: String { "a string" }

    package init?(_ content: ConfigContent) {
        guard case .string(let value) = content else { return nil }
        self = value
    }

    package var text: String { isEmpty ? "\"\"" : self }

    /// In quotation marks, with JSON's escapes, which are YAML's too (YAML 1.2 §1.3), where it might be read as something else.
    package var yaml: String {
        let isPlain = wholeMatch(of: /[A-Za-z\/][A-Za-z0-9_.\/\-]*/) != nil
        let isWord = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(lowercased())
        return isPlain && !isWord ? self : JSONValue.string(self).serialized
    }
}

extension Int: SettingValue {
    package static var configType: ConfigType { .int }
    package static var expectation: String { "an integer" }

    package init?(_ content: ConfigContent) {
        guard case .int(let value) = content else { return nil }
        self = value
    }

    package var text: String { String(self) }
}

extension Double: SettingValue {
    package static var configType: ConfigType { .double }
    package static var expectation: String { "a number" }

    package init?(_ content: ConfigContent) {
        guard case .double(let value) = content else { return nil }
        self = value
    }

    package var text: String { description }
}

extension Bool: SettingValue {
    package static var configType: ConfigType { .bool }
    package static var expectation: String { "true or false" }

    package init?(_ content: ConfigContent) {
        guard case .bool(let value) = content else { return nil }
        self = value
    }

    package var text: String { description }
}

/// A list: in YAML of items, in a flag or an environment variable with commas between them. A flag may be repeated.
extension [String]: SettingValue {
    package static var configType: ConfigType { .stringArray }
    package static var expectation: String { "a list" }

    package init?(_ content: ConfigContent) {
        guard case .stringArray(let values) = content else { return nil }
        self = values.flatMap { $0.split(separator: ",") }.map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    package var text: String { "[" + joined(separator: ", ") + "]" }

    package var yaml: String { "[" + map { JSONValue.string($0).serialized }.joined(separator: ", ") + "]" }
}

/// A setting with a closed set of values, written as strings.
package protocol SettingChoice: SettingValue, RawRepresentable<String>, CaseIterable {}

extension SettingChoice {
    package static var configType: ConfigType { .string }
    package static var expectation: String { "one of " + allCases.map(\.rawValue).joined(separator: ", ") }

    package init?(_ content: ConfigContent) {
        guard case .string(let value) = content else { return nil }
        self.init(rawValue: value)
    }

    package var text: String { rawValue }
}
