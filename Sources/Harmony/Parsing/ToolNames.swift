/// The names that calls may be addressed to.
struct ToolNames: Sendable {
    /// The functions that the client offers, without `functions.`.
    let known: Set<String>

    /// Built-in tools, which stand at the top level or are namespaces of their own.
    private static let builtIn: Set<String> = ["python", "browser", "container"]
    /// What a content type is when it is not behind `<|constrain|>`.
    static let plainContentTypes = ["code", "json"]

    /// Whether a word without `to=` can only mean a tool.
    func names(_ word: some StringProtocol) -> Bool {
        known.contains(String(word)) || (word.hasPrefix(ToolNamespace.functionsPrefix) && word.count > ToolNamespace.functionsPrefix.count)
    }

    /// Whether a message's first word can be the tool that speaks: its name is qualified, known or built in.
    func canSpeak(as word: Substring) -> Bool {
        names(word) || Self.builtIn.contains(String(word)) || (word.isName && word.dropLast().contains("."))
    }

    /// A recipient as it stands in Harmony: a known function under `functions.`, without a content type stuck to it.
    ///
    /// - Parameter isBoundary: whether a token ends so many bytes behind the word's beginning.
    func resolve(_ word: String, isBoundary: (Int) -> Bool) -> (name: String, contentType: String?, repairs: [HarmonyRepair]) {
        if let name = qualified(word) {
            return (name, nil, name == word ? [] : [.nakedToolName])
        }
        for type in Self.plainContentTypes where word.hasSuffix(type) && isBoundary(word.utf8.count - type.utf8.count) {
            let stem = String(word.dropLast(type.count))
            guard let name = qualified(stem) else { continue }
            return (name, type, [.gluedContentType] + (name == stem ? [] : [.nakedToolName]))
        }
        return (word, nil, [])
    }

    /// The full name of a known function, which may be given with its prefix or without.
    private func qualified(_ word: String) -> String? {
        // A function may be called `functions.f` itself, beside an `f`.
        if word.hasPrefix(ToolNamespace.functionsPrefix), known.contains(String(word.dropFirst(ToolNamespace.functionsPrefix.count))) {
            return word
        }
        return known.contains(word) ? ToolNamespace.functionsPrefix + word : nil
    }
}
