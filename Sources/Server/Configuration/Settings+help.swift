extension Settings {
    /// One paragraph a setting, for `chorale serve --help`.
    package static var helpText: String {
        "SETTINGS:\n"
            + all.map {
                "  \($0.isSecret ? $0.environmentVariable : $0.flag)  (default: \($0.defaultText))\n"
                    + wrapped($0.summary, indent: 6, width: 78)
            }
            .joined(separator: "\n")
    }

    /// The table of the README's section "Configuration".
    package static var markdownTable: String {
        let header = "| key in YAML | flag | environment | default | meaning |\n|---|---|---|---|---|\n"
        return header
            + all.map {
                ($0.isSecret ? "| | | `" : "| `\($0.key)` | `\($0.flag)` | `")
                    + "\($0.environmentVariable)` | `\($0.defaultText)` | \($0.summary) |"
            }.joined(separator: "\n")
    }

    /// Lines of at most `width` characters, broken between words.
    private static func wrapped(_ text: String, indent: Int, width: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        var lines = [margin]
        for word in text.split(separator: " ") {
            let last = lines[lines.count - 1]
            if last == margin {
                lines[lines.count - 1] += word
            } else if last.count + 1 + word.count <= width {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(margin + word)
            }
        }
        return lines.joined(separator: "\n")
    }
}
