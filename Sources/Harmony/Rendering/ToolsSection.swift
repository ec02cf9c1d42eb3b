import JSON
import OrderedCollections

/// The `# Tools` section of system and developer messages: namespaces of TypeScript types.
struct ToolsSection {
    private let namespaces: OrderedDictionary<String, ToolNamespace>

    init(_ namespaces: OrderedDictionary<String, ToolNamespace>) {
        self.namespaces = namespaces
    }

    func text() throws(HarmonyError) -> String {
        var sections = ["# Tools"]
        let sorted = namespaces.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        for (_, namespace) in sorted { sections.append(try namespace.rows().joined(separator: "\n")) }
        return sections.joined(separator: "\n\n")
    }
}

extension ToolNamespace {
    /// The key and the name of the namespace that a client's functions stand in.
    package static let functions = "functions"
    /// What a function's name follows in a recipient.
    package static let functionsPrefix = "functions."

    fileprivate func rows() throws(HarmonyError) -> [String] {
        var rows = ["## \(name)\n"]
        let lines = description?.lines ?? []
        // Of a namespace without tools the library writes the bare lines.
        guard !tools.isEmpty else { return rows + lines.map(String.init) }
        rows += lines.map { "// \($0)" }
        rows.append("namespace \(name) {\n")
        for tool in tools {
            rows += tool.description.lines.map { "// \($0)" }
            rows.append("type \(tool.name) = \(try tool.signature()) => any;\n")
        }
        rows.append("} // namespace \(name)")
        return rows
    }
}

extension Tool {
    fileprivate func signature() throws(HarmonyError) -> String {
        guard let parameters, !parameters.isNull else { return "()" }
        return "(_: \(try TypeScriptSchema.type(of: parameters)))"
    }
}

extension String {
    /// The lines that `\n` or `\r\n` end; nothing follows the last ending.
    var lines: [Substring] {
        var lines: [Substring] = []
        var rest = self[...]
        while let end = rest.unicodeScalars.firstIndex(of: "\n") {
            let line = rest[..<end].unicodeScalars
            lines.append(Substring(line.last == "\r" ? line.dropLast() : line))
            rest = Substring(rest.unicodeScalars[rest.unicodeScalars.index(after: end)...])
        }
        // As in Rust's `lines()`, a last line without ending keeps its carriage return.
        return rest.isEmpty ? lines : lines + [rest]
    }
}
