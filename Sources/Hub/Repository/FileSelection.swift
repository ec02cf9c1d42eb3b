#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Which files of a repository are downloaded.
package struct FileSelection: Sendable, Hashable {
    /// Shell patterns, of which a path has to match one; `*` matches `/` too, as in huggingface_hub.
    package let patterns: [String]
    /// Whether files in folders are left out: other formats of the same weights, `original/` and `metal/`.
    private let isTopLevel: Bool

    /// What serving needs, and what other tools want beside it: weights in safetensors, configuration, tokenizer, template, licence.
    package static let standard = FileSelection(
        patterns: ["*.safetensors", "*.json", "*.jinja", "*.txt", "LICENSE*", "README.md"], isTopLevel: true)

    /// Those that the user names.
    package init(patterns: [String]) {
        self.init(patterns: patterns, isTopLevel: false)
    }

    private init(patterns: [String], isTopLevel: Bool) {
        self.patterns = patterns
        self.isTopLevel = isTopLevel
    }

    package func includes(_ path: String) -> Bool {
        if isTopLevel && path.contains("/") { return false }
        return patterns.contains { fnmatch($0, path, 0) == 0 }
    }

    /// Of a listing, what is to be there.
    /// - Throws: ``HubError/nothingToDownload(repository:patterns:files:)``; also where the standard selection has no weights.
    package func files(of listing: RepositoryListing, in repository: RepositoryID) throws(HubError) -> [RepositoryListing.File] {
        let chosen = listing.files.filter { includes($0.path) }
        let hasWeights = !isTopLevel || chosen.contains { $0.path.hasSuffix(".safetensors") }
        guard !chosen.isEmpty, hasWeights else {
            throw .nothingToDownload(
                repository: repository.path, patterns: isTopLevel ? ["*.safetensors"] : patterns, files: listing.files.map(\.path))
        }
        return chosen
    }
}
