/// `chorale config`: what holds, and where it comes from, as a YAML file that `--config` takes.
package struct ConfigurationReport: Sendable {
    private let sources: ConfigurationSources

    package init(_ sources: ConfigurationSources) {
        self.sources = sources
    }

    /// - Parameter changedOnly: leaves out what has its default.
    package func text(changedOnly: Bool = false) throws(ConfigurationError) -> String {
        var lines: [(line: String, source: String)] = []
        var section = ""
        for setting in Settings.all {
            let (yaml, source) = try setting.effective(in: sources)
            if setting.key == Settings.models.key, source == nil, let path = sources.filePath, !sources.mappedModels.isEmpty {
                lines.append(("\(setting.key):", "\(setting.key) in \(path)"))
                lines += try sources.mappedModelLines().map { ($0, "") }
                section = ""
                continue
            }
            if changedOnly, source == nil { continue }
            if setting.isSecret {
                lines.append(("# \(setting.key): \(source == nil ? "none" : "hidden")", source ?? "default"))
                continue
            }
            let parts = setting.key.split(separator: ".", maxSplits: 1).map(String.init)
            if parts.count == 2, parts[0] != section { lines.append(("\(parts[0]):", "")) }
            section = parts.count == 2 ? parts[0] : ""
            lines.append(((parts.count == 2 ? "  " : "") + "\(parts[parts.count - 1]): \(yaml)", source ?? "default"))
        }
        let width = min(60, lines.map(\.line.count).max() ?? 0)
        var text = ""
        for (line, source) in lines {
            text += source.isEmpty ? line : line + String(repeating: " ", count: max(0, width - line.count)) + "  # \(source)"
            text += "\n"
        }
        for (name, nearest) in sources.unknownVariables {
            text += "# \(name) is no setting" + (nearest.map { "; did you mean \($0)?" } ?? "") + "\n"
        }
        return text
    }
}
