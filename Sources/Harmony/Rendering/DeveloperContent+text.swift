import JSON
import OrderedCollections

extension DeveloperContent {
    /// The text of a developer message: its sections with blank lines between them.
    package func text() throws(HarmonyError) -> String {
        var sections: [String] = []
        if let instructions { sections += ["# Instructions", instructions] }
        if let tools, !tools.isEmpty { sections.append(try ToolsSection(tools).text()) }
        if !responseFormats.isEmpty { sections.append("# Response Formats") }
        for format in responseFormats { sections += format.sections }
        return sections.joined(separator: "\n\n")
    }

    /// Whether there is a function to call. It is the namespace's key that counts, not its name.
    var offersFunctions: Bool {
        tools?[ToolNamespace.functions]?.tools.isEmpty == false
    }
}

extension ResponseFormat {
    /// openai/harmony docs/format.md, "Structured output".
    fileprivate var sections: [String] {
        let comment = description.map { $0.lines.map { "// \($0)\n" }.joined() } ?? ""
        return ["## \(name)", comment + schema.serialized]
    }
}
