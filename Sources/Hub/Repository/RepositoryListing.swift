import JSON

/// What a repository has at a revision, as the hub tells it: `/api/models/OWNER/NAME/revision/REVISION?blobs=true`.
package struct RepositoryListing: Sendable, Hashable {
    package struct File: Sendable, Hashable {
        /// Relative; it stays below the folder that it is appended to.
        package let path: String
        package let byteCount: Int
        package let digest: BlobDigest
    }

    /// 40 hexadecimal digits.
    package let commit: String
    package let files: [File]

    static let byteLimit = 64 << 20
    static let fileLimit = 100_000

    /// - Parameter url: for errors.
    package init(parsing bytes: [UInt8], url: String) throws(HubError) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: bytes, limits: JSONLimits(maximumDepth: 64, maximumBytes: Self.byteLimit))
        } catch {
            throw .invalidListing(url: url, reason: error.description)
        }
        guard let commit = value["sha"]?.stringValue, BlobDigest.isHexadecimal(commit, count: 40) else {
            throw .invalidListing(url: url, reason: "it names no commit")
        }
        guard let siblings = value["siblings"]?.arrayValue, siblings.count <= Self.fileLimit else {
            throw .invalidListing(url: url, reason: "it lists no files, or more than \(Self.fileLimit)")
        }
        var files: [File] = []
        var paths: Set<String> = []
        for sibling in siblings {
            guard let path = sibling["rfilename"]?.stringValue else { throw .invalidListing(url: url, reason: "a file has no name") }
            guard SafePath.isSafe(path) else { throw .unsafeFileName(path) }
            guard paths.insert(path).inserted else { throw .invalidListing(url: url, reason: "it has \(path) twice") }
            files.append(try File(sibling, path: path, url: url))
        }
        self.commit = commit
        self.files = files
    }
}

extension RepositoryListing.File {
    /// Large files have a size and SHA-256 of their own (`lfs`); the others the blob's id in git.
    fileprivate init(_ sibling: JSONValue, path: String, url: String) throws(HubError) {
        let large = sibling["lfs"] ?? .null
        let byteCount = large["size"]?.intValue ?? sibling["size"]?.intValue
        let digest: BlobDigest?
        if large.isNull {
            digest = sibling["blobId"]?.stringValue.flatMap(BlobDigest.init(gitBlob:))
        } else {
            digest = (large["sha256"] ?? large["oid"])?.stringValue.flatMap(BlobDigest.init(sha256:))
        }
        guard let byteCount, byteCount >= 0, let digest else {
            throw .invalidListing(url: url, reason: "\(path) has no size or digest")
        }
        self.init(path: path, byteCount: byteCount, digest: digest)
    }
}
