import Harmony
package import OrderedCollections

/// The functions that the model may call in this request.
///
/// All stand in the Harmony namespace `functions`, so a function named `python` or `browser` is `functions.python` to the
/// model and does not meet the built-in tool of that name, which is never offered. A model that calls it by its bare name,
/// as it learned for the built-in, is understood too.
package struct FunctionSet: Sendable, Hashable {
    /// The namespace's key and name.
    package static let namespace = "functions"

    package private(set) var names: OrderedSet<String>
    /// Those that the client knows otherwise.
    private var tools: [String: ClientTool] = [:]

    package init(_ names: some Sequence<String> = []) {
        self.names = OrderedSet(names)
    }

    package init(_ functions: [FunctionDeclaration]) {
        self.init(functions.map(\.name))
        for function in functions where function.tool != ClientTool(name: function.name) { tools[function.name] = function.tool }
    }

    package var isEmpty: Bool { names.isEmpty }

    /// `f` → `functions.f`.
    package static func recipient(_ name: String) -> String { "\(namespace).\(name)" }

    /// The function that a message's recipient means; `nil` where the message is no call that a client could answer.
    ///
    /// With functions declared, every tool-like recipient is a call, also of a name that was not declared: the client sees what
    /// the model wrote and can answer with an error, from which models recover. Without any declared nothing is a call.
    package func function(calledBy recipient: String?) -> String? {
        guard let recipient, !names.isEmpty else { return nil }
        let prefix = Self.namespace + "."
        let isQualified = recipient.hasPrefix(prefix)
        // A function may be called `functions.f` itself, beside an `f`.
        if isQualified, names.contains(String(recipient.dropFirst(prefix.count))) { return String(recipient.dropFirst(prefix.count)) }
        if names.contains(recipient) { return recipient }
        if isQualified { return Self.name(recipient.dropFirst(prefix.count)) }
        let isParticipant = recipient == "all" || recipient == Self.namespace || Role(rawValue: recipient) != nil
        return isParticipant ? nil : Self.name(recipient[...])
    }

    /// What the client knows a function as, also one that it did not declare.
    func tool(ofFunction name: String) -> ClientTool { tools[name] ?? ClientTool(name: name) }

    /// As much of the text as can be a tool's name: `f<|channel|>commentary` → `f`.
    private static func name(_ text: Substring) -> String? {
        let name = text.prefix(FunctionName.historyLimit).prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "_-.".contains($0)) }
        return name.isEmpty ? nil : String(name)
    }
}
