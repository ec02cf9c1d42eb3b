/// A tool as its client knows it. The model knows every tool as a function: one of a namespace under both names, one with free text
/// as its input by a parameter `input`, since that is how it was trained to call.
package struct ClientTool: Sendable, Hashable {
    package var name: String
    package var namespace: String?
    /// Whether its input is a text (a custom tool) instead of arguments.
    package var isCustom: Bool

    package init(name: String, namespace: String? = nil, isCustom: Bool = false) {
        self.name = name
        self.namespace = namespace
        self.isCustom = isCustom
    }

    /// The function's name: `find`, or `crm__find`.
    var functionName: String { namespace.map { "\($0)__\(name)" } ?? name }
}
