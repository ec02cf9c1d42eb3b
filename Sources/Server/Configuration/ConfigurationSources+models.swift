import Configuration

/// The map `models` of a YAML file, whose keys are ids, dots and all.
extension ConfigurationSources {
    /// The model and the field that a key of a file is about: `models.gpt-oss-2.0.path`.
    static func modelField(_ key: String) -> (id: String, field: ModelField)? {
        let prefix = Settings.models.key + "."
        guard key.hasPrefix(prefix), let dot = key.lastIndex(of: ".") else { return nil }
        let id = key[..<dot].dropFirst(prefix.count)
        guard !id.isEmpty, let field = ModelField(rawValue: String(key[key.index(after: dot)...])) else { return nil }
        return (String(id), field)
    }

    /// What a key below `models` may have meant.
    static func modelKeys(near key: String) -> Set<String> {
        guard key.hasPrefix(Settings.models.key + "."), let dot = key.lastIndex(of: ".") else { return [] }
        return Set(ModelField.allCases.map { "\(key[..<dot]).\($0.rawValue)" })
    }

    /// What the file says of a model; `nil` where it says nothing.
    func mapped<Value: SettingValue>(_ id: String, _ field: ModelField) throws(ConfigurationError) -> Value? {
        try inFile("\(Settings.models.key).\(id).\(field.rawValue)")
    }

    /// The map as a YAML file has it, with what each model has of its own.
    func mappedModelLines() throws(ConfigurationError) -> [String] {
        var lines: [String] = []
        for id in mappedModels {
            lines.append("  \(id.yaml):")
            if let value: String = try mapped(id, .path) { lines.append("    path: \(value.yaml)") }
            if let value: [String] = try mapped(id, .aliases) { lines.append("    aliases: \(value.yaml)") }
            if let value: Bool = try mapped(id, .keep) { lines.append("    keep: \(value.yaml)") }
            if let value: Double = try mapped(id, .idleMinutes) { lines.append("    idle-minutes: \(value.yaml)") }
            if let value: Int = try mapped(id, .cacheMiB) { lines.append("    cache-mib: \(value.yaml)") }
            if let value: String = try mapped(id, .tokenizer) { lines.append("    tokenizer: \(value.yaml)") }
            if let value: [String] = try mapped(id, .upstreams) { lines.append("    upstreams: \(value.yaml)") }
            if let value: String = try mapped(id, .upstreamForm) { lines.append("    upstream-form: \(value.yaml)") }
            if let value: String = try mapped(id, .upstreamModel) { lines.append("    upstream-model: \(value.yaml)") }
            if let value: String = try mapped(id, .upstreamKeyFile) { lines.append("    upstream-key-file: \(value.yaml)") }
            if let value: Int = try mapped(id, .contextLength) { lines.append("    context-length: \(value.yaml)") }
        }
        return lines
    }
}
