extension Settings {
    /// One paragraph a setting, for `chorale serve --help`.
    package static var helpText: String {
        "SETTINGS:\n" + all.map { "  \($0.flag)  (default: \($0.defaultText))\n      \($0.summary)" }.joined(separator: "\n")
    }

    /// The table of the README's section "Configuration".
    package static var markdownTable: String {
        let header = "| key in YAML | flag | environment | default | meaning |\n|---|---|---|---|---|\n"
        return header
            + all.map {
                "| `\($0.key)` | `\($0.flag)` | `\($0.environmentVariable)` | `\($0.defaultText)` | \($0.summary) |"
            }.joined(separator: "\n")
    }
}
