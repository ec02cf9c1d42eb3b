/// Why a repository could not be downloaded, or is not there.
package enum HubError: Error, Sendable, Hashable {
    // What was asked for.
    case invalidName(String)
    case invalidRevision(String)
    case invalidSetting(name: String, value: String, expected: String)

    // What the hub says.
    /// 401 or 403: a token is missing, or has no access.
    case refused(repository: String, status: Int, hasToken: Bool)
    /// 404: no such repository or revision, or one that is not shown to strangers.
    case notFound(repository: String, revision: String, hasToken: Bool)
    /// Any other status, with what the hub says of it.
    case unexpectedStatus(Int, url: String, reason: String)
    case invalidListing(url: String, reason: String)
    /// The hub names a file that would lie outside of the snapshot.
    case unsafeFileName(String)
    case nothingToDownload(repository: String, patterns: [String], files: [String])
    case tooManyRedirects(url: String)
    /// To nothing, to something that is not HTTP, or from https to http.
    case badRedirect(from: String, to: String)

    // The transfer.
    case failed(url: String, reason: String, attempts: Int)
    case wrongDigest(file: String, expected: String, found: String)
    case noTLS(reason: String)

    // This machine.
    case notEnoughSpace(directory: String, needed: Int, free: Int)
    /// A call of the system's, with its reason.
    case system(call: String, path: String, reason: String)
}

extension HubError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .invalidName(let name): "'\(name)' is no repository: expected OWNER/NAME of letters, digits, '-', '_' and '.'"
        case .invalidRevision(let revision): "'\(revision)' is no revision: expected a branch, a tag or a commit"
        case .invalidSetting(let name, let value, let expected): "\(name) is '\(value)': expected \(expected)"
        case .refused(let repository, let status, let hasToken):
            "the hub refuses \(repository) (\(status)): "
                + (hasToken
                    ? "the token is not valid or has no access to it, or it is not there"
                    : "it is not there, or needs a token, in HF_TOKEN")
        case .notFound(let repository, let revision, let hasToken):
            "the hub has no \(repository) at \(revision)" + (hasToken ? "" : "; if it is private, it needs a token, in HF_TOKEN")
        case .unexpectedStatus(let status, let url, let reason): "\(url) answers \(status)" + (reason.isEmpty ? "" : ": \(reason)")
        case .invalidListing(let url, let reason): "the listing of \(url) is not as expected: \(reason)"
        case .unsafeFileName(let name): "the hub names a file that would lie elsewhere: \(name.debugDescription)"
        case .nothingToDownload(let repository, let patterns, let files):
            "\(repository) has no file that is \(patterns.joined(separator: " or ")); choose with --include of: "
                + files.joined(separator: ", ")
        case .tooManyRedirects(let url): "\(url) leads in circles"
        case .badRedirect(let url, let target): "\(url) leads to \(target.debugDescription), which is not followed"
        case .failed(let url, let reason, let attempts): "\(url) failed \(attempts) times: \(reason)"
        case .wrongDigest(let file, let expected, let found): "\(file) arrived broken: its digest is \(found), not \(expected)"
        case .noTLS(let reason): "no TLS: \(reason)"
        case .notEnoughSpace(let directory, let needed, let free):
            "\(directory) has \(free / 1_000_000) MB free, and \(needed / 1_000_000) MB are to come"
        case .system(let call, let path, let reason): "\(call) \(path): \(reason)"
        }
    }
}
