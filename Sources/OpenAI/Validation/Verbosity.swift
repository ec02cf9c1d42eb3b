/// How long answers should be. gpt-oss was not trained to obey it, so only the default is without a warning.
package enum Verbosity: String, Sendable, Hashable, CaseIterable {
    case low, medium, high

    /// Reads `verbosity`.
    static func read(_ reader: inout RequestReader, warnings: inout Warnings) throws(APIError) -> Verbosity {
        let verbosity: Verbosity? = try reader.choice("verbosity")
        if let verbosity, verbosity != .medium { warnings.ignored(reader.path("verbosity")) }
        return verbosity ?? .medium
    }
}
