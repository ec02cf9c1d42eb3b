import OrderedCollections

extension SystemContent {
    /// The text of a system message: its sections with blank lines between them.
    ///
    /// - Parameter offersFunctions: names the `functions` namespace, which developer messages fill, in the channel section.
    package func text(offersFunctions: Bool) throws(HarmonyError) -> String {
        var sections: [String] = []

        var facts: [String] = []
        if let modelIdentity { facts.append(modelIdentity) }
        if let knowledgeCutoff { facts.append("Knowledge cutoff: \(knowledgeCutoff)") }
        if let conversationStartDate { facts.append("Current date: \(conversationStartDate)") }
        if !facts.isEmpty { sections.append(facts.joined(separator: "\n")) }

        if let reasoningEffort { sections.append("Reasoning: \(reasoningEffort.rawValue)") }
        if let tools, !tools.isEmpty { sections.append(try ToolsSection(tools).text()) }
        if let channels, !channels.validChannels.isEmpty { sections.append(channels.text(offersFunctions: offersFunctions)) }
        return sections.joined(separator: "\n\n")
    }
}

extension ChannelConfiguration {
    fileprivate func text(offersFunctions: Bool) -> String {
        var text = "# Valid channels: \(validChannels.joined(separator: ", "))."
        if isRequired { text += " Channel must be included for every message." }
        if offersFunctions { text += "\nCalls to these tools must go to the commentary channel: '\(ToolNamespace.functions)'." }
        return text
    }
}
