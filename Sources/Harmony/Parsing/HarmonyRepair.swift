/// A departure from the Harmony format that the parser mended. The raw value names it in metrics and answers.
package enum HarmonyRepair: String, Sendable, Hashable, CaseIterable {
    /// Text where a header was due; taken as a message on the final channel.
    case missingHeader = "missing_header"
}
